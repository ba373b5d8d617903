"""Suggestions for misspelt names."""

from collections.abc import Callable, Iterable, Sequence


def did_you_mean(
    word: str,
    candidates: Iterable[str],
    *,
    cutoff: float = 0.6,
    limit: int = 1,
    show: Callable[[str], str] = str,
) -> str | None:
    """Suggest the candidates that are spelt most like a word.

    Parameters
    ----------
    word : str
    candidates : iterable of str
    cutoff : float
        Smallest similarity of a suggestion, from 0 to 1 (equal), as in `difflib.get_close_matches`.
    limit : int
        Largest number of suggestions.
    show : callable
        How a candidate is written: ``"[{}]".format``, say.

    Returns
    -------
    str or None
        ``Did you mean X or Y?``, the most similar one first; None if no candidate is similar.
    """
    from difflib import get_close_matches

    matches = get_close_matches(word, list(candidates), limit, cutoff)
    return meant_one_of([show(match) for match in matches])


def meant_one_of(names: Sequence[str]) -> str | None:
    """The question whether one of these was meant: ``Did you mean X, Y or Z?``; None if there are none."""
    if not names:
        return None
    *others, last = names
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"


def similar_files(path: str, limit: int = 1) -> str | None:
    """Suggest the files whose names are most like that of one that does not exist.

    Parameters
    ----------
    path : str
    limit : int
        Largest number of suggestions.

    Returns
    -------
    str or None
        None if no name in its folder is similar.
    """
    import os

    folder, name = os.path.split(path)
    try:
        there = os.listdir(folder or ".")
    except OSError:
        return f"There is no folder {folder}."
    return did_you_mean(name, there, limit=limit, show=lambda other: os.path.join(folder, other))

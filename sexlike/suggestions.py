"""Suggestions for misspelt names."""


def did_you_mean(word, candidates, *, cutoff=0.6, limit=1, show=str):
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
    return f"Did you mean {' or '.join(map(show, matches))}?" if matches else None

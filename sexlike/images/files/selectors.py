"""Selectors of extensions: ``mosaic.fits[3]``, ``i2d.fits[SCI]``, ``cal.fits[SCI,2]``."""

import os
import re
from collections.abc import Sequence

from ...errors import SexlikeError
from ...suggestions import did_you_mean

MOST_SHOWN = 20  # extensions of a file, in a message
_SELECTOR = re.compile(r"(?P<path>.+)\[(?P<selector>[^\[\]]*)\]\s*", re.DOTALL)


def split_selector(name: str) -> tuple[str, str | None]:
    """Split a name into path and selector: ``("mosaic.fits", "3")``; the selector is None where there is none."""
    found = _SELECTOR.fullmatch(name)
    if not found or os.path.exists(name):
        return name, None
    return found["path"], found["selector"].strip()


def is_selector(name: str) -> bool:
    """Whether a name is a selector alone: ``[WHT]``."""
    return re.fullmatch(r"\s*\[[^\[\]]+\]\s*", name) is not None and not os.path.exists(name)


def select(path: str, selector: str, names: Sequence[tuple[str, int]]) -> int:
    """Find the extension that a selector means.

    Parameters
    ----------
    path : str
        The file, for messages.
    selector : str
        ``3`` (0 is the primary), ``SCI``, or ``SCI,2`` (its EXTVER).
    names : list of (str, int)
        EXTNAME and EXTVER of each HDU.

    Returns
    -------
    int
        Index of the HDU.
    """
    if re.fullmatch(r"\d+", selector):
        index = int(selector)
        if index == 1 and len(names) == 1:  # as SExtractor: the only image answers to [1] as well
            return 0
        if index < len(names):
            return index
        raise SexlikeError(f"no extension [{selector}] in {path}", hint=extensions_of(names))
    wanted, _, version = (part.strip() for part in selector.partition(","))
    if not wanted or ":" in selector or (version and not re.fullmatch(r"\d+", version)):
        raise SexlikeError(
            f"[{selector}] of {path} is no extension",
            hint="Allowed are a number, a name, and a name with a version: [SCI,2].",
        )
    for index, (name, number) in enumerate(names):
        if name.upper() == wanted.upper() and (not version or number == int(version)):
            return index
    known = [f"{name},{number}" if version else name for name, number in names if name]
    meant = did_you_mean(selector.upper(), known, show="[{}]".format)
    hint = " ".join(filter(None, (meant, extensions_of(names, with_versions=bool(version)))))
    raise SexlikeError(f"no extension [{selector}] in {path}", hint=hint)


def extensions_of(names: Sequence[tuple[str, int]], *, with_versions: bool = False) -> str:
    """The sentence on what a file has, for messages.

    Parameters
    ----------
    names : list of (str, int)
        EXTNAME and EXTVER of each HDU.
    with_versions : bool
    """
    if len(names) == 1:
        return "It has no extensions, but its primary image alone, [0]."
    shown = [
        f"[{f'{name},{number}' if with_versions else name}]" if name and index else f"[{index}]"
        for index, (name, number) in enumerate(names)
    ]
    if len(shown) > MOST_SHOWN:
        shown[MOST_SHOWN // 2 : -MOST_SHOWN // 2] = ["..."]
    return f"It has {', '.join(shown[:-1])} and {shown[-1]}; [0] is its primary."

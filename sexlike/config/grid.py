"""The options ``--tune`` and ``--cutout``: the settings to try, and the part of the image to try them on."""

import re
from collections.abc import Sequence
from math import prod

from ..errors import SettingError
from .keywords import KEYWORDS
from .synonyms import suggest_keyword

ORIGIN = "--tune"
TUNABLE_KEYWORDS = (
    "DETECT_THRESH",
    "DETECT_MINAREA",
    "DETECT_MAXAREA",
    "ANALYSIS_THRESH",
    "FILTER",
    "FILTER_NAME",
    "DEBLEND_NTHRESH",
    "DEBLEND_MINCONT",
    "CLEAN",
    "CLEAN_PARAM",
)
MOST_TUNED_KEYWORDS, MOST_TRIALS = 2, 36


def read_grid(words: Sequence[str]) -> dict[str, list[str]]:
    """Read the grid of settings, as in ``DETECT_THRESH=1.2,1.6 DEBLEND_MINCONT=0.001,0.005``.

    Parameters
    ----------
    words : sequence of str
        The arguments after ``--tune``, one per keyword.

    Returns
    -------
    dict
        Keyword -> list of values, as text.

    Raises
    ------
    SettingError
        A keyword does not change the search, or there are too many keywords or values.
    """
    hint = (
        "--tune DETECT_THRESH=1.2,1.6,2.0 tries three values. "
        f"One or two of these keywords can be tried: {', '.join(TUNABLE_KEYWORDS)}."
    )
    if not words:
        raise SettingError("which keyword is to be tuned, and with which values?", where=ORIGIN, hint=hint)
    grid: dict[str, list[str]] = {}
    for word in words:
        name, _, values = word.partition("=")
        keyword = name.upper()
        if keyword not in TUNABLE_KEYWORDS:
            problem = "does not change the search" if keyword in KEYWORDS else "is not a keyword"
            raise SettingError(
                f"{keyword} {problem}",
                where=ORIGIN,
                hint=hint if keyword in KEYWORDS else suggest_keyword([keyword]) or hint,
            )
        grid[keyword] = list(dict.fromkeys(value for value in values.split(",") if value))
    trials = prod(len(values) for values in grid.values()) if grid else 0
    if not 1 <= len(grid) <= MOST_TUNED_KEYWORDS or not 1 <= trials <= MOST_TRIALS or len(grid) < len(words):
        raise SettingError(
            f"{' '.join(words)} makes {trials} trials of {len(grid)} keywords: "
            f"1 to {MOST_TRIALS} trials of 1 or {MOST_TUNED_KEYWORDS} keywords are possible",
            where=ORIGIN,
            hint=hint,
        )
    return grid


def read_cutout(text: str) -> tuple[int, int, int]:
    """Read the position and the size of the cut-out, ``x,y,size``, in pixels.

    Raises
    ------
    SettingError
        The text is not three integers.
    """
    found = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*", text)
    if not found:
        raise SettingError(f"{text} is not x,y,size in pixels", where="--cutout")
    return int(found[1]), int(found[2]), int(found[3])

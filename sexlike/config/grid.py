"""What ``--tune`` and ``--cutout`` say: the settings to be tried, and where."""

import re
from math import prod

from ..errors import SettingError
from .keywords import KEYWORDS
from .synonyms import suggest_keyword

ORIGIN = "--tune"
TUNABLE = (
    "DETECT_THRESH", "DETECT_MINAREA", "DETECT_MAXAREA", "ANALYSIS_THRESH", "FILTER", "FILTER_NAME",
    "DEBLEND_NTHRESH", "DEBLEND_MINCONT", "CLEAN", "CLEAN_PARAM",
)  # fmt: skip
MOST_KEYWORDS, MOST_TRIALS = 2, 36


def read_grid(words):
    """The grid of ``DETECT_THRESH=1.2,1.6 DEBLEND_MINCONT=0.001,0.005``.

    Parameters
    ----------
    words : sequence of str

    Returns
    -------
    dict
        Keyword -> list of values, as text.

    Raises
    ------
    SexlikeError
        A keyword has nothing to do with the search, or there are too many, or too many values.
    """
    hint = f"--tune DETECT_THRESH=1.2,1.6,2.0 tries three values. One or two can be tried of {', '.join(TUNABLE)}."
    grid = {}
    for word in words:
        keyword, _, values = word.partition("=")
        keyword = keyword.upper()
        if keyword not in TUNABLE:
            known = "does not change the search" if keyword in KEYWORDS else "is no keyword"
            raise SettingError(f"{keyword} {known}", where=ORIGIN, hint=suggest_keyword([keyword]) or hint)
        grid[keyword] = list(dict.fromkeys(value for value in values.split(",") if value))
    trials = prod([len(values) for values in grid.values()])
    if not 1 <= len(grid) <= MOST_KEYWORDS or not 1 <= trials <= MOST_TRIALS or len(grid) < len(words):
        raise SettingError(
            f"{' '.join(words) or 'nothing'} makes {int(trials) if words else 0} trials of {len(grid)} keywords: "
            f"1 to {MOST_TRIALS} trials of 1 or {MOST_KEYWORDS} keywords are possible",
            where=ORIGIN,
            hint=hint,
        )
    return grid


def read_cutout(text):
    """The three numbers of ``x,y,size``."""
    if not re.fullmatch(r"\s*\d+\s*,\s*\d+\s*,\s*\d+\s*", text):
        raise SettingError(f"{text} is no place: x,y,size are wanted, in pixels", where="--cutout")
    return tuple(int(number) for number in text.split(","))

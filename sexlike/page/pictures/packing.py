"""Tiles as pictures: numbers of 16 or 24 bits in the colours of a PNG."""

from __future__ import annotations

import numpy as np

from ...output.page.png import png
from .limits import Limits

GOOD, NO_VALUE, HIDDEN = 0, 1, 2  # in blue: what the value of a pixel is worth
COMPRESSION = 1  # of zlib: tiles are made while the user waits


def pack_values(values: np.ndarray, limits: Limits, hidden: np.ndarray | None = None) -> bytes:
    """A tile of values: the higher byte in red, the lower one in green, and in blue whether they count.

    Parameters
    ----------
    values : ndarray of float, shape (height, width)
        NaN where there is no value.
    limits : Limits
        Of the 16 bits.
    hidden : ndarray of bool, shape (height, width), optional
        Pixels that are masked.

    Returns
    -------
    bytes
        A PNG, whose first row is that of the lowest y.
    """
    scaled = limits.scaled(values)
    marks = np.where(np.isnan(values), NO_VALUE, GOOD).astype(np.uint8)
    if hidden is not None:
        marks[hidden & (marks == GOOD)] = HIDDEN
    return png(np.dstack([scaled >> 8, scaled & 255, marks]).astype(np.uint8), COMPRESSION)


def pack_labels(labels: np.ndarray) -> bytes:
    """A tile of numbers of objects, up to 2^24: red, green and blue from the highest byte to the lowest."""
    return png(np.dstack([labels >> 16 & 255, labels >> 8 & 255, labels & 255]).astype(np.uint8), COMPRESSION)

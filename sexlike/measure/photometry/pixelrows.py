"""The pixels around objects as flat lists, however large the objects are. All aperture photometry builds on it.

The pixels around n objects are kept as rows. They are listed a bounded number at a time, those of an object one after
the other; sums over them are added up from list to list with `add_up`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ...arrays import ranges

PIXELS_AT_A_TIME = 1 << 18  # their arrays stay near the processor


class Pixels(NamedTuple):
    """Some of the pixels around objects; arrays of shape (p,).

    Attributes
    ----------
    owner : ndarray of int64
        The object around which each pixel lies, ascending.
    flat_index : ndarray of int64
        Index of the pixel in the image, row after row.
    dx, dy : ndarray of the type of the centres
        Offset from the centre of the object.
    """

    owner: np.ndarray
    flat_index: np.ndarray
    dx: np.ndarray
    dy: np.ndarray

    def take(self, chosen: np.ndarray) -> "Pixels":
        """Some of them: indices of shape (q,), ascending."""
        return self if len(chosen) == len(self.owner) else Pixels(*(values[chosen] for values in self))


@dataclass(frozen=True)
class PixelRows:
    """Rows of pixels around n objects.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        Centres; offsets are computed in their type.
    clipped : ndarray of bool, shape (n,)
        The box around the rows of the object leaves the image.
    owner, row, first, count : ndarray of int64, shape (r,)
        Object, y, lowest x and number of pixels of each row, objects ascending.
    width : int
        Of the image.
    """

    x: np.ndarray
    y: np.ndarray
    clipped: np.ndarray
    owner: np.ndarray
    row: np.ndarray
    first: np.ndarray
    count: np.ndarray
    width: int

    def pixels(self) -> Iterator[Pixels]:
        """List all pixels, `PIXELS_AT_A_TIME` or up to a row more in each list; no list is empty."""
        ends = np.cumsum(self.count)
        total = int(ends[-1]) if len(ends) else 0
        breaks = np.searchsorted(ends, np.arange(PIXELS_AT_A_TIME, total, PIXELS_AT_A_TIME)) + 1
        for start, stop in pairwise(np.unique(np.r_[0, breaks, len(ends)])):
            pixels = self._pixels_of(slice(start, stop))
            if len(pixels.owner):
                yield pixels

    def _pixels_of(self, rows: slice) -> Pixels:
        count, owner, first = self.count[rows], self.owner[rows], self.first[rows]
        x = ranges(first, count)
        flat_index = x + np.repeat(self.row[rows] * self.width, count)
        dx = x.astype(self.x.dtype) - np.repeat(self.x[owner], count)
        dy = np.repeat(self.row[rows].astype(self.y.dtype) - self.y[owner], count)
        return Pixels(np.repeat(owner, count), flat_index, dx, dy)


def add_up(owner: np.ndarray, *totals_and_values: tuple[np.ndarray, np.ndarray | None]) -> None:
    """Add values of pixels to the totals of their owners, one after the other, as SExtractor does.

    Parameters
    ----------
    owner : ndarray of int64, shape (p,)
        Ascending.
    *totals_and_values : (ndarray of float64, shape (n,); ndarray, shape (p,), or None)
        Totals, changed in place, and what is to be added to them; None counts pixels.
    """
    for total, values in totals_and_values:
        np.add.at(total, owner, 1.0 if values is None else values.astype(np.float64, copy=False))


def add_up_in_bins(total: np.ndarray, owner: np.ndarray, bins: np.ndarray, values: np.ndarray | None = None) -> None:
    """Add values of pixels to the totals of their owners and bins, one after the other.

    Parameters
    ----------
    total : ndarray of float64, shape (n, number of bins), contiguous
        Changed in place.
    owner, bins : ndarray of int64, shape (p,)
        Object, ascending, and bin of each pixel.
    values : ndarray, shape (p,), optional
        Ones by default.
    """
    flat_bin = owner * total.shape[1] + bins
    np.add.at(total.reshape(-1), flat_bin, 1.0 if values is None else values.astype(np.float64, copy=False))

"""The pixels around objects as flat lists, however large the objects: the ground of all aperture photometry.

A zone is the rows of pixels around n objects. It is walked through in chunks of a bounded number of pixels, in which
the pixels of an object follow one another; sums are added up from chunk to chunk with `add_up`.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ...arrays import ranges, run_starts

CHUNK = 1 << 18  # pixels at a time: their arrays stay near the processor


class Pixels(NamedTuple):
    """Some pixels of a zone; arrays of shape (p,).

    Attributes
    ----------
    owner : ndarray of int64
        The object around which it lies, ascending.
    flat_index : ndarray of int64
        Place of the pixel in the image, row after row.
    dx, dy : ndarray of the type of the centres
        Offset from the centre of the object.
    """

    owner: np.ndarray
    flat_index: np.ndarray
    dx: np.ndarray
    dy: np.ndarray

    def at(self, places):
        """Some of them: indices of shape (q,), ascending."""
        return self if len(places) == len(self.owner) else Pixels(*(v[places] for v in self))


@dataclass(frozen=True)
class Zone:
    """Rows of pixels around n objects.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        Centres; offsets are computed in their type.
    cut : ndarray of bool, shape (n,)
        The box around the zone leaves the image.
    owner, row, first, count : ndarray of int64, shape (r,)
        Object, y, lowest x and number of pixels of each row, objects ascending.
    width : int
        Of the image.
    """

    x: np.ndarray
    y: np.ndarray
    cut: np.ndarray
    owner: np.ndarray
    row: np.ndarray
    first: np.ndarray
    count: np.ndarray
    width: int

    def chunks(self):
        """Walk through the pixels: Pixels, `CHUNK` or a little more at a time."""
        ends = np.cumsum(self.count)
        total = int(ends[-1]) if len(ends) else 0
        breaks = np.searchsorted(ends, np.arange(CHUNK, total, CHUNK)) + 1
        breaks = np.unique(np.r_[0, breaks, len(ends)])
        for start, stop in pairwise(breaks):
            pixels = self._pixels(slice(start, stop))
            if len(pixels.owner):
                yield pixels

    def _pixels(self, rows):
        count, owner, first = self.count[rows], self.owner[rows], self.first[rows]
        x = ranges(first, count)
        index = x + np.repeat(self.row[rows] * self.width, count)
        dx = x.astype(self.x.dtype) - np.repeat(self.x[owner], count)
        dy = np.repeat(self.row[rows].astype(self.y.dtype) - self.y[owner], count)
        return Pixels(np.repeat(owner, count), index, dx, dy)


def add_up(owner, *totals_and_values):
    """Add values of pixels to the totals of their owners, which ascend.

    Parameters
    ----------
    owner : ndarray of int64, shape (p,)
    *totals_and_values : (ndarray of float64, shape (n,); ndarray, shape (p,), or None)
        Totals, and what is to be added to them; None counts pixels.
    """
    if not len(owner):
        return
    starts = run_starts(owner)
    objects = owner[starts]
    for total, values in totals_and_values:
        if values is None:
            total[objects] += np.diff(starts, append=len(owner))
        else:
            total[objects] += np.add.reduceat(values, starts, dtype=np.float64)


def add_up_in_bins(total, owner, bins, values=None):
    """Add values of pixels (ones, if not given) to totals of shape (n, bins): of their owners, which ascend."""
    if len(owner):
        first, stop, width = owner[0], owner[-1] + 1, total.shape[1]
        place = (owner - first) * width + bins
        total[first:stop] += np.bincount(place, values, (stop - first) * width).reshape(-1, width)

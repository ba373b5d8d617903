"""The order in which SExtractor lists the pixels of an object.

The order decides which pixels of a blend draw which random number, what the heap of `peak_depths` holds, and the last
digits of sums. It comes from scanning the image row by row, upwards:

* The pixels of an object's new row go behind those it has, from left to right; but those left of where its previous row
  began go in front of all.
* Branches that have grown apart and meet in a new row become one. Their lists and the pixels of the new row are joined
  in the order of x, a list being where its previous row began.

The letters show the order, the lowest row being the first that is scanned::

    E
    AD         BCE
     BC        A D

For objects in which no branches meet, nearly all, the first rule is enough, and ranks follow from a formula. The others
are followed row by row, see `branches`.
"""

import numpy as np

from ... import loops
from ...arrays import inverse, offsets, run_ends, run_of_each, run_starts
from .branches import ranks_with_branches
from .runs import PixelRuns, as_coordinates

ROOM_PER_COLUMN = 14  # numbers that the compiled loop keeps


def list_order(x: np.ndarray, y: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Order the pixels of connected objects as SExtractor lists them.

    Parameters
    ----------
    x, y : ndarray of int, shape (p,)
        Pixels, sorted by owner, then y, then x.
    owner : ndarray of int, shape (p,)
        Object of each pixel: each an 8-connected set.

    Returns
    -------
    ndarray of int64, shape (p,)
        Indices that sort the pixels by owner, and within each in list order.
    """
    order = np.empty(len(x), np.int64)
    if len(x):
        columns = int(x.max()) - int(x.min()) + 2
        room = np.empty(len(x) + ROOM_PER_COLUMN * columns, np.int64)
        (loops.list_order or list_order_by_ranks)(*as_coordinates(x, y, owner), order, room)
    return order


def list_order_by_ranks(x: np.ndarray, y: np.ndarray, owner: np.ndarray, order: np.ndarray, room: np.ndarray) -> None:
    """What `list_order` returns, written to `order`; `room` is not needed here."""
    rank = ranks_without_branches(x, y, owner)
    branched = branched_pixels(x, y, owner)
    if len(branched):
        first_rank = branched[run_starts(owner[branched])]
        rank[branched] = ranks_with_branches(x[branched], y[branched], owner[branched], first_rank)
    order[:] = inverse(rank)


def ranks_without_branches(x, y, owner):
    """Rank of each pixel, where no branches meet.

    Row by row, a pixel's rank would be its index. It moves back by the number of pixels that later rows put in front of
    the list; and a pixel that is put in front passes all earlier rows of its object.
    """
    row_start = run_starts(owner, y)
    row = run_of_each(row_start, len(x))
    first_row = run_starts(owner[row_start])
    last_row = run_ends(first_row, len(row_start))
    object_of_row = run_of_each(first_row, len(row_start))
    left = x[row_start]
    previous_left = np.append(left[:1], left[:-1])
    previous_left[first_row] = left[first_row]
    in_front = x < previous_left[row]
    in_front_before = offsets(np.bincount(row[in_front], minlength=len(row_start)))  # each row
    of_later_rows = in_front_before[last_row + 1][object_of_row] - in_front_before[1:]
    of_earlier_rows = row_start - row_start[first_row][object_of_row]
    return np.arange(len(x)) + of_later_rows[row] - np.where(in_front, of_earlier_rows[row], 0)


def branched_pixels(x, y, owner):
    """Indices of the pixels of objects in which branches meet: those with several runs that have no run below."""
    runs = PixelRuns.from_pixels(x, y, owner)
    begins = np.ones(len(runs.start), bool)
    begins[runs.below()[0]] = False
    beginnings = np.bincount(owner[runs.start[begins]], minlength=int(owner[-1]) + 1)
    return np.flatnonzero(beginnings[owner] > 1)

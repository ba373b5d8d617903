"""The order in which SExtractor lists the pixels of an object.

The order decides which pixels of a blend draw which random number, what the cleaning heap holds, and the last digits
of sums. It comes from scanning the image row by row: an object's pixels of the new row go after its old ones, but for
those that lie left of where its previous row began, which go before. When branches meet, their lists are joined in the
order of their left ends.
"""

import numpy as np


def list_order(x, y, owner):
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
    if not len(x):
        return np.zeros(0, np.int64)
    new_row = np.r_[True, (np.diff(y) != 0) | (np.diff(owner) != 0)]
    row = np.cumsum(new_row) - 1
    row_start = np.flatnonzero(new_row)
    first_row = np.r_[True, np.diff(owner[row_start]) != 0]
    row_left = x[row_start]
    left_below = np.where(first_row, row_left, np.r_[row_left[:1], row_left[:-1]])
    before = x < left_below[row]
    order = np.lexsort((x, np.where(before, -y, y), ~before, owner))
    for start, stop in branching(x, y, owner, new_row):
        order[start:stop] = start + branched_order(x[start:stop], y[start:stop])
    return order


def branching(x, y, owner, new_row):
    """Bounds (start, stop) of the objects in which branches meet: those with several runs that begin on nothing."""
    run_start = np.flatnonzero(new_row | np.r_[True, np.diff(x) != 1])
    run_stop = np.r_[run_start[1:], len(x)]
    # On one axis for all: a run's row below lies one `stride` before it.
    stride = np.int64(x.max()) + 3
    place = (np.int64(owner) * (np.int64(y.max()) + 2) + y) * stride + x
    left, right = place[run_start] - stride - 1, place[run_stop - 1] - stride + 1
    founded = np.searchsorted(place, left, "left") < np.searchsorted(place, right, "right")
    run_owner = owner[run_start]
    objects, bounds = np.unique(owner, return_index=True)
    bounds = np.r_[bounds, len(owner)]
    beginnings = np.bincount(np.searchsorted(objects, run_owner[~founded]), minlength=len(objects))
    many = np.flatnonzero(beginnings > 1)
    return zip(bounds[many].tolist(), bounds[many + 1].tolist(), strict=True)


def branched_order(x, y):
    """List order of one object in which branches meet; x, y sorted by y, then x.

    Branches are kept as lists of runs, for a run is never torn but where a branch ends up within it.
    """
    breaks = np.flatnonzero((np.diff(x) != 1) | (np.diff(y) != 0)) + 1
    starts, stops = np.r_[0, breaks], np.r_[breaks, len(x)]
    runs = list(zip(y[starts].tolist(), starts.tolist(), stops.tolist(), x[starts].tolist(), strict=True))
    branches = []  # of the row below: [left end, runs of that row as (left, right), list of (start, stop)]
    position, row = 0, runs[0][0]
    while position < len(runs):
        here = []
        while position < len(runs) and runs[position][0] == row:
            _, start, stop, left = runs[position]
            here.append((left, left + stop - start - 1, start, stop))
            position += 1
        branches = [join(members, pieces) for members, pieces in meetings(branches, here)]
        row += 1
    return np.concatenate([np.arange(start, stop) for start, stop in branches[0][2]])


def meetings(branches, runs):
    """Groups of (branches, runs of the next row) that touch one another."""
    groups = []
    for branch in branches:
        touching = [run for run in runs if any(run[0] <= right + 1 and run[1] >= left - 1 for left, right in branch[1])]
        together = [group for group in groups if any(run in group[1] for run in touching)]
        members, pieces = [branch], set(touching)
        for group in together:
            members += group[0]
            pieces |= group[1]
            groups.remove(group)
        groups.append((members, pieces))
    seen = set().union(*(pieces for _, pieces in groups)) if groups else set()
    groups += [([], {run}) for run in runs if run not in seen]
    return [(members, sorted(pieces)) for members, pieces in groups]


def join(branches, runs):
    """The branch that branches and the runs of the next row make: all in the order of x, branches first at a tie."""
    branches = sorted(branches, key=lambda branch: branch[0])
    listed, waiting = [], list(branches)
    for left, _, start, stop in runs:
        while waiting and waiting[0][0] <= left + (stop - start - 1):
            end = max(waiting[0][0], left)
            if end > left:
                listed.append((start, start + end - left))
                start, left = start + end - left, end
            listed += waiting.pop(0)[2]
        listed.append((start, stop))
    for branch in waiting:
        listed += branch[2]
    return [runs[0][0], [run[:2] for run in runs], listed]

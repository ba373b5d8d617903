"""Pairs of objects that are near each other, each with a reach of its own."""

import numpy as np

from ...arrays import batches, ranges
from ...threads import in_slices

PAIRS_AT_ONCE = 4_000_000  # compared
LEAST_SEEKERS = 1000  # for a thread


def near_pairs(x: np.ndarray, y: np.ndarray, reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that are closer than the sum of their reaches.

    Objects are classed by reach, in steps of a factor of two. A pair is looked for from its member of the higher class,
    on a grid whose cells are as wide as that class demands; so one bright star does not make the grid coarse for all.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
    reach : ndarray of float, shape (n,)
        Not negative.

    Returns
    -------
    i, j : ndarray of int64, shape (p,)
        The pairs, i < j.
    """
    size = np.frexp(reach)[1]
    none = np.zeros(0, np.int64)
    found = [(none, none), *(near_pairs_of_size(x, y, reach, size, s) for s in np.unique(size))]
    first, second = (np.concatenate(part) for part in zip(*found, strict=True))
    return np.minimum(first, second), np.maximum(first, second)


def near_pairs_of_size(x, y, reach, size, s):
    """The pairs of objects of size s with those of their size, or of smaller ones.

    Cells are numbered row by row, with an empty one on either side of each row: the neighbours of an object are in
    three stretches of three cells.
    """
    members = np.flatnonzero(size <= s)
    seekers = np.flatnonzero(size[members] == s)
    cell = 2 * reach[members[seekers]].max()
    if not cell > 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    column, row = (np.floor((v[members] - v[members].min()) / cell).astype(np.int64) + 1 for v in (x, y))
    stride = column.max() + 2
    cells = row * stride + column
    order = np.argsort(cells, kind="stable")
    seek, cells = cells[seekers], cells[order]
    pairs = []
    for above in (-1, 0, 1):
        pairs.append(close_pairs(x, y, reach, size, members[seekers], seek + above * stride, members[order], cells))
    return tuple(np.concatenate(part) for part in zip(*pairs, strict=True))


def close_pairs(x, y, reach, size, seekers, middle, candidates, cells):
    """The pairs of seekers and candidates that are close, each pair once.

    Candidates are sorted by their cells; those of a seeker are in its middle cell or in one of the two beside it.
    """
    pairs = {-1: (np.zeros(0, np.int64), np.zeros(0, np.int64))}

    def look(first: int, stop: int) -> None:
        start = np.searchsorted(cells, middle[first:stop] - 1, "left")
        count = np.searchsorted(cells, middle[first:stop] + 1, "right") - start
        for some in batches(count, PAIRS_AT_ONCE):
            i = np.repeat(seekers[first:stop][some], count[some])
            j = candidates[ranges(start[some], count[some])]
            once = (size[j] < size[i]) | (i < j)
            close = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 < (reach[i] + reach[j]) ** 2
            keep = once & close
            pairs[first + some.start] = i[keep], j[keep]

    in_slices(look, len(seekers), LEAST_SEEKERS, "detections")
    return tuple(np.concatenate(part) for part in zip(*(pairs[place] for place in sorted(pairs)), strict=True))

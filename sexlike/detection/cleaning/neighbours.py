"""Pairs of objects that are near each other, each with a reach of its own."""

from itertools import pairwise

import numpy as np

from ...arrays import ranges


def near_pairs(x, y, reach):
    """Pairs that are closer than the sum of their reaches.

    Objects are classed by reach, so that one bright star does not make everybody everybody's neighbour: a pair is
    looked for by its farther reaching member, on a grid as coarse as that one's class demands.

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
    """The pairs whose farther reaching member is of size s."""
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
        start = np.searchsorted(cells, seek + above * stride - 1, "left")
        stop = np.searchsorted(cells, seek + above * stride + 1, "right")
        pairs.append(close_ones(x, y, reach, size, members[seekers], members[order], start, stop))
    return tuple(np.concatenate(part) for part in zip(*pairs, strict=True))


def close_ones(x, y, reach, size, seekers, candidates, start, stop, at_once=4_000_000):
    """The pairs of seeker i with candidates start[i] to stop[i] that are close enough; each pair once."""
    count = stop - start
    bounds = np.searchsorted(np.cumsum(count), np.arange(0, count.sum() + at_once, at_once), "left")
    bounds = np.unique(np.r_[0, bounds, len(count)])
    pairs = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for low, high in pairwise(bounds.tolist()):
        part = count[low:high]
        i = np.repeat(seekers[low:high], part)
        j = candidates[ranges(start[low:high], part)]
        once = (size[j] < size[i]) | (i < j)
        near = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 < (reach[i] + reach[j]) ** 2
        keep = once & near & (i != j)
        pairs.append((i[keep], j[keep]))
    return tuple(np.concatenate(part) for part in zip(*pairs, strict=True))

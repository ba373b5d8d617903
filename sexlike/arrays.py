"""Ragged arrays: runs of elements of different lengths that lie one after the other in flat arrays."""

import numpy as np


def offsets(counts):
    """Where runs of these lengths start, and where the last ends: (n,) -> (n + 1,) of int64."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def ranges(starts, counts):
    """The whole numbers from each start on, run after run: (n,), (n,) -> (sum of counts,) of int64."""
    counts = np.asarray(counts, np.int64)
    return np.arange(counts.sum()) + np.repeat(starts - offsets(counts)[:-1], counts)


def inverse(order, size=None):
    """Place of each element in an order; -1 for those that are not in it, if there are `size` elements."""
    order = np.asarray(order, np.int64)
    place = np.full(len(order) if size is None else size, -1)
    place[order] = np.arange(len(order))
    return place


def run_starts(labels):
    """Where a new run of equal labels begins: (n,) -> indices (runs,)."""
    labels = np.asarray(labels)
    return np.flatnonzero(np.concatenate([[True], labels[1:] != labels[:-1]])) if len(labels) else np.zeros(0, np.int64)

"""Ragged arrays, runs of different lengths that lie one after the other in flat arrays; and rows of several arrays."""

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np


def offsets(counts):
    """Where runs of these lengths start, and where the last ends: (n,) -> (n + 1,) of int64."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def ranges(starts, counts):
    """The whole numbers from each start on, run after run: (n,), (n,) -> (sum of counts,) of int64."""
    counts = np.asarray(counts, np.int64)
    return np.arange(counts.sum()) + np.repeat(starts - offsets(counts)[:-1], counts)


def inverse(order, size=None):
    """Rank of each element in an order; -1 for those that are not in it, if there are `size` elements."""
    order = np.asarray(order, np.int64)
    rank = np.full(len(order) if size is None else size, -1)
    rank[order] = np.arange(len(order))
    return rank


def order_by_label(labels, number):
    """Group elements by their labels, which are whole numbers from 0 to ``number - 1``.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    number : int

    Returns
    -------
    order : ndarray of int64, shape (n,)
        Indices that sort the elements by label; those of one label stay in their order.
    start : ndarray of int64, shape (number + 1,)
        The elements of label i are ``order[start[i] : start[i + 1]]``.
    """
    return np.argsort(labels, kind="stable"), offsets(np.bincount(labels, minlength=number))


def last_index(labels, number):
    """Index of the last element of each label, -1 for labels without any: (n,) -> (number,)."""
    last = np.full(number, -1)
    last[labels] = np.arange(len(labels))  # of several values at one place, numpy keeps the last
    return last


def run_starts(*labels):
    """Where a new run begins, that is where any of the labels changes: arrays of shape (n,) -> indices (runs,)."""
    changes = np.ones(len(labels[0]), bool)
    changes[1:] = np.logical_or.reduce([values[1:] != values[:-1] for values in map(np.asarray, labels)])
    return np.flatnonzero(changes)


def run_ends(starts, length):
    """Where runs end: the index of the last element of each, from the first of each and the length of all."""
    return np.append(starts, length)[1:] - 1


def run_of_each(starts, length):
    """Index of the run in which each element is, from the first of each run and the length of all -> (length,)."""
    return np.repeat(np.arange(len(starts)), np.diff(starts, append=length))


def batches(counts, most) -> Iterator[slice]:
    """Slices of successive runs that hold no more than `most` elements together, or of one run that is longer."""
    end, start = np.cumsum(counts), 0
    while start < len(counts):
        held = end[start - 1] if start else 0
        stop = max(int(np.searchsorted(end, held + most, "right")), start + 1)
        yield slice(start, stop)
        start = stop


def groups(sizes, total) -> list[np.ndarray]:
    """Divide elements, in their order, into groups of about the same total size.

    Parameters
    ----------
    sizes : ndarray, shape (n,)
    total : float
        A new group begins where the sum of the sizes so far passes a multiple of it.

    Returns
    -------
    list of ndarray of int64
        Indices of the elements of each group; no group is empty.
    """
    if not len(sizes):
        return []
    starts = run_starts(np.cumsum(sizes) // total)
    return np.split(np.arange(len(sizes)), starts[1:])


def slices(number, most) -> Iterator[slice]:
    """Slices of `number` elements, `most` in each but the last."""
    return (slice(start, min(start + most, number)) for start in range(0, number, most))


class Rows:
    """A dataclass of which every field has a row for each of n things (or is None)."""

    def __len__(self):
        return len(getattr(self, fields(self)[0].name))

    def take(self, chosen):
        """The same of some of the things, by their indices or a mask."""
        rows = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: _rows_of(value, chosen) for name, value in rows.items()})


def _rows_of(value, chosen):
    if value is None:
        return None
    return value[chosen] if isinstance(value, np.ndarray) else value.take(chosen)

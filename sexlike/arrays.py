"""Ragged arrays, runs of different lengths that lie one after the other in flat arrays; and rows of several arrays."""

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
    """Place of each element in an order; -1 for those that are not in it, if there are `size` elements."""
    order = np.asarray(order, np.int64)
    place = np.full(len(order) if size is None else size, -1)
    place[order] = np.arange(len(order))
    return place


def run_starts(labels):
    """Where a new run of equal labels begins: (n,) -> indices (runs,)."""
    labels = np.asarray(labels)
    return np.flatnonzero(np.concatenate([[True], labels[1:] != labels[:-1]])) if len(labels) else np.zeros(0, np.int64)


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

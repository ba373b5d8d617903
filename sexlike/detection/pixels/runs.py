"""Pixels that touch: runs of pixels side by side in a row, and the runs of the next row that they touch.

Everything works on lists of pixels, so it costs nothing where there are none. scipy.ndimage could label an image, but
importing it takes longer than searching an ordinary image.
"""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import inverse, offsets, ranges, run_ends, run_of_each


@dataclass(frozen=True)
class PixelRuns:
    """Runs of pixels side by side, of several groups of pixels; sorted by group, row and x.

    All pixels lie on one axis, row after row and group after group. An empty pixel between rows, and an empty row
    between groups, keep these from touching each other.

    Attributes
    ----------
    position : ndarray of int64, shape (p,)
        Positions of the pixels on that axis, ascending.
    stride : int
        How far a pixel is from the one below it.
    start : ndarray of int64, shape (r,)
        Index of the first pixel of each run.
    of_pixel : ndarray of int64, shape (p,)
        Run of each pixel.
    """

    position: np.ndarray
    stride: int
    start: np.ndarray
    of_pixel: np.ndarray

    @classmethod
    def from_pixels(cls, x: np.ndarray, y: np.ndarray, group: np.ndarray) -> "PixelRuns":
        """The runs of pixels that are sorted by group, y and x; ndarrays of int, shape (p,)."""
        stride = int(x.max(initial=0)) + 2
        rows = int(y.max(initial=0)) + 2
        position = (group.astype(np.int64) * rows + y) * stride + x
        start = np.flatnonzero(np.diff(position, prepend=-2) != 1)
        return cls(position, stride, start, run_of_each(start, len(position)))

    def below(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of a run and one in the row below that it touches, corners included: (q,), (q,)."""
        left, right = self.position[self.start], self.position[run_ends(self.start, len(self.position))]
        return touching(left - self.stride, right - self.stride, left, right)

    def neighbours(self, values: np.ndarray, outside: float | np.floating) -> np.ndarray:
        """Largest value among the eight neighbours of each pixel, `outside` counting for those that are not there."""
        largest = np.full(len(values), outside, values.dtype)
        for step in (1, self.stride - 1, self.stride, self.stride + 1):  # right, and the three above
            there = np.minimum(np.searchsorted(self.position, self.position + step), len(self.position) - 1)
            here = np.flatnonzero(self.position[there] == self.position + step)
            there = there[here]
            largest[here] = np.maximum(largest[here], values[there])
            largest[there] = np.maximum(largest[there], values[here])
        return largest


def touching(left, right, other_left, other_right):
    """Pairs of intervals that overlap or are next to each other, in whole numbers.

    Parameters
    ----------
    left, right : ndarray of int, shape (n,)
        First and last number of intervals.
    other_left, other_right : ndarray of int, shape (k,)
        Those of other intervals, ascending and apart from each other.

    Returns
    -------
    i, j : ndarray of int64, shape (q,)
        Indices of an interval, ascending, and of another that it touches.
    """
    first = np.searchsorted(other_right, left - 1, "left")
    count = np.maximum(np.searchsorted(other_left, right + 1, "right") - first, 0)
    return np.repeat(np.arange(len(left)), count), ranges(first, count)


def connected(one: np.ndarray, other: np.ndarray, number: int) -> tuple[np.ndarray, int]:
    """Label the connected components of a graph.

    Parameters
    ----------
    one, other : ndarray of int, shape (edges,)
        The two nodes of each edge.
    number : int
        How many nodes there are.

    Returns
    -------
    label : ndarray of int64, shape (number,)
        Component of each node, from 0, in the order of their lowest nodes.
    components : int
        How many there are.
    """
    lowest = np.arange(number)  # of each node, the lowest node known to be connected with it
    while np.any(lowest[one] != lowest[other]):
        low = np.minimum(lowest[one], lowest[other])
        np.minimum.at(lowest, lowest[one], low)
        np.minimum.at(lowest, lowest[other], low)
        while np.any(lowest != lowest[lowest]):
            lowest = lowest[lowest]
    roots = np.flatnonzero(lowest == np.arange(number))
    return inverse(roots, number)[lowest], len(roots)


def maxima(x: np.ndarray, y: np.ndarray, group: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Which pixels, sorted by group, y and x, are as bright as all their neighbours; bool of shape (p,)."""
    is_maximum = np.empty(len(x), bool)
    find = loops.find_maxima or find_maxima
    find(*as_coordinates(x, y, group), np.ascontiguousarray(light, np.float32), is_maximum)
    return is_maximum


def find_maxima(x: np.ndarray, y: np.ndarray, group: np.ndarray, light: np.ndarray, is_maximum: np.ndarray) -> None:
    """What `maxima` returns, written to `is_maximum`."""
    neighbours = PixelRuns.from_pixels(x, y, group).neighbours(light, np.float32(-np.inf))
    np.greater_equal(light, neighbours, out=is_maximum)


def label_pixels(x: np.ndarray, y: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, int]:
    """Label 8-connected pixels, sorted by group, y and x -> labels from 0, shape (p,), and their number."""
    label, room = np.empty(len(x), np.int64), np.empty(3 * len(x), np.int64)
    number = (loops.label_pixels or label_runs)(*as_coordinates(x, y, group), label, room)
    return label, number


def label_runs(x: np.ndarray, y: np.ndarray, group: np.ndarray, label: np.ndarray, room: np.ndarray) -> int:
    """What `label_pixels` returns, the labels written to `label`; `room` is not needed here."""
    runs = PixelRuns.from_pixels(x, y, group)
    label_of_run, number = connected(*runs.below(), len(runs.start))
    label[:] = label_of_run[runs.of_pixel]
    return number


def pixels_by_label(label: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Sort pixels by label: those of one label stay in their order, those of the label -1 are left out.

    Parameters
    ----------
    label : ndarray of int64, shape (p,)
    count : ndarray of int64, shape (labels,)
        Pixels of each label from 0 on.

    Returns
    -------
    ndarray of int64, shape (sum of counts,)
        Indices of the pixels.
    """
    start = offsets(count)
    order = np.empty(start[-1], np.int64)
    (loops.sort_by_label or sort_by_label)(label, start[:-1], order)
    return order


def sort_by_label(label: np.ndarray, place: np.ndarray, order: np.ndarray) -> None:
    """What `pixels_by_label` returns, written to `order`; `place` is not needed here."""
    order[:] = np.argsort(label, kind="stable")[len(label) - len(order) :]


def as_coordinates(x: np.ndarray, y: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels and their groups, in the types of the compiled loops."""
    x, y = (np.ascontiguousarray(values, np.int32) for values in (x, y))
    return x, y, np.ascontiguousarray(group, np.int64)

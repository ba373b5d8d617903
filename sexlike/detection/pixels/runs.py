"""Pixels that touch: runs of them side by side in a row, and the runs of the next row that they touch.

All is done on lists of pixels, so that it costs nothing where there are none. scipy.ndimage could label an image, but
its import takes longer than the search of an ordinary one.
"""

from dataclasses import dataclass

import numpy as np

from ...arrays import ranges


@dataclass(frozen=True)
class PixelRuns:
    """Runs of pixels of groups, sorted by group, row and x.

    All lie on one axis, on which the row below is `stride` before.

    Attributes
    ----------
    of_pixel : ndarray of int64, shape (p,)
        Run of each pixel.
    start : ndarray of int64, shape (r,)
        Index of the first pixel of each run.
    position : ndarray of int64, shape (p,)
        Positions of the pixels on the axis, ascending.
    stride : int
    """

    of_pixel: np.ndarray
    start: np.ndarray
    position: np.ndarray
    stride: int

    @classmethod
    def from_pixels(cls, x, y, group):
        """The runs of pixels that are sorted by group, y and x; ndarrays of int, shape (p,)."""
        stride = int(x.max(initial=0)) + 3
        rows = int(y.max(initial=0)) + 2
        position = (group.astype(np.int64) * rows + y + 1) * stride + x + 1
        begins = np.diff(position, prepend=-1) != 1
        return cls(np.cumsum(begins) - 1, np.flatnonzero(begins), position, stride)

    def below(self):
        """Pairs of a run and one in the row below that it touches, corners included: (q,), (q,)."""
        left = self.position[self.start]
        right = self.position[np.r_[self.start[1:], len(self.position)] - 1] if len(left) else left
        return touching(left - self.stride, right - self.stride, left, right)

    def neighbours(self, values, outside):
        """Largest value among the eight neighbours of each pixel, `outside` counting for those that are not there."""
        largest = np.full(len(values), outside, values.dtype)
        for step in (1, self.stride - 1, self.stride, self.stride + 1):
            there = np.minimum(np.searchsorted(self.position, self.position + step), len(self.position) - 1)
            here = np.flatnonzero(self.position[there] == self.position + step)
            there = there[here]
            largest[here] = np.maximum(largest[here], values[there])
            largest[there] = np.maximum(largest[there], values[here])
        return largest


def touching(left, right, other_left, other_right):
    """Pairs (i, j) of intervals that overlap or are neighbours; the others are sorted and do not overlap themselves."""
    first = np.searchsorted(other_right, left - 1, "left")
    count = np.maximum(np.searchsorted(other_left, right + 1, "right") - first, 0)
    return np.repeat(np.arange(len(left)), count), ranges(first, count)


def connected(a, b, number):
    """Label the connected ones of so many nodes, from the edges between a and b -> labels from 0, their number."""
    label = np.arange(number)  # of each node, the lowest node known to be connected with it
    while np.any(label[a] != label[b]):
        low = np.minimum(label[a], label[b])
        np.minimum.at(label, label[a], low)
        np.minimum.at(label, label[b], low)
        while np.any(label != label[label]):
            label = label[label]
    is_lowest = label == np.arange(number)
    return (np.cumsum(is_lowest) - 1)[label], int(np.count_nonzero(is_lowest))


def maxima(x, y, group, light):
    """Which pixels, sorted by group, y and x, are as bright as all their neighbours; bool of shape (p,)."""
    return light >= PixelRuns.from_pixels(x, y, group).neighbours(light, np.float32(-np.inf))


def label_pixels(x, y, group):
    """Label 8-connected pixels, sorted by group, y and x -> labels from 0, shape (p,), and their number."""
    runs = PixelRuns.from_pixels(x, y, group)
    label, number = connected(*runs.below(), len(runs.start))
    return label[runs.of_pixel], number

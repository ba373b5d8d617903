"""Outlines of footprints: polygons along the edges of their pixels."""

import numpy as np

STEPS = np.array(
    [(1, 0), (0, 1), (-1, 0), (0, -1)]
)  # along the edges, in the four directions: east, north, west, south
# From the lower left corner of a pixel to where its edge of each direction begins: the pixel is always on the left.
BEGINS = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])


def outlines(labels: np.ndarray, count: int, left: int = 0, bottom: int = 0) -> list[list[float | None]]:
    """The outlines of the objects of a segmentation map.

    Parameters
    ----------
    labels : ndarray of int, shape (height, width)
        Numbers of objects, from 1; 0 for the sky.
    count : int
        How many objects there are.
    left, bottom : int
        Column and row of the whole image at which the map begins.

    Returns
    -------
    list of list
        For each object x, y, x, y, ... of the corners, counterclockwise; the centre of the first pixel of the image is
        (1, 1). Two times None is between the parts of an object that do not touch. Holes are left out.
    """
    x, y, direction, owner = edges(labels)
    following = next_edges(x, y, direction, owner, labels.shape[1])
    loop, place = along_loops(following)
    before = np.empty_like(direction)
    before[following] = direction
    order = np.lexsort((place, loop, owner))
    end_x, end_y = x + STEPS[direction, 0], y + STEPS[direction, 1]
    area = np.bincount(loop, x * end_y - end_x * y, len(x)) if len(x) else np.zeros(0)  # negative around holes
    order = order[(area[loop[order]] > 0) & (before[order] != direction[order])]
    found: list[list[float | None]] = [[] for _ in range(count)]
    if not len(order):
        return found
    begins = np.flatnonzero(np.r_[True, np.diff(loop[order]) != 0])
    corners = np.stack([x[order] + left + 0.5, y[order] + bottom + 0.5], axis=1)
    for number, part in zip(owner[order][begins] - 1, np.split(corners, begins[1:]), strict=True):
        found[number] += [None, None] * bool(found[number]) + part.ravel().tolist()
    return found


def edges(labels):
    """The edges of pixels beyond which another object or the sky begins.

    Returns
    -------
    x, y : ndarray of int64, shape (e,)
        Where each begins: pixel (i, j) goes from i to i + 1 and from j to j + 1.
    direction : ndarray of int64, shape (e,)
        Index of `STEPS`.
    owner : ndarray of int, shape (e,)
    """
    height, width = labels.shape
    padded = np.zeros((height + 2, width + 2), labels.dtype)
    padded[1:-1, 1:-1] = labels
    parts = []
    beyond = (padded[:-2, 1:-1], padded[1:-1, 2:], padded[2:, 1:-1], padded[1:-1, :-2])
    for direction, other in enumerate(beyond):
        row, column = np.nonzero((labels > 0) & (labels != other))
        begin = BEGINS[direction]
        parts.append((column + begin[0], row + begin[1], np.full(len(row), direction), labels[row, column]))
    return tuple(np.concatenate(values) for values in zip(*parts, strict=True))


def next_edges(x, y, direction, owner, width):
    """The edge that follows each one; where pixels touch at a corner alone, they are of one outline -> (e,)."""
    corner = y * (width + 1) + x
    key = corner * 4 + direction
    order = np.argsort(key)
    in_order = key[order]
    end = (y + STEPS[direction, 1]) * (width + 1) + x + STEPS[direction, 0]
    following = np.full(len(x), -1)
    for turn in (3, 0, 1):  # to the right, straight on, to the left
        wanted = end * 4 + (direction + turn) % 4
        place = np.minimum(np.searchsorted(in_order, wanted), max(len(x) - 1, 0))
        candidate = order[place]
        fits = (following < 0) & (in_order[place] == wanted) & (owner[candidate] == owner)
        following[fits] = candidate[fits]
    return following


def along_loops(following):
    """Which loop each edge is part of, by its first edge, and its place on it: two of (e,), by doubling of steps."""
    loop, jump = np.arange(len(following)), following
    while True:
        lower = np.minimum(loop, loop[jump])
        if np.array_equal(lower, loop):
            break
        loop, jump = lower, jump[jump]
    last = loop[following] == following  # the first edge of its loop follows
    steps, jump = np.where(last, 0, 1), np.where(last, np.arange(len(following)), following)
    while True:
        further = steps + steps[jump]
        if np.array_equal(further, steps):
            return loop, -steps
        steps, jump = further, jump[jump]

"""How far detections rise above their thresholds: about their DETECT_MINAREA-th brightest pixel.

SExtractor finds it with a heap that is not quite one, and the survivors of cleaning depend on that: the first `rank`
values enter it sorted once one more (which is ignored) has come; each later value that is larger than the smallest
replaces it, and is sifted down a path of children that is one off.
"""

import numpy as np

LONG_LIST = 2000  # pixels of a detection that is treated on its own
AT_ONCE = 4096  # pixels of such a detection that are looked at for one above the smallest


def peak_depths(values, start, rank):
    """How far each detection rises above its threshold.

    Parameters
    ----------
    values : ndarray of float32, shape (p,)
        Filtered pixels above the threshold, of all detections in list order.
    start : ndarray of int64, shape (m + 1,)
    rank : int
        DETECT_MINAREA.

    Returns
    -------
    ndarray of float32, shape (m,)
    """
    count = np.diff(start)
    depth = np.zeros(len(count), np.float32)
    depth[count == rank] = values[start[:-1][count == rank]]
    many = np.flatnonzero(count > rank)
    many = many[np.argsort(-count[many], kind="stable")]
    if not len(many):
        return depth
    first = start[:-1][many]
    heap = np.sort(values[first[:, None] + np.arange(rank)], axis=1)
    lengths = count[many]
    large = int(np.searchsorted(-lengths, -LONG_LIST, "left"))
    for i in range(large):
        sift_all_down(heap, i, values[first[i] + rank + 1 : first[i] + lengths[i]])
    active = np.searchsorted(-lengths[large:], -np.arange(rank + 2, LONG_LIST + 1), "right")
    for position, rows in enumerate(active.tolist(), rank + 1):
        if not rows:
            break
        value = values[first[large : large + rows] + position]
        sift_down(heap, large + np.flatnonzero(value > heap[large : large + rows, 0]), value, large)
    depth[many] = heap[:, 0]
    return depth


def sift_down(heap, rows, value, offset):
    """Put a value on top of some rows of the heap, and sift it down; row i takes ``value[i - offset]``."""
    rank = heap.shape[1]
    heap[rows, 0] = value[rows - offset]
    parent = np.ones(len(rows), np.int64)  # counted from 1
    while len(rows):
        has_child = 2 * parent <= rank
        rows, parent = rows[has_child], parent[has_child]
        child = 2 * parent
        second = np.minimum(child + 1, rank) - 1
        child = child + ((child < rank) & (heap[rows, second] < heap[rows, child - 1]))
        larger = heap[rows, parent - 1] > heap[rows, child - 1]
        rows, parent, child = rows[larger], parent[larger], child[larger]
        upper, lower = heap[rows, parent - 1], heap[rows, child - 1]
        heap[rows, parent - 1], heap[rows, child - 1] = lower, upper
        parent = child + 1


def sift_all_down(heap, row, values):
    """Sift the values of one large detection down, one after the other: only those above the smallest count."""
    position = 0
    while position < len(values):
        above = np.flatnonzero(values[position : position + AT_ONCE] > heap[row, 0])
        if not len(above):
            position += AT_ONCE
            continue
        position += int(above[0])
        sift_down(heap, np.array([row]), values[position : position + 1], row)
        position += 1

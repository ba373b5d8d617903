"""How far detections rise above their thresholds: about the height of their DETECT_MINAREA-th brightest pixel.

SExtractor finds it with a heap that is not quite one, and which detections survive cleaning depends on that. The first
`rank` values are sorted when one more comes, which is ignored itself. Each later value that is larger than the
smallest, on top of the heap, replaces it and is sifted down; but after each step the search goes on one position beyond
the child.
"""

import numpy as np

from ... import loops
from ...arrays import inverse
from ...stages import stage

LONG_LIST = 2000  # pixels from which on a detection is treated on its own
AT_ONCE = 4096  # pixels of such a detection that are compared with the smallest value at once


@stage("peak depths")
def peak_depths(values: np.ndarray, start: np.ndarray, rank: int) -> np.ndarray:
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
        0 for detections of fewer pixels.
    """
    values, start = np.ascontiguousarray(values, np.float32), np.ascontiguousarray(start, np.int64)
    depth = np.empty(len(start) - 1, np.float32)
    (loops.find_peak_depths or find_peak_depths)(values, start, np.empty(rank, np.float32), depth)
    return depth


def find_peak_depths(values: np.ndarray, start: np.ndarray, heap: np.ndarray, depth: np.ndarray) -> None:
    """What `peak_depths` returns, written to `depth`; of `heap`, room for a heap, only the size is of use here."""
    count, rank = np.diff(start), len(heap)
    depth[:] = 0
    depth[count == rank] = values[start[:-1][count == rank]]
    many = np.flatnonzero(count > rank)
    if len(many):
        depth[many] = heap_tops(values, start[:-1][many], count[many], rank)


def heap_tops(values, first, count, rank):
    """What is on top of the heaps of detections of more than `rank` pixels: ``count[i]`` from ``first[i]`` on."""
    order = np.argsort(-count, kind="stable")  # those that still have pixels at some position come first
    first, count = first[order], count[order]
    heaps = np.sort(values[first[:, None] + np.arange(rank)], axis=1)
    large = int(np.searchsorted(-count, -LONG_LIST, "right"))
    for i in range(large):
        sift_all_down(heaps[i : i + 1], values[first[i] + rank + 1 : first[i] + count[i]])
    first, small = first[large:], heaps[large:]
    for position in range(rank + 1, int(count[large:].max(initial=0))):
        number = int(np.searchsorted(-count[large:], -position, "left"))
        value = values[first[:number] + position]
        above = np.flatnonzero(value > small[:number, 0])
        sift_down(small, above, value[above])
    return heaps[inverse(order), 0]


def sift_down(heap, rows, value):
    """Put values on top of some rows, each a heap, and sift them down; (k, rank), (j,), (j,)."""
    rank = heap.shape[1]
    heap[rows, 0] = value
    parent = np.ones(len(rows), np.int64)  # counted from 1
    while len(rows):
        has_child = 2 * parent <= rank
        rows, parent = rows[has_child], parent[has_child]
        child = 2 * parent
        second = np.minimum(child + 1, rank)  # the only child where there is no second
        child = child + (heap[rows, second - 1] < heap[rows, child - 1])
        larger = heap[rows, parent - 1] > heap[rows, child - 1]
        rows, parent, child = rows[larger], parent[larger], child[larger]
        upper, lower = heap[rows, parent - 1], heap[rows, child - 1]
        heap[rows, parent - 1], heap[rows, child - 1] = lower, upper
        parent = child + 1  # SExtractor's step: the child itself would be next


def sift_all_down(heap, values):
    """Sift the values of one detection down its heap, of shape (1, rank): those that are above the smallest there."""
    position = 0
    while position < len(values):
        above = np.flatnonzero(values[position : position + AT_ONCE] > heap[0, 0])
        if not len(above):
            position += AT_ONCE
            continue
        position += int(above[0])
        sift_down(heap, np.zeros(1, np.int64), values[position : position + 1])
        position += 1

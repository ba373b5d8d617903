from itertools import pairwise

import numpy as np
import pytest

from sexlike.detection.cleaning.peakdepth import peak_depths


def by_hand(values, rank):
    """SExtractor's heap for one detection, value by value."""
    if len(values) < rank:
        return 0
    if len(values) == rank:
        return values[0]
    heap = [None, *sorted(values[:rank])]
    for value in values[rank + 1 :]:
        if value <= heap[1]:
            continue
        heap[1], parent = value, 1
        while 2 * parent <= rank:
            child = 2 * parent
            if child < rank and heap[child + 1] < heap[child]:
                child += 1
            if heap[parent] <= heap[child]:
                break
            heap[parent], heap[child] = heap[child], heap[parent]
            parent = child + 1
    return heap[1]


@pytest.mark.parametrize("rank", [1, 2, 3, 5, 9, 16])
def test_depths_are_those_of_the_heap(rank):
    random = np.random.default_rng(rank)
    count = np.r_[np.arange(1, 60), 2500, 700]
    values = random.exponential(size=count.sum()).astype(np.float32)
    start = np.r_[0, np.cumsum(count)]
    expected = [by_hand(values[a:b].tolist(), rank) for a, b in pairwise(start)]
    np.testing.assert_array_equal(peak_depths(values, start, rank), np.array(expected, np.float32))

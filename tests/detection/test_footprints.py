"""Sums and selections of footprints."""

import numpy as np
import pytest

from sexlike.detection.footprints import Footprints

THREE = Footprints.from_counts(np.array([3, 4, 9, 7, 7, 8]), np.array([0, 0, 5, 1, 2, 2]), [2, 1, 3])
VALUES = np.array([1, 5, 2, 9, 8, 7], np.float32)


def test_pixels_belong_to_their_detections():
    assert len(THREE) == 3
    assert THREE.start.tolist() == [0, 2, 3, 6]
    assert THREE.count.tolist() == [2, 1, 3]
    assert THREE.owner.tolist() == [0, 0, 1, 2, 2, 2]


def test_reductions():
    assert THREE.sum(VALUES).tolist() == [6, 2, 24]
    assert THREE.largest(VALUES).tolist() == [5, 2, 9]
    assert THREE.smallest(VALUES).tolist() == [1, 2, 7]
    assert [edge.tolist() for edge in THREE.bounds()] == [[3, 9, 7], [4, 9, 8], [0, 5, 1], [0, 5, 2]]


@pytest.mark.parametrize("chosen", [[2, 0], [True, False, True]])
def test_some_are_taken_in_the_order_asked_for(chosen):
    chosen = np.array(chosen)
    some = THREE.take(chosen)
    expected = [[7, 7, 8], [3, 4]] if chosen[0] == 2 else [[3, 4], [7, 7, 8]]
    assert [some.x[a:b].tolist() for a, b in zip(some.start[:-1], some.start[1:], strict=True)] == expected
    assert some.y.tolist() == ([1, 2, 2, 0, 0] if chosen[0] == 2 else [0, 0, 1, 2, 2])


def test_nothing():
    none = THREE.take(np.zeros(0, int))
    assert len(none) == len(none.x) == 0
    assert [len(values) for values in (none.sum(none.x), none.largest(none.x), none.smallest(none.x))] == [0, 0, 0]

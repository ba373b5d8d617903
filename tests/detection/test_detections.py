"""From m detections to n objects, and the choice among these."""

import numpy as np
import pytest

from sexlike.detection.association.association import Association
from sexlike.detection.detections import Merging

from .found import assert_rows_are_the_same, detections_of

# Detection 3 is object 0 and holds 1; detection 0 is object 1 and holds 4 and 5; 2 is held by none.
MERGING = Merging(np.array([1, 0, -1, 0, 1, 1]), np.array([3, 0]))


def test_sums_over_the_detections_of_an_object():
    assert MERGING.sum(np.array([1, 2, 4, 8, 16, 32])).tolist() == [10, 49]


@pytest.mark.parametrize(
    ("ufunc", "expected"), [(np.maximum, [8, 32]), (np.minimum, [2, 1]), (np.subtract, [6, 1 - 16 - 32])]
)
def test_values_are_combined_an_objects_own_first(ufunc, expected):
    values = np.array([1, 2, 4, 8, 16, 32], np.int32)
    found = MERGING.reduce(ufunc, values)
    assert found.tolist() == expected
    assert found.dtype == np.int32
    assert values.tolist() == [1, 2, 4, 8, 16, 32]


def test_flags_are_combined():
    flags = np.array([False, False, True, False, False, True])
    assert MERGING.reduce(np.logical_or, flags).tolist() == [False, True]


# Objects 0, 1, 2 are the detections 3, 0, 2; object 1 holds detection 1 too.
FOUND = detections_of([1, 1, 2, 0], [3, 0, 2], [1, 2, 5, 8], [3, 3, 6, 9])


def test_segmentation_has_the_numbers_of_the_objects():
    labels = FOUND.segmentation()
    expected = np.zeros((10, 12), np.int32)
    expected[3, 1] = expected[3, 2] = 2
    expected[6, 5], expected[9, 8] = 3, 1
    np.testing.assert_array_equal(labels, expected)
    assert labels.dtype == np.int32


def test_a_choice_of_objects_keeps_their_detections():
    association = Association(np.array([1, 4]), np.zeros((2, 0)))
    some = FOUND.keep(np.array([2, 1]), association)
    assert some.objects.x.tolist() == [5, 1]
    assert some.objects.detection.tolist() == [2, 0]
    assert some.objects.association is association
    assert some.raw.holder.tolist() == [1, 1, 0, -1]
    assert len(some.raw) == 4
    assert some.blanked is FOUND.blanked
    assert some.segmentation()[9, 8] == 0
    assert some.segmentation()[3, 2] == 2
    assert some.merging.sum(np.array([1, 2, 4, 8])).tolist() == [4, 3]


def test_a_choice_from_a_choice():
    some = FOUND.keep(np.array([2, 1])).keep(np.array([0]))
    assert some.raw.holder.tolist() == [-1, -1, 0, -1]
    assert len(FOUND.keep(np.zeros(0, int)).objects) == 0
    assert FOUND.objects.association is None


def test_every_field_of_objects_is_taken():
    chosen = np.array([2, 0])
    taken = FOUND.objects.take(chosen)
    assert len(taken) == 2
    assert_rows_are_the_same(taken, FOUND.objects, chosen)
    np.testing.assert_array_equal(taken.view.y_stop, FOUND.objects.view.y_stop[chosen])

"""Ragged arrays."""

import numpy as np
import pytest

from sexlike.arrays import inverse, offsets, ranges, run_starts


def test_offsets_are_the_starts_of_runs_and_the_end_of_the_last():
    assert offsets([2, 0, 3]).tolist() == [0, 2, 2, 5]
    assert offsets([]).tolist() == [0]
    assert offsets(np.array([1, 2], np.int32)).dtype == np.int64


def test_ranges_follow_one_another():
    assert ranges(np.array([10, 5, 7]), np.array([3, 0, 2])).tolist() == [10, 11, 12, 7, 8]
    assert ranges(np.zeros(0, int), np.zeros(0, int)).tolist() == []


def test_the_inverse_of_an_order_undoes_it():
    order = np.random.default_rng(1).permutation(50)
    assert np.array_equal(order[inverse(order)], np.arange(50))


def test_what_is_not_in_the_order_has_no_place():
    assert inverse([3, 1], size=5).tolist() == [-1, 1, -1, 0, -1]


@pytest.mark.parametrize(
    ("labels", "starts"), [([5, 5, 2, 2, 2, 5], [0, 2, 5]), ([1], [0]), ([], []), ([False, True], [0, 1])]
)
def test_runs_start_where_the_label_changes(labels, starts):
    assert run_starts(labels).tolist() == starts

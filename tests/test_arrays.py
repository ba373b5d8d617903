"""Ragged arrays."""

from dataclasses import dataclass

import numpy as np
import pytest

from sexlike.arrays import (
    Rows,
    batches,
    groups,
    inverse,
    last_index,
    offsets,
    order_by_label,
    ranges,
    run_ends,
    run_of_each,
    run_starts,
    slices,
)


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


def test_what_is_not_in_the_order_has_no_rank():
    assert inverse([3, 1], size=5).tolist() == [-1, 1, -1, 0, -1]


@pytest.mark.parametrize(
    ("labels", "starts"), [([5, 5, 2, 2, 2, 5], [0, 2, 5]), ([1], [0]), ([], []), ([False, True], [0, 1])]
)
def test_runs_start_where_the_label_changes(labels, starts):
    assert run_starts(labels).tolist() == starts


def test_runs_start_where_any_of_the_labels_changes():
    assert run_starts([0, 0, 1, 1], [5, 6, 6, 6]).tolist() == [0, 1, 2]


def test_runs_end_before_the_next():
    starts = np.array([0, 2, 5])
    assert run_ends(starts, 6).tolist() == [1, 4, 5]
    assert run_of_each(starts, 6).tolist() == [0, 0, 1, 1, 1, 2]
    assert run_ends(np.zeros(0, int), 0).tolist() == run_of_each(np.zeros(0, int), 0).tolist() == []


def test_groups_keep_the_order_of_their_members():
    order, start = order_by_label(np.array([2, 0, 2, 0, 3]), 5)
    assert order.tolist() == [1, 3, 0, 2, 4]
    assert start.tolist() == [0, 2, 2, 4, 5, 5]


def test_last_index_of_each_label():
    assert last_index(np.array([1, 0, 1, 3]), 5).tolist() == [1, 2, -1, 3, -1]


@pytest.mark.parametrize(
    ("counts", "stops"), [([2, 2, 1, 4, 9, 1, 0], [3, 4, 5, 7]), ([5], [1]), ([], []), ([5, 1], [1, 2]), ([0, 5], [2])]
)
def test_batches_hold_no_more_than_is_allowed_or_a_single_run(counts, stops):
    found = [(part.start, part.stop) for part in batches(np.array(counts, int), 5)]
    assert found == list(zip([0, *stops], stops, strict=False))


@dataclass(frozen=True)
class Pair(Rows):
    one: np.ndarray
    other: np.ndarray | None = None


@dataclass(frozen=True)
class Nested(Rows):
    size: np.ndarray
    pair: Pair


def test_rows_are_taken_from_all_fields_and_from_rows_within():
    rows = Nested(np.arange(4), Pair(np.arange(8).reshape(4, 2)))
    taken = rows.take(np.array([3, 1]))
    assert len(taken) == len(taken.pair) == 2
    assert taken.size.tolist() == [3, 1]
    assert taken.pair.one.tolist() == [[6, 7], [2, 3]]
    assert taken.pair.other is None
    assert rows.take(rows.size > 2).size.tolist() == [3]


def test_groups_end_where_the_sum_passes_a_multiple():
    assert [group.tolist() for group in groups(np.array([2, 2, 2, 9, 1, 1]), 5)] == [[0, 1], [2], [3, 4, 5]]
    assert [group.tolist() for group in groups(np.array([7.0]), 5)] == [[0]]
    assert groups(np.zeros(0), 5) == []


@pytest.mark.parametrize(("number", "stops"), [(0, []), (1, [1]), (6, [3, 6]), (7, [3, 6, 7])])
def test_slices_hold_as_many_as_they_may(number, stops):
    assert [(part.start, part.stop) for part in slices(number, 3)] == list(zip([0, *stops], stops, strict=False))

"""The sequence of cleaning: arrivals, departures, and what is merged into what."""

import numpy as np

from sexlike.detection.cleaning.merging import ALL_ROWS, clean, last_absorbers
from sexlike.detection.cleaning.waitinglist import Schedule

from .stars import ROW_LENGTH, stars


def cleaned(candidates, exponent=1.0, flushes=(), capacity=3000, delay=None, reach=0):
    found = clean(candidates, ROW_LENGTH, Schedule(flushes, capacity), exponent, reach, delay)
    return found.order.tolist(), found.absorber.tolist(), found.free_below.tolist(), found.merged_at.tolist()


def test_chains_of_absorbers_are_followed_to_their_ends():
    assert last_absorbers(np.array([1, 2, 2, 3, 0])).tolist() == [2, 2, 2, 3, 2]


def test_nothing_is_merged_without_cleaning():
    candidates = stars([0, 10, 20], flux=[1000, 100, 100], depth=0.1)
    assert cleaned(candidates, None) == ([0, 2, 1], [0, 1, 2], [-1, -1, -1], [3, 3, 3])


def test_nothing_to_clean():
    assert cleaned(stars(np.zeros(0))) == ([], [], [], [])


def test_a_faint_newcomer_is_merged_into_its_bright_neighbour():
    candidates = stars([0, 10, 500], flux=[1000, 100, 100], depth=0.1)
    assert cleaned(candidates) == ([0, 2], [0, 0, 2], [-1, ALL_ROWS, -1], [3, 1, 3])


def test_a_bright_newcomer_takes_the_faint_ones_out_of_the_list():
    candidates = stars([-10, 10, 500, 0], flux=[100, 100, 100, 2000], depth=0.1)
    assert cleaned(candidates) == ([2, 3], [3, 3, 2, 3], [ALL_ROWS, ALL_ROWS, -1, -1], [3, 3, 4, 4])


def test_rows_that_the_blanking_has_not_reached_stay_blanked():
    """The newcomer's blob ends on row 10: it is complete when row 11 is scanned, and the blanking is at row 9."""
    candidates = stars([0, 5], [3, 9], flux=[100, 2000], depth=0.1)
    assert cleaned(candidates, delay=2)[2] == [9, -1]


def test_a_chain_ends_at_the_last_absorber():
    """The second absorbs the first, and is absorbed by the third."""
    candidates = stars([0, 6, 12], [0, 1, 2], flux=[100, 300, 2000], depth=0.1)
    assert cleaned(candidates) == ([2], [2, 2, 2], [ALL_ROWS, ALL_ROWS, -1], [1, 2, 3])


def test_a_detection_that_the_buffer_has_left_behind_absorbs_nothing():
    candidates = stars([0, 0], [0, 30], flux=[1000, 100], depth=0.01)
    assert cleaned(candidates)[1] == [0, 0]
    assert cleaned(candidates, flushes=[(20, 15)]) == ([0, 1], [0, 1], [-1, -1], [2, 2])
    assert cleaned(candidates, flushes=[(32, 15)])[1] == [0, 0]  # the newcomer comes before that


def test_a_full_list_makes_room_before_the_newcomer_is_compared():
    candidates = stars([0, 5], flux=[1000, 100], depth=0.1)
    assert cleaned(candidates, capacity=1) == ([0, 1], [0, 1], [-1, -1], [2, 2])


def test_what_a_newcomer_absorbs_counts_for_the_lines_that_it_needs():
    """The third needs the lines from 19 on; with the second it needs those from -11 on, and leaves at line 5."""
    candidates = stars([300, 0, 3, 500], [28, 20, 30, 90], flux=[50, 100, 2000, 50], depth=[9, 0.1, 9, 9])
    assert cleaned(candidates, flushes=[(80, 5)])[0] == [2, 0, 3]
    assert cleaned(candidates, None, flushes=[(80, 5)])[0] == [0, 3, 2, 1]

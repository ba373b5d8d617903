"""Starts that are made of minima that were found."""

import numpy as np
import pytest

from sexlike.measure.models.components import Components
from sexlike.measure.models.search.moves import FLAT, STEEP, other_index, small_spheroid

BOTH = Components(spheroid=True, sersic=True, disk=True)
START = np.array([[0, 0, 500, 4, 1, 0, 4, 500, 3, 0.5, 30.0]] * 2)


def place(name):
    return BOTH.parameters.index(name)


def test_flat_spheroids_become_steep_and_steep_ones_flat():
    vector = START.copy()
    vector[:, place("Sersic index")] = 1.2, 7
    moved, worth_it = other_index(BOTH, vector)
    assert moved[:, place("Sersic index")].tolist() == [STEEP, FLAT]
    assert (np.sign(moved - vector)[:, [place("spheroid flux"), place("spheroid radius")]] == [[1], [-1]]).all()
    assert np.array_equal(moved[:, place("disk flux") :], vector[:, place("disk flux") :])
    assert worth_it.all()


def test_the_index_of_a_faint_spheroid_does_not_matter():
    vector = START.copy()
    vector[1, place("spheroid flux")] = 50
    assert other_index(BOTH, vector)[1].tolist() == [True, False]


def test_an_index_that_is_fixed_has_no_other():
    vector = np.delete(START, place("Sersic index"), axis=1)
    moved, worth_it = other_index(Components(spheroid=True, disk=True), vector)
    assert np.array_equal(moved, vector)
    assert not worth_it.any()


def test_a_small_spheroid_is_in_a_larger_disk():
    found = small_spheroid(BOTH, START)[0]
    assert found[place("spheroid radius")] < START[0, place("spheroid radius")]
    assert found[place("spheroid flux")] + found[place("disk flux")] == pytest.approx(1000)

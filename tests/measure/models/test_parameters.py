"""Parameters and their free variables."""

import numpy as np

from sexlike.measure.models.parameters import Parameters

BOUNDS = Parameters.between(np.array([[-2.0, 1e-3]]), np.array([[6.0, 1e3]]), np.array([False, True]))


def test_middle_of_the_bounds_is_0():
    assert BOUNDS.variables(np.array([[2.0, 1.0]])).tolist() == [[0, 0]]
    assert np.allclose(BOUNDS.values(np.zeros((1, 2))), [[2, 1]])


def test_variables_and_values_are_inverse():
    values = np.array([[-1.9, 700.0]])
    assert np.allclose(BOUNDS.values(BOUNDS.variables(values)), values)


def test_values_out_of_bounds_become_the_middle_between_them():
    found = BOUNDS.values(BOUNDS.variables(np.array([[6.0, 2000.0]])))
    assert np.allclose(found, [[2, (1e3 + 1e-3) / 2]])


def test_values_that_are_moved_inside():
    found = BOUNDS.inside(np.array([[7.0, 1.0]]))
    assert np.allclose(found, [[5.92, 1]])
    assert np.allclose(BOUNDS.inside(np.array([[0.0, 1e-9]])), [[0, 1e-3 * 10**0.06]])


def test_slopes():
    variables, step = np.array([[0.4, -1.1]]), 1e-6
    change = (BOUNDS.values(variables + step) - BOUNDS.values(variables - step)) / (2 * step)
    assert np.allclose(BOUNDS.slopes(variables), change)


def test_at_bounds():
    both = BOUNDS.take(np.zeros(4, int))
    low, high = both.at_bounds(np.array([[0.0, 0], [-7, 0], [0, 7], [-50, 90]]))
    assert low.tolist() == [False, True, False, True]
    assert high.tolist() == [False, False, True, True]


def test_angles_have_no_bounds():
    angle = Parameters.between(np.zeros((1, 2)), np.ones((1, 2)), np.array([False, False]), np.array([True, False]))
    assert angle.values(np.array([[2.5, 0]])).tolist() == [[225, 0.5]]
    assert angle.variables(np.array([[225, 0.5]])).tolist() == [[2.5, 0]]
    assert angle.slopes(np.array([[2.5, 0]])).tolist() == [[90, 0.25]]
    assert [of.tolist() for of in angle.at_bounds(np.array([[99.0, 0]]))] == [[False], [False]]

"""FLUX_BEST."""

from types import SimpleNamespace

import numpy as np

from sexlike.measure.columns.best import best


def test_best_is_isophotal_in_a_crowd():
    auto = SimpleNamespace(flux=np.float32([10, 10]), flux_error=np.float32([1, 1]))
    flux, error = best(auto, (np.float32([8, 8]), np.float32([2, 2])), np.array([False, True]))
    np.testing.assert_array_equal(flux, [10, 8])
    np.testing.assert_array_equal(error, [1, 2])

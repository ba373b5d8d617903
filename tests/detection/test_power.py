"""Powers that do not depend on the platform."""

import numpy as np
import pytest

from sexlike.detection.power import power


@pytest.mark.parametrize("exponent", [0.1, 1 / 3, 0.5, 2.7, 10, -0.1, -0.37, -2, -10])
def test_powers_are_those_of_numpy_to_twelve_digits(exponent):
    base = 10 ** np.random.default_rng(1).uniform(-12, 12, 2000)
    np.testing.assert_allclose(power(base, exponent), base**exponent, rtol=2e-13)
    near_one = 1 + np.array([-1e-3, -1e-9, 0, 1e-15, 1e-6, 0.4, 0.5])
    np.testing.assert_allclose(power(near_one, exponent) - 1, near_one**exponent - 1, rtol=1e-12, atol=3e-16)


def test_the_first_power_and_the_inverse_are_exact():
    base = np.array([0.0, 0.3, 7.1, 1e300])
    assert power(base, 1.0) is base
    np.testing.assert_array_equal(power(base[1:], -1.0), 1 / base[1:])


def test_limits():
    base = np.array([0, np.inf, np.nan, 1e40, 1e-40])
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(power(base, 10.0), [0, np.inf, np.nan, np.inf, 0])
    assert power(4.0, 0.5) == pytest.approx(2, rel=1e-15)

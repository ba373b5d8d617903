"""The ellipse of second moments."""

import numpy as np
import pytest

from sexlike.detection.moments import Moments, ellipse


def turned(a, b, degrees):
    """Variances and covariance of an ellipse; arrays of one element."""
    angle = np.radians(degrees)
    x2 = a**2 * np.cos(angle) ** 2 + b**2 * np.sin(angle) ** 2
    y2 = a**2 * np.sin(angle) ** 2 + b**2 * np.cos(angle) ** 2
    return tuple(np.array([v]) for v in (x2, y2, (a**2 - b**2) * np.sin(angle) * np.cos(angle)))


@pytest.mark.parametrize("degrees", [-89, -30, 0, 20, 45, 90])
def test_axes_and_angle_are_found_again(degrees):
    found = ellipse(*turned(5, 2, degrees))
    assert (found["a"][0], found["b"][0]) == pytest.approx((5, 2), rel=1e-6)
    assert np.degrees(found["theta"][0]) == pytest.approx(degrees, abs=1e-9)


@pytest.mark.parametrize("degrees", [-60, 10])
@pytest.mark.parametrize("phase", [0.3, 2.0])
def test_coefficients_are_those_of_the_ellipse(degrees, phase):
    found = ellipse(*turned(5, 2, degrees))
    u, v, angle = 5 * np.cos(phase), 2 * np.sin(phase), np.radians(degrees)
    dx, dy = np.cos(angle) * u - np.sin(angle) * v, np.sin(angle) * u + np.cos(angle) * v
    on_it = found["cxx"][0] * dx**2 + found["cyy"][0] * dy**2 + found["cxy"][0] * dx * dy
    assert on_it == pytest.approx(1, rel=1e-5)


def test_a_circle_lies_at_45_degrees():
    found = ellipse(*turned(3, 3, 0))
    assert np.degrees(found["theta"][0]) == 45
    assert (found["a"][0], found["b"][0]) == (3, 3)


def test_an_angle_of_nothing_has_no_sign():
    assert not np.signbit(ellipse(np.array([9.0]), np.array([4.0]), np.array([-0.0]))["theta"])[0]


def test_a_line_has_no_minor_axis():
    with np.errstate(divide="ignore", invalid="ignore"):
        found = ellipse(np.array([4.0]), np.array([4.0]), np.array([4.0 + 1e-12]))
    assert found["b"][0] == 0


def test_types():
    found = Moments.from_variances(*turned(5, 2, 30))
    assert {name: value.dtype for name, value in vars(found).items() if value.dtype == np.float64}.keys() == {
        "x2",
        "y2",
        "xy",
        "theta",
    }
    assert len(found) == 1

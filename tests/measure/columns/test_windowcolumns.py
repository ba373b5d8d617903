"""What takes the place of windowed measures where they failed."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.moments import Moments
from sexlike.measure.columns.windowcolumns import (
    WindowedPositions,
    windowed_error,
    windowed_flux,
    windowed_moments,
    windowed_positions,
)
from sexlike.measure.registry import COLUMNS

from .. import plain


def found(**values):
    """Windowed of one object: at rest at (50, 50), with a flux of 10 and variances of 2 and 1."""
    defaults = {"x": 50, "y": 50, "s": 10, "sx": 0, "sy": 0, "sxx": 20, "syy": 10, "sxy": 0}
    defaults |= {"n": 4, "nxx": 3, "nyy": 2, "nxy": 0.5, "iterations": 3}
    return SimpleNamespace(**{name: np.array([value], float) for name, value in (defaults | values).items()})


def others(value=7.0):
    """Moments that take the place of the windowed ones."""
    return Moments(*(np.full(1, value) for _ in range(9)))


def flags(objects=None, **values):
    return windowed_positions(found(**values), objects or plain.objects(50, 50)).flags[0]


def test_moments_are_about_the_mean():
    positions = windowed_positions(found(sx=5, sy=-10, sxy=4), plain.objects(50, 50))
    assert (positions.x2[0], positions.y2[0], positions.xy[0]) == (2 - 0.25, 1 - 1, 0.4 + 0.5)
    assert windowed_positions(found(), plain.objects(51, 49)).x[0] == 50


@pytest.mark.parametrize(
    ("values", "bits"),
    [
        ({}, 0),
        ({"sxy": 20}, 1),
        ({"sxx": -1}, 2 + 1),
        ({"syy": -1}, 2 + 1),
        ({"sxx": -1, "syy": -1}, 2),
        ({"s": 0}, 4),
        ({"s": -10}, 4 + 2),
        ({"x": 54, "y": 54}, 8),
        ({"x": 54}, 0),
        ({"y": 54}, 0),
        ({"x": 51.2, "y": 51.2}, 0),
    ],
)
def test_each_failure_has_its_bit(values, bits):
    assert flags(**values) == bits


def test_far_away_is_outside_of_the_ellipse_along_both_axes():
    # (1.5, -1.5) lies along the minor axis of an ellipse at 45 degrees, (1.5, 1.5) along its major axis.
    objects = plain.objects(50, 50, 4.0, 1.0, 45.0)
    assert flags(objects, x=51.5, y=48.5) == 8
    assert flags(objects, x=51.5, y=51.5) == 0


def test_isophotal_positions_and_moments_take_the_place_of_those_that_failed():
    positions = windowed_positions(found(s=-10, x=60, y=61), plain.objects(50, 51))
    assert (positions.x[0], positions.y[0]) == (50, 51)
    assert windowed_moments(positions, others()).x2[0] == 7
    kept = windowed_positions(found(x=60), plain.objects(50, 51))
    assert (kept.x[0], windowed_moments(kept, others()).x2[0]) == (60, 2)


def test_a_pixel_is_added_to_the_moments_of_lines():
    values = (np.array([v]) for v in (50.0, 50.0, 2.0, 0.001, 0.0, 0))
    moments = windowed_moments(WindowedPositions(*values), others())
    assert (moments.x2[0], moments.y2[0]) == (2 + 0.0833333, 0.001 + 0.0833333)


def error(values=None, singular=False, substitute=None, request=None, **positions):
    objects = plain.objects(50, 50)
    objects.singular[:] = singular
    light = found(**values or {})
    place = windowed_positions(light, objects)
    return windowed_error(light, place, substitute or others(), objects, request or plain.request())


def test_errors_are_the_noise_about_the_centre_over_the_light():
    moments = error()
    assert (moments.x2[0], moments.y2[0], moments.xy[0]) == pytest.approx((3 * 0.04, 2 * 0.04, 0.5 * 0.04))


def test_a_pixel_is_added_to_the_errors_of_objects_that_are_lines():
    line = {"nxx": 1e-3, "nyy": 1e-3, "nxy": 0}
    floor = 0.08333 * 4 * 0.04
    assert error(line, singular=True).x2[0] == pytest.approx(1e-3 * 0.04 + floor)
    assert error(line, singular=True).y2[0] == pytest.approx(1e-3 * 0.04 + floor)
    assert error(line).x2[0] == pytest.approx(1e-3 * 0.04)
    assert error(singular=True).x2[0] == pytest.approx(3 * 0.04)


def test_errors_of_the_barycentre_take_the_place_of_those_that_failed():
    bare = error({"s": -10})
    assert (bare.x2[0], bare.a[0], bare.cxx[0], bare.cyy[0], bare.cxy[0]) == (7, 7, 0, 0, 0)
    for name in ("ERRCXX_IMAGE", "ERRCYY_IMAGE", "ERRCXY_IMAGE"):
        asked = error({"s": -10}, request=plain.request(**{name: ()}))
        assert (asked.cxx[0], asked.cyy[0], asked.cxy[0]) == (7, 7, 7)


def test_polarisation_of_what_failed_is_the_isophotal_one_if_that_is_asked_for():
    polarisation = COLUMNS["POLARWIN_IMAGE"].function
    moments = Moments.from_variances(np.array([4.0]), np.array([1.0]), np.array([1.0]))
    failed, fine = (SimpleNamespace(flags=np.array([bits])) for bits in (4, 0))
    expected = np.sqrt(1.5**2 + 1) / 2.5
    assert polarisation(moments, fine, plain.request())[0] == pytest.approx(expected)
    assert polarisation(moments, failed, plain.request())[0] == 0
    assert polarisation(moments, failed, plain.request(POLAR_IMAGE=()))[0] == pytest.approx(expected)


def test_flux_and_signal_to_noise():
    flux, error = windowed_flux(found())
    assert (flux[0], error[0]) == (10, 2)
    ratio = COLUMNS["SNR_WIN"].function
    assert ratio(found(), (flux, error))[0] == 5
    assert ratio(found(n=0), (flux, np.zeros(1)))[0] == 1e30


def test_columns_are_fields_counted_from_one():
    positions = SimpleNamespace(x=np.array([3.5]), y=np.array([8.25]), flags=np.array([4]))
    got = [COLUMNS[name].function(positions)[0] for name in ("XWIN_IMAGE", "YWIN_IMAGE", "FLAGS_WIN")]
    assert got == [4.5, 9.25, 4]
    assert COLUMNS["NITER_WIN"].function(found())[0] == 3

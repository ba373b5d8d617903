"""The Petrosian radius."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.columns.petrosian import add_up_petrosian, petrosian_search
from sexlike.measure.registry import COLUMNS

from .. import plain

STEP = 6 / 20  # between the radii that are tried, in units of A or B


def search(pixels, objects, **keywords):
    """EllipseSize of some objects."""
    config = plain.config(**{"PHOT_PETROPARAMS": (1.0, 0.1)} | keywords)
    return petrosian_search(plain.image(pixels), objects, config, plain.masks(objects, config))


def steps(size):
    """Inner radius of the ring that was found, in steps."""
    return size.radius / (STEP * 1.1)


def distances(shape=(200, 200), centre=100):
    row, column = np.mgrid[: shape[0], : shape[1]] - float(centre)
    return np.hypot(row, column)


def test_radius_of_an_exponential():
    # For exp(-r / h) the local surface brightness at the Petrosian radius is a fifth of the mean within it.
    scale, axis = 5.0, 6.0
    r = np.linspace(0.01, 10, 2000)
    inner = 2 * (1 - (1 + r) * np.exp(-r)) / r**2
    expected = r[np.argmax(np.exp(-r) < 0.2 * inner)] * scale
    at = plain.objects(100, 100, axis, axis, shape=(200, 200))
    size = search(100 * np.exp(-distances() / scale), at)
    assert size.radius[0] * axis == pytest.approx(expected, abs=1.5 * STEP * axis)


@pytest.mark.parametrize(("faint", "found"), [(18.0, 10), (22.0, 16)])
def test_the_ring_is_a_fifth_as_bright_as_what_lies_within(faint, found):
    # Out to 10 steps the light is 100, beyond it is faint: a fifth of the mean within 11 steps of 100 and the rest.
    axis = 10.0
    pixels = np.where(distances() < 10 * STEP * axis, 100.0, faint)
    mean = (100 * 10**2 + faint * (11**2 - 10**2)) / 11**2
    pixels *= 100 / mean  # so that a fifth of the mean is 20
    pixels[distances() >= 10 * STEP * axis] = faint
    size = search(pixels, plain.objects(100, 100, axis, axis, shape=(200, 200)))
    assert steps(size)[0] == pytest.approx(found, abs=0.01)


def test_a_profile_that_never_fades_takes_the_last_ring():
    size = search(np.ones((100, 100)), plain.objects(50, 50, 3, 3))
    assert size.radius[0] == pytest.approx(16 * 1.1 * STEP, rel=1e-6)


def test_the_radius_is_scaled_and_has_a_minimum():
    pixels, at = np.ones((100, 100)), plain.objects(50, 50, 3, 3)
    assert search(pixels, at, PHOT_PETROPARAMS=(2.0, 3.5)).radius[0] == pytest.approx(2 * 16 * 1.1 * STEP, rel=1e-6)
    assert search(pixels, at, PHOT_PETROPARAMS=(0.1, 3.5)).radius[0] == 3.5


def test_a_sum_of_exactly_zero_gives_the_least_radius():
    assert search(np.zeros((100, 100)), plain.objects(50, 50, 3, 3), PHOT_PETROPARAMS=(2.0, 3.5)).radius[0] == 3.5


def test_rings_without_pixels_are_passed_over():
    # So small an object has rings narrower than a pixel: the first that holds a pixel decides.
    pixels = np.zeros((100, 100))
    pixels[50, 50] = 100
    size = search(pixels + 1e-3, plain.objects(50, 50, 0.5, 0.5))
    assert steps(size)[0] == pytest.approx(6, abs=0.01)  # 1 pixel is 2 / 0.3 = 6.7 steps, between 6 and 7.2


def test_only_pixels_within_the_ring_make_it_crowded():
    axis = 5.0
    pixels = np.where(distances((100, 100), 50) < 6, 100.0, 0.0) + 1e-3
    blanked = np.where(distances((100, 100), 50) > 15, 2, 0)
    at = plain.objects(50, 50, axis, axis, blanked=blanked)
    size = search(pixels, at)
    assert steps(size)[0] < 6
    assert not size.crowded[0]
    blanked[distances((100, 100), 50) > 4] = 2
    assert search(pixels, plain.objects(50, 50, axis, axis, blanked=blanked)).crowded[0]


def test_the_column_is_the_radius_of_the_photometry():
    _, petro = plain.elliptical_photometry(plain.image(plain.gaussian(50, 50)), plain.objects(50, 50))
    assert COLUMNS["PETRO_RADIUS"].function(petro) is petro.radius


def test_no_objects_at_all():
    totals = np.zeros((0, 3, 5))
    add_up_petrosian(SimpleNamespace(pixels=list), np.zeros(0), totals)
    assert totals.shape == (0, 3, 5)

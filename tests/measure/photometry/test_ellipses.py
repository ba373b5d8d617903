"""Light in the ellipses of Kron and Petrosian."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.photometry.ellipses import (
    EllipseSize,
    elliptical_flux,
    is_crowded,
    scaled_ellipses,
)
from sexlike.measure.photometry.ellipsesearch import EllipseSearch

from .. import plain


def flux(image, objects, radius, offset=plain.NO_OFFSET, crowded=False, clipped=False, **keywords):
    """Light in ellipses of a radius."""
    n = len(objects)
    size = EllipseSize(np.full(n, radius, np.float32), np.full(n, crowded), np.full(n, clipped))
    config = plain.config(**keywords)
    return elliptical_flux(image, objects, config, plain.masks(objects, config), offset, size)


def test_whole_pixels_are_added_up():
    pixels = np.random.default_rng(1).normal(5, 1, (100, 100))
    row, column = np.mgrid[:100, :100] - 50
    inside = np.hypot(row, column) <= 9
    found = flux(plain.image(pixels, sigma=2.0), plain.objects(50, 50, 3, 3), 3.0)
    assert found.flux[0] == pytest.approx(pixels[inside].sum(), rel=1e-6)
    assert found.flux_error[0] == pytest.approx(2 * np.sqrt(np.count_nonzero(inside)))
    assert found.radius[0] == 3
    offset = SimpleNamespace(offset=np.float32([2]))
    without_sky = flux(plain.image(pixels, sigma=2.0), plain.objects(50, 50, 3, 3), 3.0, offset)
    assert without_sky.flux[0] == pytest.approx((pixels[inside] - 2).sum(), rel=1e-6)


def test_small_apertures_are_made_as_large_as_the_least():
    image = plain.image(plain.gaussian(50, 50, 1e4, 3.0, 3.0))
    least = {"PHOT_AUTOPARAMS": (1.0, 4.5), "PHOT_PETROPARAMS": (0.5, 4.5)}
    auto, petro = plain.elliptical_photometry(image, plain.objects(50, 50, 3, 3), **least)
    assert auto.radius[0] == petro.radius[0] == 4.5
    assert auto.flux[0] == petro.flux[0]


def test_objects_without_light_have_the_least_aperture_and_no_radius():
    image = plain.image(np.full((100, 100), -1.0))
    for found in plain.elliptical_photometry(image, plain.objects(50, 50, 3, 3)):
        assert found.flux[0] == pytest.approx(-np.pi * (3.5 * 3) ** 2, rel=0.02)
        assert found.radius[0] == 0


def test_circles_take_the_place_of_small_ellipses():
    auto, _ = plain.elliptical_photometry(
        plain.image(np.ones((100, 100))), plain.objects(50, 50, 2, 1), PHOT_AUTOAPERS=(0.0, 40.0)
    )
    assert auto.radius[0] == 0
    assert auto.flux[0] == pytest.approx(np.pi * 20**2, rel=0.01)
    ellipses, is_circle = scaled_ellipses(plain.objects([1, 1], [1, 1], 8, 2), np.float32([2, 3]), 20.0)
    np.testing.assert_array_equal(is_circle, [True, False])
    np.testing.assert_array_equal(ellipses.limit, [10, 3])
    np.testing.assert_allclose(ellipses.cxx, [1, 1 / 64])


def test_the_size_is_looked_for_within_6_axes_or_the_circle_of_the_search():
    objects, config = plain.objects([50, 50], [50, 50], [3, 1], [2, 1]), plain.config(PHOT_AUTOAPERS=(20.0, 30.0))
    search = EllipseSearch.from_objects(
        plain.image(np.zeros((100, 100))), objects, config, plain.masks(objects, config)
    )
    np.testing.assert_array_equal(search.ellipses.limit, [6, 10])
    np.testing.assert_allclose(search.ellipses.cxx, [1 / 9, 1], rtol=1e-6)
    np.testing.assert_array_equal(search.boxes.bounds()[0], [32, 69, 38, 63])


def test_the_size_is_looked_for_on_the_detection_image():
    wide, narrow = (plain.image(plain.gaussian(50, 50, 1e4, size, size)) for size in (4.0, 2.0))
    at = plain.objects(50, 50, 4, 4)
    one, _ = plain.elliptical_photometry(narrow, at, wide, PHOT_AUTOPARAMS=(2.5, 0.5))
    other, _ = plain.elliptical_photometry(wide, at, wide, PHOT_AUTOPARAMS=(2.5, 0.5))
    assert one.radius[0] == other.radius[0]
    assert one.flux[0] > other.flux[0]


def test_crowded_apertures_are_flagged():
    pixels, blanked = plain.gaussian(50, 50, 1e4, 3.0, 3.0), np.zeros((100, 100), int)
    blanked[:, 56:] = 2
    at = plain.objects(50, 50, 3, 3, blanked=blanked)
    for found in plain.elliptical_photometry(plain.image(pixels), at):
        assert found.crowded[0]
    image = plain.image(pixels)
    assert flux(image, at, 3.0).crowded[0]
    assert not flux(image, at, 1.0).crowded[0]
    assert flux(image, at, 1.0, crowded=True).crowded[0]


def test_clipped_apertures_are_flagged():
    image = plain.image(plain.gaussian(50, 50, 1e4, 3.0, 3.0))
    for found in plain.elliptical_photometry(image, plain.objects([50, 95], [50, 50], 3, 3)):
        np.testing.assert_array_equal(found.clipped, [False, True])
    at = plain.objects(90, 50, 3, 3)
    assert [flux(image, at, radius).clipped[0] for radius in (2.5, 4.0)] == [False, True]
    assert flux(image, at, 2.5, clipped=True).clipped[0]


def test_a_tenth_masked_is_many_in_single_precision():
    np.testing.assert_array_equal(is_crowded(np.array([25.0, 24, 0]), np.array([250.0, 250, 0])), [True, False, False])

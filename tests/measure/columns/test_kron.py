"""The radius of Kron's ellipse."""

import numpy as np
import pytest

from sexlike.measure.columns.kron import kron_search
from sexlike.measure.registry import COLUMNS

from .. import plain


def search(pixels, objects, **keywords):
    """EllipseSize of some objects."""
    config = plain.config(**keywords)
    return kron_search(plain.image(pixels), objects, config, plain.masks(objects, config))


def test_radius_of_a_gaussian():
    # Within 6 sigma the mean radius of a Gaussian, weighted with light, is sqrt(pi / 2) sigma.
    pixels = plain.gaussian(100.2, 99.7, 1e4, 6.0, 3.0, 25.0, shape=(200, 200))
    at = plain.objects(100.2, 99.7, 6.0, 3.0, 25.0, shape=(200, 200))
    auto, _ = plain.elliptical_photometry(plain.image(pixels), at, PHOT_AUTOPARAMS=(2.5, 0.5))
    assert auto.radius[0] == pytest.approx(2.5 * np.sqrt(np.pi / 2), rel=1e-3)
    assert auto.flux[0] == pytest.approx(1e4 * (1 - np.exp(-(auto.radius[0] ** 2) / 2)), rel=2e-3)
    assert not auto.crowded[0]
    assert not auto.clipped[0]


def test_radius_of_two_bright_pixels():
    pixels = np.zeros((100, 100))
    pixels[50, 52], pixels[50, 47] = 30.0, 10.0
    size = search(pixels, plain.objects(50, 50, 2.0, 2.0), PHOT_AUTOPARAMS=(3.0, 0.1))
    assert size.radius[0] == pytest.approx(3 * (1.0 * 30 + 1.5 * 10) / 40)
    pixels[50, 47] = -40
    # The light adds up to less than nothing, though not the light times the radius.
    pixels[50, 62] = 11
    assert search(pixels, plain.objects(50, 50, 2.0, 2.0), PHOT_AUTOPARAMS=(3.0, 0.1)).radius[0] == pytest.approx(
        3 * (30 * 1 - 40 * 1.5 + 11 * 6) / 1
    )
    pixels[50, 62] = 9
    assert search(pixels, plain.objects(50, 50, 2.0, 2.0), PHOT_AUTOPARAMS=(3.0, 0.1)).radius[0] == np.float32(0.1)


def test_masked_pixels_do_not_count_but_crowd():
    pixels, blanked = plain.gaussian(50, 50, 1e4, 3.0, 3.0), np.zeros((100, 100), int)
    pixels[50, 60:] = 1e6
    blanked[50, 60:] = 2
    at = plain.objects(50, 50, 3.0, 3.0, blanked=blanked)
    size = search(pixels, at, PHOT_AUTOPARAMS=(2.5, 0.5))
    assert size.radius[0] == pytest.approx(2.5 * np.sqrt(np.pi / 2), rel=2e-3)
    assert not size.crowded[0]
    blanked[:, 60:] = 2
    assert search(pixels, plain.objects(50, 50, 3.0, 3.0, blanked=blanked)).crowded[0]


def test_without_any_pixel_there_is_no_radius():
    # The mean radius of a uniform disc of radius 6 is 4.
    radius = search(np.ones((100, 100)), plain.objects([50, -80], [50, 50])).radius
    assert radius[0] == pytest.approx(2.5 * 4, rel=0.02)
    assert radius[1] == 0


def test_the_column_is_the_radius_of_the_photometry():
    auto, _ = plain.elliptical_photometry(plain.image(plain.gaussian(50, 50)), plain.objects(50, 50))
    assert COLUMNS["KRON_RADIUS"].function(auto) is auto.radius

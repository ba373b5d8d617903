"""Compiled loops of fits of galaxies give the bytes of their twins of numpy, whatever the number of threads."""

import numpy as np
import pytest

from sexlike.measure.models.components import Components
from sexlike.measure.models.mapfits import ALONG_X, ALONG_Y, add_up_fits
from sexlike.measure.models.rasters import Profiles, draw_profiles
from sexlike.measure.psf.stamps import Stamps
from sexlike.threads import use_threads

from ..measure.models.galaxies import fitted
from ..measure.models.sources import boxes, gaussian_psf, scene, sky_with
from .twins import assert_same

pytestmark = pytest.mark.needs_loops
KINDS = [
    Components(spheroid=True, sersic=True),
    Components(spheroid=True, disk=True),
    Components(offset=True, point=True, disk=True),
]


def rasters(smooth):
    random = np.random.default_rng(2)
    number = 40
    scale, aspect = 10 ** random.uniform(-1.5, 1.3, number), 10 ** random.uniform(-2, 2, number)
    profiles = Profiles.sersic(scale, aspect, random.uniform(-99, 99, number), random.uniform(0.3, 10, number))
    return draw_profiles(profiles, random.integers(10, 60, number), 60, smooth)


@pytest.mark.parametrize("smooth", [False, True])
def test_rasters(smooth):
    assert_same(rasters, smooth)


def test_smallest_rasters():
    one = np.ones(3)
    profiles = Profiles.sersic(np.array([0.01, 0.3, 2]), 0.5 * one, 20 * one, 2 * one)
    assert_same(draw_profiles, profiles, np.array([2, 3, 4]), 8, True)


def test_shapes_that_are_no_numbers():
    profiles = Profiles.sersic(np.array([2, 3.0]), np.array([0.5, 0.5]), np.array([np.nan, 20]), np.array([1, 1.0]))
    with np.errstate(invalid="ignore"):
        drawn = draw_profiles(profiles, np.array([16, 16]), 16, True)
    assert np.isfinite(drawn[1]).all()


def sums(strangers):
    random = np.random.default_rng(5)
    maps = random.random((2, 4, 16, 16), np.float32)
    stamps = Stamps(*random.random((2, 2, 11, 13), np.float32))
    shifts, amounts, factors = random.normal(0, 0.3, (2, 2)), random.random((2, 4)), random.random((2, 5))
    sources = np.array([ALONG_X, ALONG_Y, 0, 2, 3])
    return add_up_fits(
        maps, np.array([14, 16]), stamps, np.arange(2), shifts, 0.9, amounts, sources, factors, strangers
    )


@pytest.mark.parametrize("strangers", [0, 2])
def test_sums(strangers):
    assert_same(sums, strangers)


def test_strangers_do_not_meet():
    """... and all other sums are what they are without strangers."""
    all_of_them, some = sums(0), sums(3)
    apart = ~np.eye(6, dtype=bool)
    apart[:2] = apart[:, :2] = apart[5] = apart[:, 5] = False
    assert (some[:, apart] == 0).all()
    assert np.array_equal(some[:, ~apart], all_of_them[:, ~apart])


def fits(components, number=2):
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 150, (2, number))
    flux = 10 ** random.uniform(2, 5, number)
    pixels = sky_with(x, y, flux, shape=(150, 150), noise=1)
    pixels[random.random(pixels.shape) < 0.02] = -1e30
    objects = boxes(x, y, shape=pixels.shape)
    objects.x_max += random.integers(0, 20, number)
    data = scene(pixels, objects, gaussian_psf(), saturation=3000, gain=2.0)
    found = fitted(data, components, flux)
    return np.column_stack([found.vector, found.covariance.reshape(number, -1), found.chi2, found.iterations])


@pytest.mark.parametrize("components", KINDS)
def test_fits(components):
    assert_same(fits, components)


def test_threads():
    one = fits(KINDS[0], 8)
    use_threads(3)
    try:
        assert np.array_equal(one, fits(KINDS[0], 8))
    finally:
        use_threads(1)

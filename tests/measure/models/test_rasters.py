"""Profiles on rasters."""

import numpy as np
import pytest

from sexlike.measure.models.rasters import Profiles, draw_profiles


def sersic(scale, aspect, angle, index):
    return Profiles.sersic(*(np.atleast_1d(float(value)) for value in (scale, aspect, angle, index)))


def drawn(*shape, size=64, side=64):
    return draw_profiles(sersic(*shape), np.array([size]), side)[0]


@pytest.mark.parametrize("shape", [(3, 0.6, 30, 4), (0.3, 1, 0, 1), (5, 0.2, -70, 0.5), (2, 1.7, 10, 10)])
def test_light_is_that_within_the_ellipse(shape):
    profiles = sersic(*shape)
    light = profiles.light(np.array([64]))[0]
    assert drawn(*shape).sum(dtype=float) == pytest.approx(light, rel=1e-6)
    fine = sersic(shape[0] / 64 * 500, *shape[1:])
    assert fine.light(np.array([500]))[0] == pytest.approx(light, rel=0.05)


def test_half_of_the_light_is_within_the_effective_radius():
    raster = drawn(12, 1, 0, 2.5, size=500, side=500)
    y, x = np.mgrid[-250:250, -250:250]
    assert raster[x**2 + y**2 <= 144].sum() == pytest.approx(0.5, abs=0.01)


def test_profile_beyond_the_core():
    raster = drawn(8, 0.5, 0, 1.0, size=200, side=200)
    along, across = raster[100, 120] / raster[100, 110], raster[110, 100] / raster[105, 100]
    assert along == pytest.approx(across, rel=1e-3)
    assert along == pytest.approx(np.exp(-1.678347 * 10 / 8), rel=2e-3)


def test_angle_is_from_x_towards_y():
    raster = drawn(6, 0.2, 45, 1.0)
    assert raster[42, 42] > 100 * raster[42, 22]


def test_both_halves_are_alike():
    raster = drawn(6, 0.4, 20, 1.5)
    assert np.allclose(raster[1:, 1:], raster[1:, 1:][::-1, ::-1], rtol=0.02, atol=1e-6)


def test_moments_of_a_small_profile():
    """The rings put the light of what is smaller than a sample in its place."""
    raster = drawn(1.5, 1, 0, 1.0)
    y, x = np.mgrid[-32:32, -32:32]
    scale = 1.5 / 1.678347
    assert raster.ravel() @ (x**2).ravel() == pytest.approx(3 * scale**2, rel=0.15)
    assert raster.ravel() @ (x * y).ravel() == pytest.approx(0, abs=0.02)


def test_raster_in_the_middle_of_a_larger_one():
    small, large = drawn(3, 0.6, 30, 4, size=40, side=40), drawn(3, 0.6, 30, 4, size=40, side=75)
    assert np.array_equal(large[17:57, 17:57], small)
    assert large.sum() == pytest.approx(small.sum(), rel=1e-6)


def test_extreme_shapes_are_finite():
    scale, aspect, index = (values.ravel() for values in np.meshgrid([1e-3, 1, 1e4], [0.01, 1, 100], [0.3, 4, 10]))
    profiles = Profiles.sersic(scale, aspect, np.full(len(scale), 33.0), index)
    rasters = draw_profiles(profiles, np.full(len(scale), 32), 32)
    assert np.isfinite(rasters).all()
    assert (rasters.sum(axis=(1, 2)) < 1.001).all()

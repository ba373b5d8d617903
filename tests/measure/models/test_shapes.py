"""What follows from the parameters of models: moments, ellipticities, ellipses, brightness, and their errors."""

import numpy as np
import pytest
from scipy.integrate import quad

from sexlike.measure.models.components import (
    DISK_FLUX,
    POINT_FLUX,
    SPHEROID_FLUX,
    Components,
)
from sexlike.measure.models.shapes.ellipses import ellipse_in_world, fitted_ellipse
from sexlike.measure.models.shapes.ellipticity import ellipticity, polarisation
from sexlike.measure.models.shapes.fluxes import disk_brightness, flux_share, spheroid_brightness, total_flux
from sexlike.measure.models.shapes.moments import disk_of, second_moments, spheroid_of
from sexlike.measure.models.shapes.peaks import RASTER, brightness_of, drawn_brightness
from sexlike.measure.models.shapes.profiles import mean_over_central, sersic_coefficient, sersic_spread
from sexlike.measure.models.windows import ModelWindows

SERSIC = Components(spheroid=True, sersic=True)
ALL = Components(offset=True, point=True, spheroid=True, sersic=True, disk=True)
# offset, x, y, point; flux, radius, aspect, angle, index of the spheroid; flux, scale, aspect, angle of the disk
GALAXY = np.array([[0.5, 0.1, -0.2, 50.0, 300.0, 4.0, 0.6, 30.0, 2.5, 500.0, 3.0, 0.4, -50.0]])


def covariances(p, seed=1, n=1):
    """Covariances of p parameters, none of which is known to better than some hundredths."""
    factors = np.random.default_rng(seed).normal(size=(n, p, p)) * 0.05
    return factors @ factors.swapaxes(1, 2)


def propagated(function, vector, covariance, step=1e-4):
    """Covariances of the values of a function, (1, p) -> (m, 1), by differences."""
    p = vector.shape[1]
    slopes = [(function(vector + step * unit) - function(vector - step * unit))[:, 0] / 2 / step for unit in np.eye(p)]
    return np.stack(slopes, axis=1) @ covariance[0] @ np.stack(slopes)


@pytest.mark.parametrize("index", [0.5, 1.0, 2.5, 4.0, 8.0])
def test_profiles(index):
    """Half of the light is within r = 1, and <x^2> is half of <r^2>."""
    n = np.array([index])
    b = sersic_coefficient(n)[0]
    # with s = b r^(1/n) the integrals of r^k exp(-s) end where nothing is left
    light, inner, second = (
        quad(lambda s, k=k: index * s ** (index * k - 1) * np.exp(-s), 0, stop)[0] / b ** (index * k)
        for k, stop in ((2, 200), (2, b), (4, 200))
    )
    assert inner / light == pytest.approx(0.5, abs=1e-3)
    assert sersic_spread(n)[0] == pytest.approx(second / light / 2, rel=1e-6)
    assert mean_over_central(n)[0] == pytest.approx(light, rel=1e-6)


def test_moments_are_means_over_the_light():
    vector, nothing = GALAXY, np.zeros((1, 13, 13))
    moments = second_moments(vector, nothing, ALL)[0][:, 0]
    spread = 16 * sersic_spread(np.array([2.5]))[0], 9 * 3.0
    expected = np.zeros(3)
    for flux, of, aspect, angle in ((300, spread[0], 0.6, 30.0), (500, spread[1], 0.4, -50.0)):
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        matrix = np.array([[c, -s], [s, c]]) @ np.diag([1, aspect**2]) @ np.array([[c, s], [-s, c]])
        expected += flux / 850 * of * matrix[[0, 1, 0], [0, 1, 1]]
    assert moments == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("components", [SERSIC, ALL, Components(disk=True), Components(spheroid=True, disk=True)])
def test_errors_of_moments(components):
    values = dict(zip(ALL.parameters, GALAXY[0], strict=True))
    vector = np.array([[values[name] for name in components.parameters]])
    covariance = covariances(vector.shape[1])
    found = second_moments(vector, covariance, components)[1][0]
    expected = propagated(lambda v: second_moments(v, covariance, components)[0], vector, covariance)
    assert found == pytest.approx(expected, rel=0.02)  # the step in the index is a hundredth


@pytest.mark.parametrize("way", [ellipticity, polarisation])
def test_ellipticities(way):
    moments, covariance = np.array([[5.0], [3.0], [-0.7]]), covariances(3)
    found = way(moments, covariance)
    expected = propagated(lambda v: np.stack(way(v.T, covariance)[:2]), moments.T, covariance)
    errors = [found.first_error[0], found.second_error[0]]
    assert errors == pytest.approx(np.sqrt(expected.diagonal()), rel=1e-6)
    assert found.correlation[0] == pytest.approx(expected[0, 1] / np.prod(errors), rel=1e-6)


def test_ellipticities_of_a_known_ellipse():
    """Axes 3 and 2, at 20 degrees."""
    c, s = np.cos(np.radians(20)), np.sin(np.radians(20))
    moments = np.array([[9 * c**2 + 4 * s**2], [9 * s**2 + 4 * c**2], [5 * c * s]])
    twice = np.radians(40)
    for way, size in ((ellipticity, 1 / 5), (polarisation, 5 / 13)):
        found = way(moments, np.zeros((1, 3, 3)))
        assert found.first[0] == pytest.approx(size * np.cos(twice))
        assert found.second[0] == pytest.approx(size * np.sin(twice))
        assert (found.first_error[0], found.correlation[0]) == (0, 0)


@pytest.mark.parametrize("way", [ellipticity, polarisation])
def test_a_point_has_no_ellipticity(way):
    assert not np.any(way(np.zeros((3, 2)), covariances(3, n=2)))


def test_an_axis_ratio_above_one_is_turned():
    vector = np.array([[0.0, 0.0, 300.0, 4.0, 2.0, 80.0, 2.5], [0.0, 0.0, 300.0, 8.0, 0.5, 170.0, 2.5]])
    errors = np.array([[0, 0, 0, 0.2, 0.1, 3.0, 0], [0, 0, 0, 0.4, 0.025, 3.0, 0]])
    ellipse = fitted_ellipse(vector, errors, spheroid_of(SERSIC))
    for values in vars(ellipse).values():
        assert values[0] == pytest.approx(values[1])
    assert (ellipse.angle[0], ellipse.scale[0], ellipse.aspect[0]) == pytest.approx((-10, 8, 0.5))


def test_inclinations():
    vector = np.array([[0.0, 0.0, 300.0, 4.0, q, 80.0] for q in (1.0, 0.5)])
    disk = fitted_ellipse(vector, np.full((2, 6), 0.01), disk_of(Components(disk=True)))
    assert disk.inclination == pytest.approx([0, 60])
    assert disk.inclination_error == pytest.approx(np.degrees([0.01 / 0.1, 0.01 / np.sqrt(0.75)]))


def test_ellipses_in_the_world():
    """East is to the left, and pixels are a thousandth of a degree."""
    vector = np.array([[0.0, 0.0, 300.0, 4.0, 0.5, 30.0]])
    ellipse = fitted_ellipse(vector, np.full((1, 6), 0.1), disk_of(Components(disk=True)))
    world = ellipse_in_world(ellipse, np.array([[[-1e-3], [0.0]], [[0.0], [1e-3]]]), None)
    assert world.scale == pytest.approx([4e-3])
    assert world.scale_error == pytest.approx([1e-4])
    assert (world.aspect, world.aspect_error) == (pytest.approx([0.5]), pytest.approx([0.1]))
    assert world.angle == pytest.approx([-30])


def test_fluxes_and_shares():
    covariance = covariances(13)
    flux, error = total_flux(GALAXY, covariance, ALL)
    assert flux == pytest.approx([850])
    places = ALL.fluxes
    assert [ALL.parameters[k] for k in places] == [POINT_FLUX, SPHEROID_FLUX, DISK_FLUX]
    assert error[0] ** 2 == pytest.approx(covariance[0][np.ix_(places, places)].sum())

    def share(vector):
        return flux_share(vector, covariance, ALL, ALL.place(DISK_FLUX))[0][None]

    found, error = flux_share(GALAXY, covariance, ALL, ALL.place(DISK_FLUX))
    assert found == pytest.approx([500 / 850])
    assert error[0] ** 2 == pytest.approx(propagated(share, GALAXY, covariance)[0, 0], rel=1e-6)


@pytest.mark.parametrize("index", [1.0, 4.0, None])
def test_brightness_of_spheroids(index):
    """Light that is added up in ellipses is that of the model; half of it is within the effective radius."""
    n = 4.0 if index is None else index
    vector = np.array([[0.0, 0.0, 300.0, 5.0, 0.5, 30.0, n]])
    ellipse = fitted_ellipse(vector, np.zeros((1, 7)), spheroid_of(SERSIC))
    found = spheroid_brightness(np.array([300.0]), ellipse, None if index is None else np.array([index]))
    b = sersic_coefficient(np.array([n]))[0]
    assert found.effective / found.maximum == pytest.approx(np.exp(-b))
    assert found.mean * np.pi * 25 * 0.5 == pytest.approx(150, rel=1e-3)


def test_brightness_of_disks():
    vector = np.array([[0.0, 0.0, 300.0, 5.0, 0.5, 30.0]])
    found = disk_brightness(np.array([300.0]), fitted_ellipse(vector, np.zeros((1, 6)), disk_of(Components(disk=True))))
    assert found.maximum == pytest.approx([300 / (2 * np.pi * 25 * 0.5)])
    assert found.mean * np.pi * (1.67835 * 5) ** 2 * 0.5 == pytest.approx(150, rel=1e-5)
    assert found.effective / found.maximum == pytest.approx(np.exp(-1.67835), rel=1e-5)


def windows(n, raster=64, step=0.8):
    whole = np.full(n, 50)
    return ModelWindows(whole, whole, whole, np.ones(n, int), np.full(n, raster), np.full(n, step))


def test_brightness_on_rasters_is_that_of_the_profile():
    components = Components(disk=True)
    vector = np.array([[0.0, 0.0, 300.0, 2.0, 0.7, 30.0], [0.0, 0.0, 500.0, 6.0, 0.5, -70.0]])
    drawn = drawn_brightness(vector, np.array([True, True]), components, windows(2))
    exact = disk_brightness(vector[:, 2], fitted_ellipse(vector, np.zeros((2, 6)), disk_of(components)))
    assert drawn.maximum == pytest.approx(exact.maximum, rel=0.05)
    assert drawn.effective == pytest.approx(exact.effective, rel=0.02)
    assert drawn.mean == pytest.approx(exact.mean, rel=0.02)
    assert not np.any(drawn_brightness(vector, np.array([False, False]), components, windows(2)))


def test_a_point_fills_a_sample():
    components = Components(point=True)
    drawn = drawn_brightness(np.array([[0.0, 0.0, 300.0]]), np.array([True]), components, windows(1))
    sample = 0.01 * 64 * 0.8 / RASTER
    assert np.ravel(drawn) == pytest.approx([300 / sample**2, 150 / sample**2, 300 / sample**2])


def test_light_beyond_a_raster_is_the_faintest():
    """Samples of 1, 2, 3, 4 and as much beyond: half of 20 is reached with the last of them."""
    samples = np.array([[2.0, 4.0, 1.0, 3.0]], np.float32)
    assert brightness_of(samples, np.array([0.5]))[:, 0] == pytest.approx([4, 1.0, 2.5])
    assert brightness_of(samples, np.array([0.0]))[:, 0] == pytest.approx([4, 1 / 3 * 3 + 2 / 3 * 2, (1 + 4) / (4 / 3)])

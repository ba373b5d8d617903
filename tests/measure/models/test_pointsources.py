"""Fits of point sources."""

import numpy as np
import pytest

from sexlike.measure.flags import ModelFlag
from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.parameters import Parameters
from sexlike.measure.models.pointsources import point_slopes, residuals_alone
from sexlike.measure.models.starts import model_radius, point_parameters, point_start

from .sources import boxes, fitted, gaussian_psf, measured, scene, sky_with


def test_position_and_flux():
    x, y, flux = np.array([30.3, 60.8]), np.array([40.0, 71.45]), np.array([900.0, 40.0])
    found = fitted(scene(sky_with(x, y, flux), boxes(x, y)), [[0.1, 0.1, 500], [0, 0, 500]])
    # The PSF is known at samples only, and interpolated.
    assert np.allclose(found.vector, [[0.3, 0, 900], [-0.2, 0.45, 40]], rtol=2e-3, atol=2e-3)
    assert (found.flags == 0).all()
    assert (found.chi2 < 1e-3).all()


def test_errors():
    """Pulls are Gaussian: of 300 sources in noise of 1, with known fluxes."""
    x, y = (values.ravel() * 50.0 + 30.2 for values in np.mgrid[:15, :20])
    pixels = sky_with(x, y, np.full(len(x), 300.0), shape=(1030, 780), noise=1)
    objects = boxes(x, y, shape=pixels.shape)
    found = fitted(scene(pixels, objects), np.full((300, 3), [0, 0, 200.0]))
    errors = np.sqrt(found.covariance.diagonal(axis1=1, axis2=2))
    pulls = (found.vector - [0.2, 0.2, 300]) / errors
    assert np.allclose(pulls.mean(axis=0), 0, atol=0.2)
    assert np.allclose(pulls.std(axis=0), 1, atol=0.13)
    assert found.chi2.mean() == pytest.approx(0.865, abs=0.01)  # 1 - <|z|^3> / 10 + ...: residuals are compressed


def test_slopes():
    x, y = np.array([30.3, 60.8]), np.array([40.0, 71.45])
    data = scene(sky_with(x, y, [900, 40], noise=1), boxes(x, y))
    bounds = Parameters.between(
        np.array([[-8, -8, 1.0]] * 2), np.array([[8, 8, 1e5]] * 2), np.array([False, False, True])
    )
    variables, members, step = np.array([[0.1, -0.05, 0.4], [0, 0.1, -0.3]]), np.arange(2), 1e-3

    def check(batch, batch_data):
        squares, _, _ = residuals_alone(batch_data)

        def slopes(values):
            return point_slopes(batch_data, squares, members, bounds, values)

        here = slopes(variables)
        for k in range(3):
            move = np.eye(3)[k] * step
            change = (slopes(variables + move).cost - slopes(variables - move).cost) / (2 * step)
            error = np.abs(here.gradient[:, k] - change / 2)
            assert (error < 1e-2 * np.sqrt(here.normal[:, k, k])).all()
        assert np.array_equal(here.normal, here.normal.swapaxes(1, 2))
        assert (np.linalg.eigvalsh(here.normal) > 0).all()

    for_batches(check, data)


def test_compression_of_residuals():
    pixels = np.zeros((100, 100), np.float32)
    pixels[50, 50] = 10

    def check(batch, data):
        _, total, number = residuals_alone(data)
        assert total == pytest.approx((10 * np.log(2)) ** 2)
        assert number == np.count_nonzero(data.stamps.weights)

    for_batches(check, scene(pixels, boxes(50, 50)))


def test_a_source_without_pixels_is_flagged():
    pixels = sky_with(50, 50, 100)
    found = fitted(scene(pixels, boxes([50, 20], [50, 20]), saturation=-1e30), [[0, 0, 50.0]] * 2)
    assert found.flags.tolist() == [ModelFlag.TOO_FEW_PIXELS] * 2
    assert not found.fitted.any()
    for values in (found.vector, found.covariance, found.chi2, found.iterations):
        assert not values.any()


def test_saturated_core_is_fitted_from_its_wings():
    pixels = sky_with(50.2, 49.9, 1000)
    found = fitted(scene(np.minimum(pixels, 30), boxes(50.2, 49.9), saturation=30), [[0, 0, 500.0]])
    assert np.allclose(found.vector, [[0.2, -0.1, 1000]], rtol=5e-3, atol=2e-3)


def test_bounds():
    pixels = -sky_with(50, 50, 1000)
    found = fitted(scene(pixels, boxes(50, 50)), [[0, 0, 500.0]])
    assert found.flags.tolist() == [ModelFlag.AT_MINIMUM]
    found = fitted(scene(-pixels, boxes(50, 50)), [[0, 0, 50.0]], brightest=100)
    assert found.flags.tolist() == [ModelFlag.AT_MAXIMUM]


@pytest.mark.parametrize("half", [150, 400])
def test_large_windows(half):
    """Coarser rasters and binned windows find the same source."""
    pixels = sky_with(500.0, 501.0, 1e4, sigma=4.0, shape=(1000, 1000), noise=0.01)
    objects = boxes(500.4, 500.6, half=half, shape=pixels.shape)
    data = scene(pixels, objects, gaussian_psf(4.0, 1.1, 45), sigma=0.01)
    found = fitted(data, [[0, 0, 5e3]])
    assert np.allclose(found.vector, [[0, 0, 1e4]], rtol=0.02, atol=0.05)


def test_start_and_bounds_of_an_object():
    objects = boxes([50.4], [20.8])
    light = measured(flux=np.float32([120.0]), flux_error=np.float32([20.0]))
    growth = measured(light=np.linspace(0, 120, 64)[None], limit=np.array([12.8]))
    data = scene(np.zeros((100, 100), np.float32), objects)
    assert np.allclose(point_start(objects, light, data.windows), [[0.4, -0.2, 120]])
    bounds = point_parameters(light, model_radius(growth, light, data.psf), data.windows)
    low, high = bounds.values(np.full((1, 3), -99.0)), bounds.values(np.full((1, 3), 99.0))
    assert np.allclose(high[0], [25.6, 25.6, 2000], rtol=0.02)
    assert np.allclose(low[0], [-25.6, -25.6, 2e-3], rtol=0.02)

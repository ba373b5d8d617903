"""Point sources and extended ones: SPREAD_MODEL."""

import numpy as np
import pytest

from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.disk import exponential_disk
from sexlike.measure.models.extendedness import broadened, discriminant, extendedness

from .sources import boxes, fitted, gaussian_psf, scene, sky_with


def spread_of(pixels, objects, **more):
    data = scene(pixels, objects, **more)
    return extendedness(data, fitted(data, np.full((len(objects), 3), [0, 0, 500.0])))


def test_stars_and_galaxies():
    x, y = np.array([30.3, 60.8, 30.0]), np.array([30.0, 71.45, 70.0])
    pixels = sky_with(x[:2], y[:2], [900, 400]) + sky_with(30, 70, 900, sigma=3.0)
    found = spread_of(pixels, boxes(x, y))
    assert np.allclose(found.spread[:2], 0, atol=2e-4)
    assert found.spread[2] > 0.01
    assert (found.error > 0).all()


def test_error_is_the_scatter():
    x, y = (values.ravel() * 50.0 + 30.2 for values in np.mgrid[:15, :20])
    pixels = sky_with(x, y, np.full(len(x), 300.0), shape=(1030, 780), noise=1)
    found = spread_of(pixels, boxes(x, y, shape=pixels.shape))
    assert found.spread.std() == pytest.approx(found.error.mean(), rel=0.15)
    assert found.spread.mean() == pytest.approx(0, abs=0.2 * found.error.mean())


def test_nothing_to_measure():
    pixels = sky_with(50, 50, 100)
    found = spread_of(pixels, boxes([50], [50]), saturation=-1e30)
    assert (found.spread.tolist(), found.error.tolist()) == ([0], [0])
    found = spread_of(-pixels, boxes([50], [50]))
    assert (found.spread.tolist(), found.error.tolist()) == ([1], [1])


def test_broadened_psf():
    data = scene(sky_with(50, 50, 100), boxes([50, 51], [50, 50]))

    def check(batch, batch_data):
        broad = broadened(batch_data, 20.0)
        disk = exponential_disk(20 / 16 / data.psf.step)
        reach = len(disk) // 2
        assert broad.shape[1] == batch_data.psfs.shape[1] + 2 * reach
        middle = broad.shape[1] // 2
        psf = np.pad(batch_data.psfs[0], reach)
        near = psf[middle - reach : middle + reach + 1, middle - reach : middle + reach + 1]
        assert broad[0, middle, middle] == pytest.approx((near * disk[::-1, ::-1]).sum(), rel=0.05)
        assert np.array_equal(broad[0], broad[1])

    for_batches(check, data)


def test_discriminant():
    psf, disk = np.array([0.5, 0.3, 0.1]), np.array([0.4, 0.3, 0.2])
    pixels, variance = np.array([5.0, 3.5, 1.5]), np.array([1.0, 1.0, 2.0])
    products = [psf * pixels, disk * pixels, psf * psf, psf * disk]
    products += [psf * psf * variance, disk * disk * variance, psf * disk * variance]
    spread, error = discriminant(np.sum(products, axis=1)[None])

    def by_hand(values):
        return (disk @ values) / (psf @ values) - (disk @ psf) / (psf @ psf)

    slopes = [(by_hand(pixels + 1e-6 * unit) - by_hand(pixels)) / 1e-6 for unit in np.eye(3)]
    assert spread == pytest.approx(by_hand(pixels))
    assert error == pytest.approx(np.sqrt(np.square(slopes) @ variance), rel=1e-4)
    assert discriminant(np.zeros((1, 7))) == (1, 1)


def test_a_psf_that_is_narrower_than_a_pixel():
    pixels = np.zeros((100, 100), np.float32)
    pixels[50, 50] = 100
    found = spread_of(pixels, boxes([50], [50]), psf=gaussian_psf(0.3, 0.2, 31))
    assert np.isfinite([found.spread, found.error]).all()

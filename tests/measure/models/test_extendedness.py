"""Point sources and extended ones: SPREAD_MODEL."""

from dataclasses import replace

import numpy as np
import pytest

from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.components import Components
from sexlike.measure.models.disk import exponential_disk
from sexlike.measure.models.extendedness import broadened, discriminant, extendedness
from sexlike.measure.models.psfraster import apodised

from .sources import boxes, fitted, gaussian_psf, scene, sky_with


def spread_of(pixels, objects, **more):
    data = scene(pixels, objects, **more)
    points = fitted(data, np.full((len(objects), 3), [0, 0, 500.0]))
    return extendedness(data, points, Components(spheroid=True, sersic=True))


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


@pytest.mark.parametrize("fwhm", [3.0, 20.0, 1e4])
def test_broadened_psf(fwhm):
    data = scene(sky_with(50, 50, 100), boxes([50, 51], [50, 50]))

    def check(batch, batch_data):
        broad, psfs, raster = broadened(batch_data, fwhm), batch_data.psfs, batch_data.windows.raster[0]
        scale = fwhm / 16 / data.psf.step
        reach = min(int(max(21 * scale, 4)) + 1, raster // 2 - 1)
        disk = exponential_disk(scale, reach)
        side = min(psfs.shape[1] + 2 * reach, raster)
        assert broad.shape == (2, side, side)
        assert np.array_equal(broad[0], broad[1])
        middle, reach = broad.shape[1] // 2, min(reach, psfs.shape[1] // 2)
        disk = disk[len(disk) // 2 - reach : len(disk) // 2 + reach + 1, len(disk) // 2 - reach :][:, : 2 * reach + 1]
        psf = apodised(psfs, batch_data.windows, fwhm)[0]
        near = psf[len(psf) // 2 - reach : len(psf) // 2 + reach + 1, len(psf) // 2 - reach :][:, : 2 * reach + 1]
        assert broad[0, middle, middle] == pytest.approx((near * disk[::-1, ::-1]).sum(), rel=1e-5)

    for_batches(check, data)


def test_a_psf_that_is_said_to_be_very_wide_costs_no_more():
    psf = replace(gaussian_psf(), fwhm=1e6)
    x, y = np.array([30.3, 60.8]), np.array([30.0, 71.45])
    found = spread_of(sky_with(x, y, [900, 400], noise=1), boxes(x, y), psf=psf)
    assert np.isfinite([found.spread, found.error]).all()


def test_windows_of_many_sizes_do_not_change_each_other():
    x, y = np.arange(6) * 30.0 + 25.3, np.full(6, 25.6)
    objects = boxes(x, y, shape=(50, 200))
    objects.x_max[::2] += 25
    psf = replace(gaussian_psf(), fwhm=40.0)  # the disk goes beyond the small rasters
    pixels = sky_with(x, y, np.full(6, 2000), shape=(50, 200), noise=1)
    together = spread_of(pixels, objects, psf=psf)
    for k in range(6):
        one = boxes(x[k : k + 1], y[k : k + 1], shape=(50, 200))
        one.x_max += 25 * (k % 2 == 0)
        alone = spread_of(pixels, one, psf=psf)
        assert together.spread[k] == pytest.approx(alone.spread[0], abs=1e-6)


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

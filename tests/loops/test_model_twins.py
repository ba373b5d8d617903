"""Compiled loops of fits of models give the bytes of their twins of numpy, whatever the number of threads."""

from dataclasses import replace

import numpy as np
import pytest

from sexlike.measure.models.components import Components
from sexlike.measure.models.extendedness import extendedness
from sexlike.threads import use_threads

from ..measure.models.sources import boxes, fitted, gaussian_psf, scene, sky_with
from .twins import assert_same

pytestmark = pytest.mark.needs_loops


def results(number, half, gain, psf):
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 150, (2, number))
    flux = 10 ** random.uniform(1, 5, number)
    pixels = sky_with(x, y, flux, shape=(150, 150), noise=1)
    pixels[random.random(pixels.shape) < 0.02] = -1e30
    objects = boxes(x, y, half=half, shape=pixels.shape)
    objects.x_max += random.integers(0, 20, number)
    data = scene(pixels, objects, psf, saturation=3000, gain=gain)
    found = fitted(data, np.stack([random.normal(size=number), random.normal(size=number), flux * 1.3], axis=1))
    spread = extendedness(data, found, Components(point=True))
    covariance = found.covariance.reshape(number, 9)
    return np.column_stack([found.vector, covariance, found.chi2, found.iterations, spread.spread, spread.error])


@pytest.mark.parametrize(
    ("number", "half", "gain", "psf"),
    [
        (25, 3, 0, gaussian_psf()),
        (25, 3, 2.0, gaussian_psf(1.3, 1.0, 22)),
        (3, 130, 2.0, gaussian_psf(1.8, 0.5, 20)),  # coarser rasters
        (2, 220, 0, gaussian_psf()),  # binned pixels
        (9, 3, 0, gaussian_psf(1.8, 0.05, 151)),
        (9, 3, 2.0, replace(gaussian_psf(1.8, 1.0, 7), fwhm=200.0)),  # a disk beyond small rasters
    ],
)
def test_point_sources(number, half, gain, psf):
    assert_same(results, number, half, gain, psf)


def test_threads():
    one = results(150, 3, 2.0, gaussian_psf())
    use_threads(3)
    try:
        assert np.array_equal(one, results(150, 3, 2.0, gaussian_psf()))
    finally:
        use_threads(1)

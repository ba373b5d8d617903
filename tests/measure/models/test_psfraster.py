"""The PSF as models have it."""

import numpy as np
import pytest

from sexlike.measure.models.psfraster import MARGIN, apodised, model_psfs, on_raster
from sexlike.measure.models.windows import ModelWindows

from .sources import gaussian_psf


def windows(*rasters, step=0.7, binning=1):
    n = np.ones(len(rasters), np.int64)
    return ModelWindows(n, n, n * 50, n * binning, np.array(rasters), n * float(np.float32(step)))


@pytest.mark.parametrize("binning", [1, 3])
def test_flux_is_1(binning):
    psfs = model_psfs(gaussian_psf(), np.zeros((2, 0)), windows(60, 60, binning=binning))
    assert psfs.shape == (2, 31 + 2 * MARGIN, 31 + 2 * MARGIN)
    assert np.allclose(psfs.sum(axis=(1, 2)) * np.float32(0.7) ** 2, binning**2, rtol=1e-6)


def test_edges_are_lost():
    found = on_raster(np.ones((1, 9, 11), np.float32), 1.0)[0]
    expected = np.zeros((9, 11))
    expected[2:-3, 2:-3] = 1
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("ratio", [1.3, 2.0])
def test_coarser_raster(ratio):
    psf = gaussian_psf()
    coarse = on_raster(psf.planes, ratio)[0]
    expected = gaussian_psf(step=psf.step * ratio, size=len(coarse)).planes[0]
    inner = slice(len(coarse) // 2 - 6, len(coarse) // 2 + 7)
    assert np.allclose(coarse[inner, inner], expected[inner, inner], atol=1e-2 * expected.max())


def test_no_more_samples_than_a_raster_has():
    assert on_raster(np.ones((1, 400, 3), np.float32), 0.05).shape == (1, 511, 61)


def test_a_psf_without_light_stays_0():
    psf = gaussian_psf()
    psf.planes[0] = 0
    assert not model_psfs(psf, np.zeros((1, 0)), windows(60)).any()


def test_apodisation():
    ones = np.ones((2, 41, 41), np.float32)
    small, large = apodised(ones, windows(40, 400, step=1.0), fwhm=2.0)
    assert (large == 1).all()
    # The raster ends at 19 samples; the rim begins 3 FWHM further in.
    assert small[20, 20:34].tolist() == [1] * 14
    assert np.allclose(small[20, 34:40], np.exp(-(np.arange(1, 7) ** 2) / 8))
    assert small[20, 40] == 0
    assert np.array_equal(small, small.T)

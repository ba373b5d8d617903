"""Errors of PSF fluxes are right: measured minus true, in units of the errors, is a normal distribution of width 1."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike

CELLS, SIDE = 46, 40  # stars in a row, pixels between them
REACH = 15  # pixels around a star
FWHM, STEP = 3.5, 0.5  # pixels
NOISE, LOWEST, HIGHEST = 4.0, 10, 200
COLUMNS = ["X_IMAGE", "Y_IMAGE", "FLUX_PSF", "FLUXERR_PSF", "XPSF_IMAGE", "YPSF_IMAGE"]
CENTRE = SIDE * (np.arange(CELLS) + 0.5)


def gaussian(x, y):
    """Flux per pixel of a Gaussian star of flux 1."""
    variance = (FWHM / 2.3548) ** 2
    return np.exp(-(x**2 + y**2) / 2 / variance) / (2 * np.pi * variance)


@pytest.fixture(scope="module")
def psf():
    """The true PSF, as an array of half pixels."""
    y, x = np.mgrid[-40:41, -40:41] * STEP
    return sexlike.read_psf(gaussian(x, y), step=STEP)


def stars(noise, random):
    """Light and true values of isolated stars: image, x and y from 0, flux.

    The noise is that of the sky alone, and the logarithm of the signal to noise of a fit is even. (With photon noise,
    the weights of a fit follow the noise of the pixels themselves, and its flux is too low by a third of its error.)
    """
    row, column = (axis.ravel() for axis in np.meshgrid(CENTRE, CENTRE, indexing="ij"))
    x, y = (axis + random.uniform(-1, 1, CELLS**2) for axis in (column, row))
    signal_to_noise = np.exp(random.uniform(np.log(LOWEST), np.log(HIGHEST), CELLS**2))
    flux = signal_to_noise * np.sqrt(4 * np.pi) * FWHM / 2.3548 * noise[row.astype(int), column.astype(int)]
    light = np.zeros(noise.shape)
    for k in range(len(x)):
        left, low = int(column[k]) - REACH, int(row[k]) - REACH
        v, u = np.mgrid[low : low + 2 * REACH + 1, left : left + 2 * REACH + 1]
        light[low : low + 2 * REACH + 1, left : left + 2 * REACH + 1] += flux[k] * gaussian(u - x[k], v - y[k])
    return (light + random.normal(size=light.shape) * noise).astype(np.float32), x, y, flux


@pytest.mark.parametrize("weights", [None, "MAP_RMS", "MAP_WEIGHT"])
def test_pulls(psf, tmp_path, weights):
    random = np.random.default_rng(20 + bool(weights))
    noise = np.full((CELLS * SIDE, CELLS * SIDE), NOISE)
    settings = {"PSF_NAME": psf, "SATUR_LEVEL": 1e9, "BACK_SIZE": 128, "DETECT_THRESH": 1.2}
    if weights:
        noise[:, noise.shape[1] // 2 :] /= np.sqrt(2)  # two exposures on the right
        values = noise if weights == "MAP_RMS" else 7 / noise**2
        fits.writeto(tmp_path / "map.fits", values.astype(np.float32))
        settings |= {"WEIGHT_TYPE": weights, "WEIGHT_IMAGE": tmp_path / "map.fits"}
    image, x, y, flux = stars(noise, random)
    found = sexlike.extract(image, params=COLUMNS, **settings)
    values = {name: np.asarray(found[name], float) for name in COLUMNS}
    row, column = (np.floor((values[name] - 0.5) / SIDE).astype(int) for name in ("Y_IMAGE", "X_IMAGE"))
    star = row * CELLS + column
    dx, dy = values["XPSF_IMAGE"] - 1 - x[star], values["YPSF_IMAGE"] - 1 - y[star]
    fitted = (np.hypot(dx, dy) < 2.5) & (values["FLUX_PSF"] > 0)
    assert len(set(star[fitted])) == fitted.sum() > 2100
    pull = (values["FLUX_PSF"] - flux[star])[fitted] / values["FLUXERR_PSF"][fitted]
    assert abs(pull.mean()) < 0.1
    assert pull.std() == pytest.approx(1, abs=0.05)
    assert abs(dx[fitted].mean()) < 0.01
    assert abs(dy[fitted].mean()) < 0.01

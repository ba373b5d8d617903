"""Fits of a PSF that depends on columns, cards and extensions, by both programs."""

from contextlib import suppress

import numpy as np
import pytest
from astropy.io import fits

from ...live import Both
from .files import gaussian, psf_table, write_psf

STEP = 0.8
NARROW, WIDE = gaussian(25, 3.0, STEP), gaussian(25, 4.0, STEP)
COLUMNS = ["NUMBER", "X_IMAGE", "FLUX_PSF", "FLUXERR_PSF"]


def field(seed):
    """An HDU with 36 stars of many fluxes in 180 x 180 pixels, some of them blended."""
    random = np.random.default_rng(seed)
    pixels = random.normal(50, 3, size=(180, 180))
    row, column = np.mgrid[-15:16, -15:16]
    for k in range(36):
        x, y = (random.uniform(-4, 4) + 20 + 28 * place for place in (k % 6, k // 6))
        left, low = round(x), round(y)
        variance = 2 * (3.5 / 2.3548) ** 2
        star = np.exp(-((column + left - x) ** 2 + (row + low - y) ** 2) / variance) / (np.pi * variance)
        pixels[low - 15 : low + 16, left - 15 : left + 16] += 10 ** random.uniform(3, 5) * star
    return fits.ImageHDU(pixels.astype(np.float32), fits.Header({"GAIN": 2.5, "AIRMASS": 1.3}))


def compare(theirs, ours, number):
    """The same rows and columns, and fluxes that agree much better than their errors."""
    assert ours.names == theirs.names
    assert len(ours) == len(theirs) >= number
    fitted = theirs["FLUX_PSF"] > 0
    assert fitted.mean() > 0.9
    np.testing.assert_array_equal(ours["FLUX_PSF"] > 0, fitted)
    assert (np.abs(ours["FLUX_PSF"] - theirs["FLUX_PSF"])[fitted] < 1e-2 * theirs["FLUXERR_PSF"][fitted]).all()


@pytest.mark.needs_sextractor
@pytest.mark.parametrize(
    "contexts",
    [
        [("X_IMAGE", 90.0, 90.0), ("Y_IMAGE", 90.0, 90.0)],
        [("MAG_AUTO", -10.0, 2.5)],
        [("X_IMAGE", 90.0, 90.0), ("MAG_ISO", -10.0, 2.5), ("Y_IMAGE", 90.0, 90.0)],
        [("ELONGATION", 1.0, 1.0)],
        [(":AIRMASS", 1.0, 1.0), ("Y_IMAGE", 90.0, 90.0)],
    ],
)
def test_contexts(tmp_path, monkeypatch, capsys, contexts):
    image = field(1)
    fits.PrimaryHDU(image.data, image.header).writeto(tmp_path / "image.fits")
    planes = np.stack([NARROW, *[(WIDE - NARROW) / len(contexts) / 2] * len(contexts)])
    write_psf(tmp_path / "image.psf", psf_table(planes, contexts, 1, fwhm=3.5, step=STEP))
    theirs, ours = catalogs_at_last(Both(tmp_path, monkeypatch, capsys), PSF_NAME="../image.psf", DETECT_THRESH=3)
    compare(theirs, ours, 30)
    joined = [name for name, *_ in contexts if name not in (":AIRMASS", "X_IMAGE")]
    assert ours.names == [*COLUMNS, *joined]


def catalogs_at_last(both, **settings):
    """Run both until they succeed: SExtractor crashes every other time if a context is a card of the header."""
    for _ in range(20):
        with suppress(AssertionError):
            return both.catalogs(COLUMNS, **settings)
    return both.catalogs(COLUMNS, **settings)


@pytest.mark.needs_sextractor
def test_extensions(tmp_path, monkeypatch, capsys):
    """Each extension has its own model; with one model for two of them both programs stop."""
    fits.HDUList([fits.PrimaryHDU(), field(1), field(2)]).writeto(tmp_path / "image.fits")
    write_psf(tmp_path / "two.psf", *(psf_table(psf[None], fwhm=3.5, step=STEP) for psf in (NARROW, WIDE)))
    write_psf(tmp_path / "one.psf", psf_table(NARROW[None], fwhm=3.5, step=STEP))
    both = Both(tmp_path, monkeypatch, capsys)
    assert both.run(COLUMNS, PSF_NAME="../two.psf", DETECT_THRESH=3) == (0, 0)
    with fits.open(tmp_path / "theirs/out.cat") as theirs, fits.open(tmp_path / "ours/out.cat") as ours:
        assert len(ours) == len(theirs) == 5
        for index in (2, 4):
            compare(theirs[index].data, ours[index].data, 30)
    assert both.run(COLUMNS, PSF_NAME="../one.psf", DETECT_THRESH=3) == (1, 1)

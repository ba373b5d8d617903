"""FWHMPSF_IMAGE and FWHMPSF_WORLD, and the seeing of CLASS_STAR."""

import math

import numpy as np
import pytest

import sexlike
from sexlike.config.files.finding import find_network
from sexlike.measure.columns.psfwidth import psf_fwhm
from sexlike.measure.psf.model import PsfModel

from ...live import Both
from ...ourfield import SCIENCE
from ..psf.files import gaussian, psf_table, write_psf

COLUMNS = ["FWHMPSF_IMAGE", "FWHMPSF_WORLD"]


def test_width_is_that_of_a_disc_with_the_area_above_half_of_the_peak():
    planes = np.zeros((2, 5, 5), np.float32)
    planes[0, 2, 1:4], planes[0, 1, 2] = [1, 2, 1], 0.99
    planes[1, 1, 2] = 0.01
    model = PsfModel(planes, 0.5, 3.0, ("X_IMAGE",), np.zeros(1), np.ones(1), (1,), (1,))
    np.testing.assert_allclose(psf_fwhm(model, np.array([[0.0], [1.0]])), math.sqrt(4 / math.pi) * np.sqrt([3, 4]) / 2)


def widths(compatibility, **settings):
    """The columns of a point in an image of 0.2 arcsec per pixel; the PSF is 4 pixels wide."""
    image = np.random.default_rng(1).normal(size=(40, 40))
    image[10:31, 10:31] += 5000 * gaussian(21, 4.0)
    keywords = {"FILTER": False, "PSF_NAME": gaussian(201, 4.0, 0.1), "PIXEL_SCALE": 0.2, "DETECT_THRESH": 5}
    psf = sexlike.read_psf(keywords.pop("PSF_NAME"), step=0.1)
    if settings["SEEING_FWHM"] == 0:
        keywords["PSF_NAME"] = psf
    found = sexlike.extract(image, params=COLUMNS, COMPATIBILITY=compatibility, **keywords, **settings)
    return [found[name][0].value for name in COLUMNS]


def test_pixels_are_pixels_and_degrees_degrees():
    assert widths("NONE", SEEING_FWHM=0) == pytest.approx([4, 4 * 0.2 / 3600], rel=0.01)
    assert widths("NONE", SEEING_FWHM=1.2) == pytest.approx([6, 1.2 / 3600])


def test_sextractor_shows_arcsec_as_pixels():
    assert widths("SEXTRACTOR", SEEING_FWHM=0) == pytest.approx([0.8, 0.8 * 0.2 / 3600], rel=0.01)
    assert widths("SEXTRACTOR", SEEING_FWHM=1.2) == pytest.approx([1.2, 1.2 * 0.2 / 3600])


@pytest.fixture
def field(tmp_path, monkeypatch, capsys):
    """Both programs on the field of examples/, and a PSF that grows in x and in y."""
    from astropy.io import fits

    with fits.open(SCIENCE) as hdus:
        fits.PrimaryHDU(hdus[1].data, hdus[1].header).writeto(tmp_path / "image.fits")
    planes = np.stack([gaussian(25, 2.6, 0.7), *[gaussian(25, 3.5, 0.7) - gaussian(25, 2.6, 0.7)] * 2])
    contexts = [("X_IMAGE", 300.0, 400.0), ("Y_IMAGE", 200.0, 400.0)]
    write_psf(tmp_path / "image.psf", psf_table(planes, contexts, 1, fwhm=3.0, step=0.7))
    return Both(tmp_path, monkeypatch, capsys)


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("scale", [0, 0.5])
@pytest.mark.parametrize("seeing", [0, 0.9])
def test_the_same_as_sextractor(field, scale, seeing):
    names = ["NUMBER", *COLUMNS, "CLASS_STAR"]
    settings = {"PSF_NAME": "../image.psf", "SEEING_FWHM": seeing, "PIXEL_SCALE": scale, "DETECT_THRESH": 3}
    settings["STARNNW_NAME"] = find_network("default.nnw")
    theirs, ours = field.catalogs(names, **settings)
    assert ours.names == theirs.names == [*names, *([] if seeing else ["X_IMAGE", "Y_IMAGE"])]
    assert len(ours) == len(theirs) > 100
    for name in ours.names:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=3e-7, atol=1e-6 * (name == "CLASS_STAR"))
    assert seeing or len(np.unique(ours["FWHMPSF_IMAGE"])) > 5


@pytest.mark.needs_sextractor
def test_a_missing_file_is_an_error_of_both(field):
    assert field.run(["NUMBER", "FWHMPSF_IMAGE"], SEEING_FWHM=0, PSF_NAME="../no.psf") == (1, 1)
    assert all("PSF file not found: ../no.psf" in text for text in field.messages.values())
    assert field.run(["NUMBER", "FWHMPSF_IMAGE"], SEEING_FWHM=1.2, PSF_NAME="../no.psf") == (0, 0)

"""Columns that join the catalog because the PSF depends on them."""

import logging
import warnings

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.config.config import load_config
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.measure.psf.contexts import column_of, require_one_star
from sexlike.measure.psf.grid import PsfGrid
from sexlike.measure.registry import Request

from .files import gaussian, psf_table, write_psf

SETTINGS = {"SEEING_FWHM": 0, "FILTER": False, "DETECT_THRESH": 3, "COMPATIBILITY": "NONE"}
WIDTH = "FWHMPSF_IMAGE"


@pytest.fixture
def image():
    """Thirty stars of a FWHM of 4 pixels on a grid, in little noise, in an image of 128 x 100 pixels."""
    pixels = np.random.default_rng(3).normal(size=(100, 128))
    for k in range(30):
        y, x = 12 + 16 * (k // 6), 14 + 19 * (k % 6)
        pixels[y - 10 : y + 11, x - 10 : x + 11] += (2000 + 150 * k) * gaussian(21, 4.0)
    return pixels


class Widening:
    """A PSF of our own making whose samples are the values of its contexts."""

    step, fwhm, shape = 1.0, 4.0, (9, 9)

    def __init__(self, *contexts):
        self.contexts, self.seen = contexts, None

    def local(self, contexts):
        self.seen = contexts
        return np.broadcast_to(gaussian(9, 4.0), (len(contexts), 9, 9))


def test_columns_of_contexts_come_last_and_once(image):
    found = sexlike.extract(
        image, params=["NUMBER", "Y_IMAGE", WIDTH], PSF_NAME=Widening("X_IMAGE", "Y_IMAGE"), **SETTINGS
    )
    assert found.colnames == ["NUMBER", "Y_IMAGE", WIDTH, "X_IMAGE"]
    assert len(found) == 30


def test_values_are_those_of_the_catalog(image):
    psf = Widening("FLUX_APER(2)", "X_IMAGE", ":EXPTIME", "MAG_AUTO")
    hdu = fits.ImageHDU(image)
    hdu.header["EXPTIME"] = 12.5
    found = sexlike.extract(hdu, params=[WIDTH, "FLUX_APER(3)"], PSF_NAME=psf, PHOT_APERTURES=(3, 5, 8), **SETTINGS)
    assert found.colnames == [WIDTH, "FLUX_APER", "X_IMAGE", "MAG_AUTO"]
    expected = [found["FLUX_APER"][:, 1].value, found["X_IMAGE"].value, np.full(30, 12.5), found["MAG_AUTO"].value]
    np.testing.assert_array_equal(psf.seen, np.column_stack(expected))
    assert psf.seen.dtype == np.float64


def test_a_column_of_several_values_is_as_long_as_it_must_be(image):
    psf = Widening("FLUX_APER(2)")
    found = sexlike.extract(image, params=WIDTH, PSF_NAME=psf, PHOT_APERTURES=(3, 5, 8), **SETTINGS)
    assert found["FLUX_APER"].shape == (30, 2)
    with pytest.raises(SexlikeError, match=r"depends on FLUX_APER\(2\), but 1 elements are asked for"):
        sexlike.extract(image, params=["FLUX_APER", WIDTH], PSF_NAME=psf, **SETTINGS)


def test_the_catalog_stays_as_it_is_where_no_psf_is_wanted(image):
    with pytest.warns(sexlike.SexlikeWarning, match=r"PSF_NAME no\.psf is not read: no column needs a PSF"):
        found = sexlike.extract(image, params=WIDTH, PSF_NAME="no.psf", FILTER=False)
    assert found.colnames == [WIDTH]


def test_nothing_found(tmp_path):
    path = write_psf(tmp_path / "one.psf", psf_table(gaussian()[None]))
    found = sexlike.extract(
        np.random.default_rng(1).normal(size=(50, 50)), params=WIDTH, PSF_NAME=path, **SETTINGS | {"DETECT_THRESH": 50}
    )
    assert len(found) == 0


def test_several_stars_at_a_time_are_refused_where_a_star_is_fitted():
    fit, width = Request({"NUMBER": (), "FLUX_PSF": ()}), Request({"FWHMPSF_IMAGE": (), "SPREAD_MODEL": ()})
    several = load_config(None, {"PSF_NMAX": 3}, "argument")
    require_one_star(width, several)
    require_one_star(fit, load_config())
    with pytest.raises(SexlikeError, match=r"argument: PSF_NMAX 3 is not offered by sexlike: FLUX_PSF .*\n.*DEBLEND"):
        require_one_star(fit, several)


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ("X_IMAG", r"depends on X_IMAG \(POLNAME\), which is no column(?s:.*)X_IMAGE"),
        ("FLUX_APER(0)", "which is no column"),
        ("FLUX_APER(", "which is no column"),
        ("VIGNET", "which cannot be known before"),
        ("FWHMPSF_MODEL", "which is no column"),
    ],
)
def test_contexts_that_are_none(image, context, message):
    with pytest.raises(SexlikeError, match=message):
        sexlike.extract(image, params=WIDTH, PSF_NAME=Widening(context), **SETTINGS)


def test_the_name_of_a_column_may_have_an_element():
    assert column_of("FLUX_APER(3)") == ("FLUX_APER", 3)
    assert column_of("MAG_AUTO") == ("MAG_AUTO", 1)


def test_a_card_that_is_missing(image):
    with pytest.raises(SexlikeError, match=r"depends on the card AIRMASS of the header \(POLNAME :AIRMASS\)"):
        sexlike.extract(image, params=WIDTH, PSF_NAME=Widening(":AIRMASS"), **SETTINGS)


def test_an_image_of_more_extensions_than_the_file_has_models(image, tmp_path):
    images = fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(image), fits.ImageHDU(image)])
    path = write_psf(tmp_path / "one.psf", psf_table(gaussian(21, 4.0)[None]))
    with pytest.raises(SexlikeError, match=r"(?s)one\.psf holds 1 PSF model, but .* has more extensions.*\[1\]"):
        sexlike.extract(images, params=WIDTH, PSF_NAME=path, **SETTINGS)
    shared = sexlike.extract(images, params=WIDTH, PSF_NAME=f"{path}[1]", **SETTINGS)
    assert len(shared) == 60
    wider = write_psf(tmp_path / "two.psf", *(psf_table(gaussian(21, fwhm)[None]) for fwhm in (4.0, 5.0)))
    each = sexlike.extract(images, params=WIDTH, PSF_NAME=wider, **SETTINGS)
    assert np.unique(each[WIDTH][:30]).size == np.unique(each[WIDTH][30:]).size == 1
    assert each[WIDTH][0] < each[WIDTH][-1]


def test_of_two_models_the_first_is_used(image, tmp_path):
    found = sexlike.extract(image, params=WIDTH, PSF_NAME=(gaussian(21, 4.0), "no.psf"), **SETTINGS)
    assert found[WIDTH][0].value == pytest.approx(4, abs=0.2)


def test_the_log_tells_what_it_was_recognised_as(image, tmp_path, caplog):
    caplog.set_level(logging.INFO, "sexlike")
    sexlike.extract(image, params=WIDTH, PSF_NAME=gaussian(20, 4.0) * 7, **SETTINGS)
    assert "ndarray of 20 x 20, 21 x 21 samples of 1 pixels, FWHM 4" in caplog.text
    assert "shifted by 0.5 and 0.5 samples" in caplog.text
    assert "divided by its sum" in caplog.text
    grid = PsfGrid(np.broadcast_to(gaussian(21, 4.0), (2, 3, 21, 21)), np.arange(3.0), np.arange(2.0), 1.0, 4.0)
    sexlike.extract(image, params=WIDTH, PSF_NAME=grid, **SETTINGS)
    assert "interpolated between 6 positions" in caplog.text
    table = psf_table(np.zeros((3, 21, 21)) + gaussian(21, 4.0), [("X_IMAGE", 0.0, 1.0), ("Y_IMAGE", 0.0, 1.0)], 1)
    sexlike.extract(image, params=WIDTH, PSF_NAME=write_psf(tmp_path / "one.psf", table), **SETTINGS)
    assert f"PSF_NAME: PSFEx's model {tmp_path / 'one.psf'}[1], 21 x 21 samples of 1 pixels" in caplog.text
    assert "polynomial of degree 1 of X_IMAGE, Y_IMAGE" in caplog.text


def test_the_table_holds_what_the_model_was(image, tmp_path):
    found = sexlike.extract(image, params=WIDTH, PSF_NAME=gaussian(21, 4.0), **SETTINGS)
    assert found.meta["config"]["PSF_NAME"] == ("ndarray of 21 x 21",)
    assert type(found.meta["config"]["PSF_NAME"][0]) is str
    found.write(tmp_path / "out.ecsv")
    assert "ndarray of 21 x 21" in (tmp_path / "out.ecsv").read_text()


def test_pixels_of_another_size_are_a_warning_with_both(image):
    psf = fits.ImageHDU(gaussian(21, 4.0))
    psf.header["PIXELSCL"] = 0.2
    hdu = fits.ImageHDU(image)
    hdu.header.update({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CDELT1": -0.1 / 3600, "CDELT2": 0.1 / 3600})
    with pytest.warns(SexlikeWarning, match=r"for pixels of 0\.2 arcsec, those of .* are 0\.1"):
        sexlike.extract(hdu, params=WIDTH, PSF_NAME=psf, **SETTINGS)
    psf.header["PIXELSCL"] = 0.1
    sexlike.extract(hdu, params=WIDTH, PSF_NAME=psf, **SETTINGS)


@pytest.mark.parametrize("kind", ["image", "grid"])
def test_a_psf_that_is_not_in_its_centre_is_a_warning(image, kind):
    samples = np.pad(gaussian(21, 4.0), ((0, 12), (0, 0)))
    grid = fits.PrimaryHDU(np.stack([samples, samples]), fits.Header({"DET_YX0": "(0, 0)", "DET_YX1": "(0, 90)"}))
    with pytest.warns(SexlikeWarning, match=r"the core of the PSF is 0 and -6 pixels from its centre along x and y"):
        sexlike.extract(image, params=WIDTH, PSF_NAME=samples if kind == "image" else grid, **SETTINGS)


def test_samples_that_end_in_the_core_are_a_warning(image):
    with pytest.warns(SexlikeWarning, match=r"5 x 7 samples of 1 pixels are less than 2 widths of the PSF"):
        sexlike.extract(image, params=WIDTH, PSF_NAME=gaussian(9, 4.0)[1:8, 2:7], **SETTINGS)


def test_samples_that_are_too_far_apart_are_an_error(image):
    with pytest.raises(SexlikeError, match=r"9 x 9 samples of 5e\+03 pixels are .*20000 pixels wide.*\n.*PSF_SAMP"):
        sexlike.extract(image, params=WIDTH, PSF_NAME=sexlike.read_psf(gaussian(9, 4.0), step=5e3), **SETTINGS)


@pytest.mark.parametrize("fwhm", [2.0, 8.0])
def test_a_psf_that_is_much_narrower_or_wider_than_all_objects_is_a_warning(image, fwhm):
    psf = sexlike.read_psf(gaussian(141, fwhm, 0.2), step=0.2)
    with pytest.warns(SexlikeWarning, match=rf"stars of .* are about 3\.9 pixels wide, the PSF is {fwhm:.0f}"):
        sexlike.extract(image, params=WIDTH, PSF_NAME=psf, **SETTINGS)


def test_a_file_may_be_beside_the_configuration(image, tmp_path, monkeypatch):
    write_psf(tmp_path / "one.psf", psf_table(gaussian(21, 4.0)[None]))
    (tmp_path / "run.toml").write_text('psf = {name = "one.psf[1]"}\nseeing_fwhm = 0\n')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert len(sexlike.extract(image, "../run.toml", params=WIDTH)) >= 30


def test_few_objects_tell_nothing_of_the_psf(image):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sexlike.extract(image[:40], params=WIDTH, PSF_NAME=gaussian(31, 8.0), **SETTINGS)

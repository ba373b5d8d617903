"""PSFS and -PSFS: the stars that were fitted, and what is left without them."""

import numpy as np
import pytest

import sexlike
from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.output.checkimages.checkimages import CHECK_IMAGES
from sexlike.pipeline import run

from ...measure.psf.files import gaussian, psf_table, write_psf
from ...measure.scene import NOISE, gaussian_scene

SIGMA = 2.0
PSF = gaussian(25, SIGMA * 2.3548)
STARS = [(40.3, 50.0, 5000.0), (100.0, 80.6, 20000.0), (159.2, 3.0, 9000.0)]
ALL = ["FLUX_PSF", "XPSF_IMAGE", "YPSF_IMAGE"]
SETTINGS = {"BACK_TYPE": "MANUAL", "BACK_VALUE": (0.0,), "SATUR_LEVEL": 1e6, "CHECKIMAGE_TYPE": "PSFS"}


@pytest.fixture
def field():
    return gaussian_scene(sources=[(x, y, flux, SIGMA, SIGMA, 0.0) for x, y, flux in STARS], sky=0)


def extension_of(image, folder, table, columns=("FLUX_PSF",), **settings):
    """The extension of an image, measured with the PSF of a table."""
    path = folder / "field.psf"
    path.unlink(missing_ok=True)
    settings = SETTINGS | {"PSF_NAME": str(write_psf(path, table))} | settings
    (extension,) = run([image], load_config(overrides=settings), parse_columns(columns))
    return extension


def test_stars_are_drawn_where_they_are(field, tmp_path):
    extension = extension_of(field, tmp_path, psf_table([PSF]))
    shown, rest = (CHECK_IMAGES[kind](extension) for kind in ("PSFS", "-PSFS"))
    assert shown.dtype == rest.dtype == np.float32
    for x, y, flux in STARS[:2]:
        near = np.s_[int(y) - 15 : int(y) + 16, int(x) - 15 : int(x) + 16]
        assert shown[near].sum() == pytest.approx(flux, rel=0.01)
        assert np.abs(rest[near]).max() < 5 * NOISE
    assert np.unravel_index(shown.argmax(), shown.shape) == (81, 100)
    np.testing.assert_array_equal(rest, extension.image.pixels - shown)
    assert not shown[:20, :100].any()


def test_nothing_is_drawn_of_what_is_not_fitted(field, tmp_path):
    extension = extension_of(field, tmp_path, psf_table([PSF]), SATUR_LEVEL=-1000.0)
    assert not extension.values["FLUX_PSF"].any()
    assert not CHECK_IMAGES["PSFS"](extension).any()


def test_the_psf_is_that_of_its_place_whatever_the_columns_are(field, tmp_path):
    table = psf_table([PSF, 2 * PSF], [("X_IMAGE", 0.0, 160.0)], 1)
    with_flux, without = (extension_of(field, tmp_path, table, columns) for columns in (ALL, ["NUMBER"]))
    shown = CHECK_IMAGES["PSFS"](with_flux)
    assert np.abs(field - shown)[70:90, 80:120].max() < 5 * NOISE
    assert list(without.values) == ["NUMBER", "X_IMAGE"]
    np.testing.assert_array_equal(CHECK_IMAGES["PSFS"](without), shown)


def test_a_psf_is_missed_before_anything_is_measured(field):
    settings = SETTINGS | {"PSF_NAME": "nowhere.psf"}
    with pytest.raises(sexlike.SexlikeError, match="PSF file not found"):
        next(run([field], load_config(overrides=settings), parse_columns(["NUMBER"])))


def test_several_stars_at_a_time_are_refused(field, tmp_path):
    with pytest.raises(sexlike.SexlikeError, match="PSF_NMAX 2 is not offered by sexlike: PSFS"):
        extension_of(field, tmp_path, psf_table([PSF]), ["NUMBER"], PSF_NMAX=2)

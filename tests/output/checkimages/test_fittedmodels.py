"""MODELS, SPHEROIDS and DISKS: the galaxies that were fitted, and what is left without them."""

import numpy as np
import pytest

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.output.checkimages.checkimages import CHECK_IMAGES
from sexlike.output.plots.modelplots import chosen_objects
from sexlike.pipeline import run

from ...measure.psf.files import gaussian, psf_table, write_psf
from ...measure.scene import NOISE, gaussian_scene

SIGMA = 1.8
GALAXIES = [(40.3, 50.0, 60000.0, 3.5, 2.4, 30.0), (100.0, 80.6, 90000.0, 3.2, 2.8, -50.0), (159.0, 3.0, 9e4, 3, 3, 0)]
SETTINGS = {"BACK_TYPE": "MANUAL", "BACK_VALUE": (0.0,), "SATUR_LEVEL": 1e6, "CHECKIMAGE_TYPE": "MODELS"}


def extension_of(folder, columns, image=None, **settings):
    """The extension of an image of galaxies."""
    path = folder / "field.psf"
    path.unlink(missing_ok=True)
    write_psf(path, psf_table([gaussian(25, SIGMA * 2.3548)], fwhm=SIGMA * 2.3548))
    image = gaussian_scene(sources=GALAXIES, sky=0) if image is None else image
    (extension,) = run(
        [image], load_config(overrides=SETTINGS | {"PSF_NAME": str(path)} | settings), parse_columns(columns)
    )
    return extension


def test_galaxies_are_drawn_where_they_are(tmp_path):
    extension = extension_of(tmp_path, ["FLUX_MODEL"])
    shown, rest = (CHECK_IMAGES[kind](extension) for kind in ("MODELS", "-MODELS"))
    assert shown.dtype == rest.dtype == np.float32
    for x, y, flux, *_ in GALAXIES[:2]:
        near = np.s_[int(y) - 20 : int(y) + 21, int(x) - 20 : int(x) + 21]
        assert shown[near].sum() == pytest.approx(flux, rel=0.02)
        assert np.abs(rest[near]).max() < 0.01 * shown[near].max() + 5 * NOISE
    np.testing.assert_array_equal(rest, extension.image.pixels - shown)


def test_parts_add_up_to_the_models(tmp_path):
    extension = extension_of(tmp_path, ["FLUX_DISK", "FLUX_SPHEROID"])
    whole, spheroids, disks = (CHECK_IMAGES[kind](extension) for kind in ("MODELS", "SPHEROIDS", "DISKS"))
    np.testing.assert_allclose(spheroids + disks, whole, atol=1e-5 * whole.max())
    for kind, shown in (("-SPHEROIDS", spheroids), ("-DISKS", disks)):
        assert shown.any()
        np.testing.assert_array_equal(CHECK_IMAGES[kind](extension), extension.image.pixels - shown)
    assert not CHECK_IMAGES["DISKS"](extension_of(tmp_path, ["FLUX_SPHEROID"])).any()


def test_the_fits_are_those_of_the_catalog_whenever_they_are_asked_for(tmp_path):
    known, later = (extension_of(tmp_path, ["MAG_DISK"], CHECKIMAGE_TYPE=kind) for kind in ("MODELS", "NONE"))
    assert (bool(known.kept), bool(later.kept)) == (True, False)
    np.testing.assert_array_equal(CHECK_IMAGES["MODELS"](known), CHECK_IMAGES["MODELS"](later))
    assert list(later.values) == ["MAG_DISK"]


def test_a_spheroid_is_drawn_if_no_column_asks_for_a_model(tmp_path):
    extension = extension_of(tmp_path, ["NUMBER"])
    assert list(extension.values) == ["NUMBER"]
    shown = CHECK_IMAGES["MODELS"](extension)
    assert shown[20:81, 20:61].sum() == pytest.approx(60000, rel=0.02)
    np.testing.assert_array_equal(CHECK_IMAGES["SPHEROIDS"](extension), shown)


def test_nothing_is_drawn_of_what_is_not_fitted(tmp_path):
    extension = extension_of(tmp_path, ["FLUX_MODEL"], SATUR_LEVEL=-1000.0)
    assert not CHECK_IMAGES["MODELS"](extension).any()


def test_binned_windows_are_drawn_with_all_of_their_light(tmp_path):
    image = gaussian_scene((700, 700), [(350.3, 340.0, 4e7, 70.0, 50.0, 30.0)], sky=0)
    extension = extension_of(tmp_path, ["FLUX_DISK", "FLAGS_MODEL"], image, BACK_SIZE=700)
    assert extension.values["FLAGS_MODEL"][0] & 2
    shown = CHECK_IMAGES["MODELS"](extension)
    assert shown.sum() == pytest.approx(extension.values["FLUX_DISK"][0], rel=0.1)
    y, x = np.unravel_index(shown.argmax(), shown.shape)
    assert (abs(x - 350), abs(y - 340)) <= (3, 3)


def test_which_objects_are_shown():
    flux, chi2 = np.arange(40.0), np.r_[9.0, np.ones(39)]
    fitted = np.arange(40) != 39
    chosen = chosen_objects(flux, chi2, fitted)
    assert list(chosen.items())[:2] == [(38, "brightest: "), (0, "worst chi2: ")]
    assert len(chosen) == 14
    assert chosen == chosen_objects(flux, chi2, fitted)
    assert chosen_objects(flux, flux, fitted)[38] == "brightest: worst chi2: "
    assert chosen_objects(flux, chi2, np.zeros(40, bool)) == {}

"""What is not offered in tiles is refused by name, before anything is done."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError

from .mosaics import run_tiled

REFUSED = {
    "FLUX_PSF": ({}, ["FLUX_PSF"]),
    "FLUX_POINTSOURCE": ({}, ["FLUX_POINTSOURCE"]),
    "CLASS_STAR with SEEING_FWHM 0, that of the PSF,": ({"SEEING_FWHM": 0}, ["CLASS_STAR"]),
    "VECTOR_ASSOC": ({}, ["VECTOR_ASSOC(2)"]),
    "CHECKIMAGE_TYPE PSFS": ({"CHECKIMAGE_TYPE": "PSFS"}, ["NUMBER"]),
    "CHECKPLOT_TYPE": ({"CHECKPLOT_TYPE": "IMAGE"}, ["NUMBER"]),
    "DETECT_TYPE PHOTO": ({"DETECT_TYPE": "PHOTO"}, ["NUMBER"]),
    "WEIGHT_SCALING ERROR": (
        {"WEIGHT_SCALING": "ERROR", "WEIGHT_TYPE": "MAP_RMS", "WEIGHT_IMAGE": "a.fits"},
        ["NUMBER"],
    ),
}


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(1).normal(100, 5, (80, 60)).astype(np.float32)
    fits.writeto("a.fits", pixels)
    fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(pixels), fits.ImageHDU(pixels)]).writeto("two.fits")
    (tmp_path / "few.param").write_text("NUMBER\n")
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(in_folder, name):
    settings, columns = REFUSED[name]
    (in_folder / "few.param").write_text("\n".join(columns))
    with pytest.raises(SexlikeError, match=f"{name} is not offered in tiles"):
        run_tiled(["a.fits"], {"PARAMETERS_NAME": "few.param", "PSF_NAME": "none.psf", **settings}, 40)
    assert not list(in_folder.glob("*.cat"))


def test_one_image_of_several_is_named(in_folder):
    settings = {"PARAMETERS_NAME": "few.param"}
    with pytest.raises(SexlikeError, match=r"2 images.*\n.*Name one"):
        run_tiled(["two.fits"], settings, 40)
    assert run_tiled(["two.fits[2]"], settings, 40).objects >= 0

"""Pixels of all sizes that single precision has: measured without a word, and in the same way whatever their unit."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike import cli
from sexlike.measure.registry import COLUMNS

from .psf.files import gaussian, psf_table, write_psf
from .scene import gaussian_scene

NEED_FILES = ("CLASS_STAR", "VECTOR_ASSOC", "NUMBER_ASSOC", "IMAFLAGS", "NIMAFLAGS")
ALL = sorted(name for name in COLUMNS if not name.startswith((*NEED_FILES, "DURATION")))
SETTINGS = {"BACK_SIZE": 32, "PHOT_APERTURES": (5.0, 12.0), "MASK_TYPE": "CORRECT"}


def random_bits(seed):
    return np.random.default_rng(seed).integers(0, 2**32, (50, 60), np.uint32).view(np.float32)


def mostly(odd, share=0.1):
    image = gaussian_scene((50, 60), [(30.0, 20.0, 9000.0, 2.0, 1.5, 0.0)])
    image[np.random.default_rng(3).random(image.shape) < share] = odd
    return image


IMAGES = {
    **{f"random bits {seed}": lambda seed=seed: random_bits(seed) for seed in range(4)},
    "huge": lambda: gaussian_scene((50, 60), [(30.0, 20.0, 9000.0, 2.0, 1.5, 0.0)]) * np.float32(1e34),
    "of both signs": lambda: random_bits(9) * np.float32(1e-3),
    "some infinite": lambda: mostly(np.inf),
    "some at the largest value": lambda: mostly(3.4e38),
    "one at the largest value": lambda: mostly(3.4e38, 0.0004),
    "all tiny": lambda: gaussian_scene((50, 60), [(30.0, 20.0, 9000.0, 2.0, 1.5, 0.0)]) * np.float32(1e-40),
    "powers": lambda: (np.random.default_rng(4).normal(size=(50, 60)) ** 21).astype(np.float32) * np.float32(1e17),
}


@pytest.mark.parametrize("filtered", [True, False])
@pytest.mark.parametrize("name", IMAGES)
def test_all_columns_of_pixels_of_any_size(name, filtered, tmp_path):
    psf = write_psf(tmp_path / "image.psf", psf_table([gaussian()]))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", sexlike.SexlikeWarning)
        settings = SETTINGS | {"FILTER": filtered, "PSF_NAME": str(psf)}
        table = sexlike.extract(IMAGES[name](), params=["NUMBER", *ALL], **settings)
    assert table["NUMBER"].tolist() == list(range(1, len(table) + 1))
    if len(table):
        assert np.isfinite([table["X_IMAGE"], table["Y_IMAGE"], table["A_IMAGE"]]).all()


@pytest.mark.parametrize("name", IMAGES)
def test_check_images_of_pixels_of_any_size(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with np.errstate(all="ignore"):
        fits.writeto("image.fits", IMAGES[name]())
    Path("default.param").write_text("NUMBER\nFLUX_AUTO\nFLUX_PETRO\nFLUX_APER\n")
    types = ["APERTURES", "-OBJECTS", "FILTERED", "-MASK", "MINIBACK_RMS"]
    names = [f"{kind}.fits" for kind in types]
    argv = ["image.fits", "-CHECKIMAGE_TYPE", ",".join(types), "-CHECKIMAGE_NAME", ",".join(names)]
    assert cli.main(argv) == 0
    assert "Warning:" not in capsys.readouterr().err
    assert [fits.getdata(name).shape for name in names[:4]] == [(50, 60)] * 4


def test_a_power_of_two_as_unit_changes_no_position_and_no_shape():
    sources = [(30.0, 20.0, 9000.0, 2.0, 1.5, 20.0), (60.0, 40.0, 4000.0, 3.0, 1.5, 70.0)]
    image = gaussian_scene((64, 80), sources, sky=0)
    columns = ["X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "ISOAREA_IMAGE", "KRON_RADIUS", "FLUX_RADIUS", "FLAGS"]
    factor = np.float32(2.0**80)  # the brightest pixel is about 6e26
    settings = {"params": [*columns, "FLUX_AUTO"], "SATUR_LEVEL": 1e30}
    plain, huge = (sexlike.extract(pixels, **settings) for pixels in (image, image * factor))
    assert len(plain) == 2
    for name in columns:
        np.testing.assert_array_equal(huge[name], plain[name], err_msg=name)
    np.testing.assert_array_equal(huge["FLUX_AUTO"], plain["FLUX_AUTO"] * factor)

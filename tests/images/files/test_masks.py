"""MASK_IMAGE: what is masked is bad everywhere."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.errors import SexlikeError

SETTINGS = {"FILTER": False, "DETECT_THRESH": 5, "PHOT_APERTURES": 9, "BACK_SIZE": 32}
PARAMS = ["X_IMAGE", "Y_IMAGE", "FLUX_APER(1)", "BACKGROUND"]


@pytest.fixture(autouse=True)
def images(tmp_path, monkeypatch):
    """Three stars on a sky; half of the image is bright, and masked with the star in it."""
    monkeypatch.chdir(tmp_path)
    science = np.random.default_rng(3).normal(100, 1, (128, 128)).astype("f4")
    for x, y in ((30, 30), (30, 90), (100, 60)):
        science[y - 1 : y + 2, x - 1 : x + 2] += 200
    science[:, 70:] += 5000
    mask = np.zeros(science.shape, "u1")
    mask[:, 68:] = 1
    mask[90, 31] = 4
    sci, dq = fits.ImageHDU(science, name="SCI"), fits.ImageHDU(mask, name="DQ")
    fits.HDUList([fits.PrimaryHDU(), sci, dq]).writeto("both.fits")
    fits.writeto("mask.fits.gz", mask)
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(mask, name="M")]).writeto("mask.fits.fz")
    fits.writeto("signed.fits", mask.astype("u2"))  # stored with BZERO: 0 is not 0 in the file
    fits.writeto("holes.fits", np.where(mask, np.nan, 0).astype("f4"))
    return science, mask


def found(mask, **keywords):
    return sexlike.extract("both.fits", params=PARAMS, MASK_IMAGE=mask, **SETTINGS | keywords)


@pytest.mark.parametrize(
    "name", ["mask.fits.gz", "mask.fits.fz", "signed.fits", "holes.fits", "[DQ]", "[2]", "both.fits[DQ]"]
)
def test_masked_pixels_are_not_searched_and_not_in_the_sky(name):
    table = found(name)
    assert len(table) == 2
    np.testing.assert_allclose(table["BACKGROUND"].value, 100, atol=1)


def test_masked_pixels_are_hidden_in_apertures(images):
    """Without MASK_TYPE CORRECT, what is hidden counts nothing."""
    table = found("[DQ]", MASK_TYPE="BLANK")
    flux = dict(zip(np.round(table["Y_IMAGE"].value), table["FLUX_APER"].value.ravel(), strict=True))
    assert flux[31] == pytest.approx(9 * 200, abs=60)
    assert flux[91] == pytest.approx(8 * 200, abs=60)


def test_one_mask_serves_two_images():
    pair = sexlike.extract(["both.fits"] * 2, params=PARAMS, MASK_IMAGE="mask.fits.gz", **SETTINGS)
    assert len(pair) == 2


def test_wrong_masks(images):
    fits.writeto("small.fits", np.zeros((5, 5)))
    fits.writeto("full.fits", np.ones((128, 128)))
    for name, words in (
        ("none.fits", "none.fits"),
        ("small.fits", "different sizes"),
        ("full.fits", "hides all pixels"),
    ):
        with pytest.raises(SexlikeError, match=words) as caught:
            found(name)
        assert "MASK_IMAGE" in str(caught.value)
    with pytest.raises(SexlikeError, match=r"\[DQ\] is an extension of the image's file, and the image is an array"):
        sexlike.extract(images[0], params=PARAMS, MASK_IMAGE="[DQ]")


def test_flag_map_in_the_own_file():
    """Where a mask hides, a flag map tells."""
    table = sexlike.extract("both.fits", params=["IMAFLAGS_ISO(1)"], FLAG_IMAGE="[DQ]", **SETTINGS)
    assert {1, 4} <= set(table["IMAFLAGS_ISO"].ravel())  # the bright half, and a star with a bad pixel

"""Values of keywords from Python values."""

from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.nddata import NDData

from sexlike.config.keywords import KEYWORDS
from sexlike.config.pythonvalues import from_python, is_image
from sexlike.errors import SettingError


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CLEAN", True, True),
        ("DETECT_MINAREA", 5.0, 5),
        ("GAIN", 2, 2.0),
        ("GAIN", np.float32(2.5), 2.5),
        ("PHOT_APERTURES", np.array([3, 5]), (3.0, 5.0)),
        ("PHOT_APERTURES", 3, (3.0,)),
        ("PARAMETERS_NAME", Path("a b.param"), "a b.param"),
        ("CATALOG_TYPE", ["fits_ldac", "ECSV"], ("FITS_LDAC", "ECSV")),
        ("MAG_ZEROPOINT", "auto", "AUTO"),
    ],
)
def test_value(name, value, expected):
    converted = from_python(KEYWORDS[name], value, "argument")
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CLEAN", 2, r"CLEAN value must be true or false: 2\n  In TOML, clean = true or clean = false"),
        ("CLEAN", "off", r"without quotes: 'off'\n  In TOML, clean = false; in Python, CLEAN=False"),
        ("DETECT_MINAREA", 5.5, "DETECT_MINAREA keyword out of range: 5.5"),
        ("GAIN", True, "GAIN must be a number, without quotes: True"),
        ("GAIN", float("nan"), "GAIN keyword out of range: nan"),
        (
            "PHOT_APERTURES",
            "5,10",
            r"PHOT_APERTURES must be a list of numbers, without quotes: 5,10 .*\n"
            r"  Decimals have a point: PHOT_APERTURES = 5\.10\. A list has brackets: PHOT_APERTURES = \[5, 10\]",
        ),
        ("PHOT_APERTURES", ["5, 10,20"], r"without quotes: 5, 10,20 .*\n  A list has brackets: .* = \[5, 10, 20\]"),
        ("GAIN", "2,5", r"GAIN must be a number, without quotes: 2,5 .*\n  Decimals have a point: GAIN = 2\.5$"),
        ("GAIN", " 2.5 ", r"GAIN must be a number, without quotes: 2\.5"),
        ("CATALOG_NAME", "", "CATALOG_NAME string is empty!"),
        ("CATALOG_NAME", 3, "CATALOG_NAME must be a string, in quotes: 3"),
        ("GAIN", [1.0, 2.0], "GAIN has too many members: 1.0, 2.0"),
        ("FILTER_NAME", np.ones((3, 3)), "FILTER_NAME takes no ndarray"),
    ],
)
def test_value_that_is_not_allowed(name, value, message):
    with pytest.raises(SettingError, match=f"^argument: .*{message}"):
        from_python(KEYWORDS[name], value, "argument")


@pytest.mark.parametrize("image", [np.ones(3), fits.PrimaryHDU(), NDData(np.ones(3)), [[1, 2], [3, 4]], [1.0, 2.0]])
def test_images(image):
    assert is_image(image)


@pytest.mark.parametrize("value", ["a.fits", ["a.fits", "b.fits"], Path("a.fits"), [], np.float32(1)])
def test_what_is_no_image(value):
    assert not is_image(value)


def test_objects_in_place_of_a_name():
    def convert(value, name="PSF_NAME"):
        return from_python(KEYWORDS[name], value, "here")

    psf, other = np.ones((3, 5)), fits.ImageHDU(np.ones((2, 2)))
    assert convert(psf) == ("ndarray of 5 x 3",)
    assert convert(psf)[0].value is psf
    first, second = convert([psf, other])
    assert (first.value is psf, second.value is other) == (True, True)
    with pytest.raises(SettingError, match="PSF_NAME takes no ndarray"):
        convert(np.array(["a.psf", "b.psf"]))
    with pytest.raises(SettingError, match="PSF_NAME has too many members"):
        convert([psf, psf, psf])
    with pytest.raises(SettingError, match=r"PSF_NAME must be a string.*5"):
        convert(5)

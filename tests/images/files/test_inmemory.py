import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.nddata import CCDData
from astropy.wcs import WCS

from sexlike.errors import SexlikeError
from sexlike.images.files.extensions import open_extensions

from .written import only, sky


def test_an_hdu_and_arrays():
    header = fits.Header({"GAIN": 2.5, "EXTNAME": "SCI"})
    source = only(fits.ImageHDU(sky(), header))
    assert source.header["GAIN"] == 2.5
    assert source.name == "SCI"
    assert np.array_equal(source.read(), sky())
    for array in (sky().astype(">f4"), np.asfortranarray(sky()), sky()[::-1, ::-1]):
        source = only(array)
        assert np.array_equal(source.read(), array)
        assert source.shape == (20, 30)
        assert source.header["SIMPLE"]


@pytest.mark.parametrize(
    ("kind", "bits"), [("u1", 8), ("i2", 16), ("<u2", 16), (">i4", 32), ("i8", 64), ("f8", -64), ("?", 8)]
)
def test_types_of_arrays(kind, bits):
    array = (sky() % 2 > 1).astype(kind)
    source = only(array)
    assert source.header["BITPIX"] == bits
    assert np.array_equal(source.read(), array.astype(np.float32))


def test_reading_an_array_leaves_it_alone():
    array = sky()
    array[3, 4] = np.nan
    read = only(array).read()
    assert read[3, 4] == np.float32(-1e30)
    assert np.isnan(array[3, 4])


def test_masked_pixels_of_an_array_have_no_value():
    array = np.ma.masked_greater(sky(), 105)
    assert np.array_equal(only(array).read() == np.float32(-1e30), array.mask)


@pytest.mark.parametrize("array", [np.zeros(5), np.zeros((0, 5)), np.array([["a", "b"]]), np.zeros((2, 2), complex)])
def test_arrays_that_are_no_images(array):
    with pytest.raises(SexlikeError, match="two-dimensional array of numbers"):
        open_extensions(array)


def test_pixels_mask_header_and_wcs_of_ccd_data():
    wcs = WCS(naxis=2)
    wcs.wcs.ctype, wcs.wcs.crval, wcs.wcs.cdelt = ["RA---TAN", "DEC--TAN"], [10.0, 20.0], [-0.1, 0.1]
    mask = sky() > 105
    meta = {"GAIN": 2.5, "CD1_1": 7.0, "NIGHT": np.float32(3), "LIST": [1, 2]}
    source = only(CCDData(sky(), unit=units.adu, mask=mask, wcs=wcs, meta=meta))
    assert source.name == "CCDData"
    assert np.array_equal(source.read() == np.float32(-1e30), mask)
    assert (source.header["GAIN"], source.header["NIGHT"], source.header["CRVAL1"]) == (2.5, 3, 10.0)
    assert "CD1_1" not in source.header
    assert "LIST" not in source.header
    assert (source.header["BITPIX"], source.header["NAXIS1"], source.header["NAXIS2"]) == (-32, 30, 20)
    plain = only(CCDData(sky(), unit=units.adu))
    assert np.array_equal(plain.read(), sky())


def test_rows_of_numbers():
    assert np.array_equal(only([[1, 2], [3, 4]]).read(), [[1, 2], [3, 4]])
    with pytest.raises(SexlikeError, match="its rows have one length"):
        open_extensions([[1, 2], [3]])


@pytest.mark.parametrize("given", [object(), fits.PrimaryHDU()])
def test_objects_that_are_no_images(given):
    with pytest.raises(SexlikeError, match=r"object of type object is no image|has no data"):
        open_extensions(given)

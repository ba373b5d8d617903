import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.files.fitsfile import open_extensions

from .written import only, sky, write


def test_an_image_in_the_primary(tmp_path):
    pixels = sky()
    source = only(write(tmp_path / "a.fits", fits.PrimaryHDU(pixels)))
    assert (source.name, source.hdu, source.rank, source.extension_count, source.alone, source.selected) == (
        "a.fits",
        0,
        1,
        0,
        True,
        False,
    )
    assert source.shape == (20, 30)
    read = source.read()
    assert read.dtype == np.dtype("=f4")
    assert read.flags.c_contiguous
    assert np.array_equal(read, pixels)


def test_a_path_object(tmp_path):
    write(tmp_path / "a.fits", fits.PrimaryHDU(sky()))
    assert np.array_equal(only(tmp_path / "a.fits").read(), sky())


def test_all_images_of_a_file_in_turn(tmp_path):
    table = fits.BinTableHDU.from_columns([fits.Column("X", "D", array=[1.0])])
    line = fits.ImageHDU(np.zeros(7, np.float32))
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(), fits.ImageHDU(sky(seed=1)), table, line, fits.ImageHDU(sky()))
    sources = open_extensions(name)
    assert [(source.hdu, source.rank, source.extension_count) for source in sources] == [(1, 1, 4), (4, 2, 4)]
    assert not any(source.alone or source.selected for source in sources)
    assert [str(source) for source in sources] == [f"{name}[1]", f"{name}[4]"]
    assert np.array_equal(sources[1].read(), sky())


@pytest.mark.parametrize(("selector", "hdu"), [("0", 0), ("2", 2), ("sci", 1), ("SCI,2", 3), ("SCI, 1", 1), ("ERR", 2)])
def test_selectors(tmp_path, selector, hdu):
    images = [
        fits.ImageHDU(sky(seed=i), name=name, ver=ver) for i, name, ver in ((1, "SCI", 1), (2, "ERR", 1), (3, "SCI", 2))
    ]
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(sky()), *images)
    source = only(f"{name}[{selector}]")
    assert (source.hdu, source.rank, source.selected, source.alone) == (hdu, 1, True, True)
    assert np.array_equal(source.read(), sky(seed=hdu))


def test_the_only_image_answers_to_1_too(tmp_path):
    assert only(write(tmp_path / "a.fits", fits.PrimaryHDU(sky())) + "[1]").hdu == 0


def test_brackets_that_belong_to_the_name(tmp_path):
    assert not only(write(tmp_path / "a.fits[1]", fits.PrimaryHDU(sky()))).selected


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("7", "[0] to [2]"),
        ("SCJ", "Did you mean [SCI]?"),
        ("SCI,2", "Did you mean [SCI,1]?"),
        ("1:10,2:20", "Allowed are"),
        ("", "Allowed are"),
        ("0", "no two-dimensional image in"),
        ("2", "table"),
    ],
)
def test_wrong_selectors(tmp_path, selector, message):
    table = fits.BinTableHDU.from_columns([fits.Column("X", "D", array=[1.0])], name="T")
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(), fits.ImageHDU(sky(), name="SCI"), table)
    with pytest.raises(SexlikeError) as error:
        open_extensions(f"{name}[{selector}]")
    assert message in str(error.value)
    assert name in str(error.value)


def test_companions_are_left_out(tmp_path, caplog):
    names = ["SCI", "ERR", "DQ", "WHT", "VAR_POISSON", "CON", "SCI", "BPM", "CCD7"]
    name = write(tmp_path / "i2d.fits", fits.PrimaryHDU(), *(fits.ImageHDU(sky(), name=name) for name in names))
    with caplog.at_level(logging.INFO, "sexlike"):
        assert [source.hdu for source in open_extensions(name)] == [1, 7, 9]
    assert "ERR, DQ, WHT, VAR_POISSON, CON, BPM" in caplog.text


def test_a_file_of_companions_alone_is_read(tmp_path):
    name = write(
        tmp_path / "e.fits", fits.PrimaryHDU(), fits.ImageHDU(sky(), name="ERR"), fits.ImageHDU(sky(), name="DQ")
    )
    assert [source.hdu for source in open_extensions(name)] == [1, 2]


@pytest.mark.parametrize("suffix", [".gz", ".bz2"])
def test_a_compressed_file_under_any_name(tmp_path, suffix):
    name = write(tmp_path / f"a.fits{suffix}", fits.PrimaryHDU(sky()))
    assert np.array_equal(only(name).read(), sky())
    (tmp_path / f"a.fits{suffix}").rename(tmp_path / "plain.fits")
    assert np.array_equal(only(tmp_path / "plain.fits").read(), sky())


@pytest.mark.parametrize("kind", ["i2", "u2", "i4", "f4"])
def test_a_rice_file_has_the_pixels_of_its_decompressed_twin(tmp_path, kind):
    packed = fits.CompImageHDU(sky().astype(kind), compression_type="RICE_1", quantize_level=16)
    name = write(tmp_path / "a.fits", fits.PrimaryHDU(), packed)
    with fits.open(name) as hdus:
        fits.PrimaryHDU(hdus[1].data, hdus[1].header).writeto(tmp_path / "twin.fits")
    packed, twin = only(name), only(tmp_path / "twin.fits")
    assert packed.shape == twin.shape == (20, 30)
    assert packed.header["BITPIX"] == twin.header["BITPIX"]
    assert np.array_equal(packed.read(), twin.read())
    assert np.abs(twin.read() - sky()).max() < 1.5


def test_a_cube_gives_its_first_plane_and_a_warning(tmp_path):
    name = write(tmp_path / "cube.fits", fits.PrimaryHDU(np.stack([sky(seed=1), sky()])))
    with pytest.warns(SexlikeWarning, match="first plane"):
        assert np.array_equal(only(name).read(), sky(seed=1))


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

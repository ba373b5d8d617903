import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeWarning
from sexlike.images.files.extensions import open_extensions

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
    line, nothing = fits.ImageHDU(np.zeros(7, np.float32)), fits.ImageHDU(np.zeros((5, 0), np.float32))
    images = fits.ImageHDU(sky(seed=1)), fits.ImageHDU(sky())
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(), images[0], table, line, images[1], nothing)
    sources = open_extensions(name)
    assert [(source.hdu, source.rank, source.extension_count) for source in sources] == [(1, 1, 5), (4, 2, 5)]
    assert not any(source.alone or source.selected for source in sources)
    assert [str(source) for source in sources] == [f"{name}[1]", f"{name}[4]"]
    assert np.array_equal(sources[1].read(), sky())


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

"""Files that are missing, truncated, odd, or without an image."""

import gzip
import warnings

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError
from sexlike.images.files.extensions import open_extensions

from .written import only, sky, write


def test_a_file_that_is_not_there(tmp_path):
    name = write(tmp_path / "m31_r.fits", fits.PrimaryHDU(sky()))
    with pytest.raises(SexlikeError) as error:
        open_extensions(tmp_path / "m31r.fits")
    assert "m31r.fits" in str(error.value)
    assert f"Did you mean {name}?" in str(error.value)
    with pytest.raises(SexlikeError, match="There is no folder"):
        open_extensions(tmp_path / "nowhere" / "m31.fits")


def test_files_that_are_not_fits(tmp_path):
    (tmp_path / "a.txt").write_text("NUMBER\n" * 1000)
    (tmp_path / "empty.fits").write_bytes(b"")
    (tmp_path / "b.fits").write_bytes(b"SIMPLE  =                    T" + b"x" * 6000)
    for name in ("a.txt", "empty.fits", "b.fits"):
        with pytest.raises(SexlikeError, match=name.replace(".", r"\.")):
            open_extensions(tmp_path / name)
    with pytest.raises(SexlikeError, match="folder"):
        open_extensions(tmp_path)


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("position", [0, 1])
def test_a_truncated_file(tmp_path, ending, position):
    hdus = [fits.PrimaryHDU(sky(200, 200)), fits.ImageHDU(sky(200, 200))]
    name = tmp_path / f"a.fits{ending}"
    write(name, *hdus[: position + 1])
    whole = name.read_bytes()
    name.write_bytes(whole[: int(len(whole) * (0.75 if position else 0.5))])
    with pytest.raises(SexlikeError, match=r"a\.fits"):
        [source.read() for source in open_extensions(name)]


def test_a_truncated_rice_file(tmp_path):
    name = tmp_path / "a.fits"
    write(name, fits.PrimaryHDU(), fits.CompImageHDU(sky(200, 200), compression_type="RICE_1"))
    name.write_bytes(name.read_bytes()[:20000])
    with pytest.raises(SexlikeError, match="truncated"):
        open_extensions(name)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_file_that_ends_in_the_header_of_an_extension(tmp_path, ending):
    plain = tmp_path / "a.fits"
    write(plain, fits.PrimaryHDU(sky()), fits.ImageHDU(sky()))
    start = plain.read_bytes()[: 2 * 2880 + 400]
    name = tmp_path / f"b.fits{ending}"
    name.write_bytes(gzip.compress(start) if ending else start)
    with pytest.raises(SexlikeError, match="in the header of extension 1"):
        open_extensions(name)


def test_what_follows_the_last_extension_is_no_harm(tmp_path):
    name = tmp_path / "a.fits"
    write(name, fits.PrimaryHDU(sky()))
    name.write_bytes(name.read_bytes() + b"\x00" * 5000)
    assert np.array_equal(only(name).read(), sky())


def test_a_missing_last_block_of_blanks_is_no_harm(tmp_path):
    name = tmp_path / "a.fits"
    write(name, fits.PrimaryHDU(sky()))
    whole = name.read_bytes()
    name.write_bytes(whole[: 2880 + 20 * 30 * 4])
    assert np.array_equal(only(name).read(), sky())


def test_files_without_an_image(tmp_path):
    table = fits.BinTableHDU.from_columns([fits.Column("X", "D", array=[1.0])], name="STARS")
    name = write(tmp_path / "t.fits", fits.PrimaryHDU(), table)
    with pytest.raises(SexlikeError, match="STARS"):
        open_extensions(name)
    name = write(tmp_path / "line.fits", fits.PrimaryHDU(np.zeros(100, np.float32)))
    with pytest.raises(SexlikeError, match="100"):
        open_extensions(name)


def test_odd_cards_are_passed_over_in_silence(tmp_path):
    hdu = fits.PrimaryHDU(sky())
    hdu.header["BLANK"] = -32768  # means nothing for floats, and astropy says so
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        name = write(tmp_path / "a.fits", hdu)
    data = (tmp_path / "a.fits").read_bytes()
    (tmp_path / "a.fits").write_bytes(
        data.replace(b"BLANK   =               -32768", b"DATE-OBS= 12/13/14 o'clock    ")
    )
    assert np.array_equal(only(name).read(), sky())

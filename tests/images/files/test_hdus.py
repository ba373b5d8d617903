"""What headers claim is checked before anything is done with it."""

import gzip

import numpy as np
import pytest
from astropy.io import fits

from sexlike import memory
from sexlike.errors import SexlikeError
from sexlike.images.files.cards import card_text
from sexlike.images.files.cardtext import card_lines
from sexlike.images.files.contents import Contents
from sexlike.images.files.extensions import open_extensions
from sexlike.images.files.hdus import BLOCK, read_hdus

from .written import only, sky, write


def header(*lines):
    return b"".join(f"{line:<80}".encode("latin-1") for line in (*lines, "END")).ljust(BLOCK)


def card(keyword, value):
    return f"{keyword:<8}= {value:>20}"


def primary(**cards):
    """A primary header of an image of 30 x 20 pixels, with some cards replaced; None leaves one out."""
    plain = {"SIMPLE": "T", "BITPIX": -32, "NAXIS": 2, "NAXIS1": 30, "NAXIS2": 20} | cards
    return header(*(card(keyword, value) for keyword, value in plain.items() if value is not None))


PIXELS = sky().astype(">f4").tobytes().ljust(BLOCK, b"\0")


def test_the_parts_of_a_file(tmp_path):
    """As astropy finds them."""
    table = fits.BinTableHDU.from_columns([fits.Column("X", "PE()", array=[[1.0], [2.0, 3.0]])], name="STARS")
    groups = fits.GroupsHDU(fits.GroupData(np.zeros((3, 4, 5), "f4"), parnames=["U"], pardata=[[1, 2, 3]], bitpix=-32))
    image = fits.ImageHDU(np.zeros((3, 4, 5), "i2"), name="sci", ver=3)
    packed = fits.CompImageHDU(sky(), name="PACKED", compression_type="RICE_1")
    for first in (fits.PrimaryHDU(), fits.PrimaryHDU(sky(200, 100)), groups):
        name = tmp_path / "m.fits"
        fits.HDUList([first, image, table, packed]).writeto(name, overwrite=True)
        hdus = read_hdus(Contents(str(name)))
        with fits.open(name) as theirs:
            for hdu, other in zip(hdus, theirs, strict=True):
                assert hdu.offset == other.fileinfo()["datLoc"]
                assert -(-hdu.length // BLOCK) * BLOCK == other.fileinfo()["datSpan"]
                assert (hdu.name, hdu.version, hdu.is_image) == (other.name, other.ver, other.is_image)
                if other.is_image and hdu.index != 0:
                    assert hdu.axes == other.shape[::-1]
                    assert hdu.bits == other.header["BITPIX"]


WRONG = {
    "SIMPLE": ["F", "1", "'T", "'T'", None],
    "BITPIX": ["7", "-16", "0", "'-32'", "-32.5", "T", "'-32", None],
    "NAXIS": ["-1", "1000", "2.5", "'2", "1E400", None],
    "NAXIS1": ["-30", "'30", "30.5", "T", "9" * 20, "9" * 60, None],
    "NAXIS2": ["-1", "1E3", "(2, 3)", "#", None],
    "PCOUNT": ["-5", "'0", "1.5"],
    "GCOUNT": ["-1", "T", "9" * 30],
}


@pytest.mark.parametrize(("keyword", "value"), [(keyword, value) for keyword in WRONG for value in WRONG[keyword]])
@pytest.mark.parametrize("packed", [False, True])
def test_headers_that_make_no_sense(tmp_path, keyword, value, packed):
    data = primary(**{keyword: value}) + PIXELS
    (tmp_path / "a.fits").write_bytes(gzip.compress(data) if packed else data)
    with pytest.raises(SexlikeError, match=r"a\.fits") as error:
        only(tmp_path / "a.fits").read()
    assert keyword in str(error.value)


@pytest.mark.parametrize("keyword", ["XTENSION", "BITPIX", "NAXIS", "NAXIS1", "PCOUNT"])
def test_headers_of_extensions_that_make_no_sense(tmp_path, keyword):
    plain = {"XTENSION": "'IMAGE   '", "BITPIX": 16, "NAXIS": 1, "NAXIS1": 4, "PCOUNT": 0, "GCOUNT": 1}
    if keyword == "XTENSION":
        plain["NAXIS2"] = plain.pop("NAXIS1")
    lines = [card(name, "'-4" if name == keyword != "XTENSION" else value) for name, value in plain.items()]
    (tmp_path / "a.fits").write_bytes(primary() + PIXELS + header(*lines) + bytes(BLOCK))
    with pytest.raises(SexlikeError, match=r"in the header of extension 1 of .*a\.fits"):
        open_extensions(tmp_path / "a.fits")


@pytest.mark.parametrize(
    "end", ["", "END     =                    1", "ENDING", "end", " END"], ids=["none", "value", "word", "low", "late"]
)
def test_a_header_without_end(tmp_path, end):
    lines = primary().rstrip()[:-3] + end.encode()
    (tmp_path / "a.fits").write_bytes(lines.ljust(BLOCK) + PIXELS)
    if end.startswith("END "):  # some programs have written such
        assert np.array_equal(only(tmp_path / "a.fits").read(), sky())
        return
    with pytest.raises(SexlikeError, match="in the primary header: it has no END"):
        open_extensions(tmp_path / "a.fits")


def test_a_header_without_end_is_not_read_to_the_end_of_a_long_file(tmp_path, monkeypatch):
    monkeypatch.setattr("sexlike.images.files.hdus._LONGEST_HEADER", 10 * BLOCK)
    (tmp_path / "a.fits").write_bytes(primary()[: -BLOCK + 400].ljust(30 * BLOCK) + header())
    with pytest.raises(SexlikeError, match="it has no END"):
        open_extensions(tmp_path / "a.fits")


def test_sizes_that_the_file_has_not(tmp_path):
    for axes in ({"NAXIS1": 40}, {"NAXIS2": 1 << 40}, {"NAXIS": 3, "NAXIS3": 5}, {"BITPIX": -64}, {"GCOUNT": 3}):
        (tmp_path / "a.fits").write_bytes(primary(**axes) + PIXELS)
        with pytest.raises(SexlikeError, match=r"truncated: 5760 bytes instead of at least \d+"):
            open_extensions(tmp_path / "a.fits")


@pytest.mark.parametrize("size", [200_000, 1 << 40, (1 << 63) - 1])
def test_bombs_are_refused_by_the_size_they_claim(tmp_path, size):
    (tmp_path / "a.fits.gz").write_bytes(gzip.compress(primary(NAXIS1=size, NAXIS2=200_000) + bytes(1 << 20)))
    with pytest.raises(SexlikeError, match=r"the primary header of .*a\.fits\.gz describes would take .*B of memory"):
        open_extensions(tmp_path / "a.fits.gz")


def test_images_in_tiles_are_refused_by_the_size_they_claim(tmp_path, monkeypatch):
    name = write(tmp_path / "a.fits", fits.PrimaryHDU(), fits.CompImageHDU(sky(), compression_type="RICE_1"))
    monkeypatch.setattr(memory, "free_memory", lambda: 4000.0)
    with pytest.raises(SexlikeError, match=r"the image of 30 x 20 pixels in .*a\.fits\[1\] would take 2\.4 kB"):
        only(name).read()
    monkeypatch.setattr(memory, "free_memory", lambda: 5000.0)
    assert only(name).read().shape == (20, 30)


def replaced(path, keyword, value):
    """Write another value into a card of the last header."""
    data = path.read_bytes()
    place = data.rindex(f"{keyword:<8}=".encode())
    path.write_bytes(data[:place] + card(keyword, value).ljust(80).encode() + data[place + 80 :])


TILES = {
    "ZBITPIX": ["7", "'-32"],
    "ZNAXIS": ["-2", "1E5"],
    "ZNAXIS1": ["-30", "3E1", "99999999999999999999"],
    "ZNAXIS2": ["200000", "'20"],
    "ZTILE1": ["0", "-30", "4294967296", "1"],
    "ZTILE2": ["0", "-1", "2"],
    "TFIELDS": ["-1", "0", "1000", "'1"],
    "NAXIS2": ["19", "0"],
    "ZVAL1": ["0", "-32", "1E9", "'32"],
    "ZVAL2": ["0", "3", "-4"],
}


@pytest.mark.parametrize(("keyword", "value"), [(keyword, value) for keyword in TILES for value in TILES[keyword]])
def test_tiles_that_make_no_sense(tmp_path, keyword, value):
    packed = fits.CompImageHDU(sky().astype("i2"), compression_type="RICE_1")
    path = tmp_path / "a.fits"
    write(path, fits.PrimaryHDU(), packed)
    replaced(path, keyword, value)
    with pytest.raises(SexlikeError, match=r"a\.fits") as error:
        only(path).read()
    assert keyword in str(error.value) or "not the number of tiles" in str(error.value)


def test_odd_characters_in_the_header_of_tiles(tmp_path):
    packed = fits.CompImageHDU(sky().astype("i2"), fits.Header({"OBJECT": "M 31"}), compression_type="RICE_1")
    path = tmp_path / "a.fits"
    write(path, fits.PrimaryHDU(), packed)
    path.write_bytes(path.read_bytes().replace(b"'M 31", b"'M\xb031"))
    header = only(path).header
    assert card_text(header, "OBJECT") == "M?31"
    assert any(line.startswith("OBJECT  = 'M\xb031") for line in card_lines(header))
    assert np.array_equal(only(path).read(), sky().astype("i2"))

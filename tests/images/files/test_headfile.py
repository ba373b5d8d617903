import sys

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.files.extensions import open_extensions
from sexlike.images.files.headfile import head_path


@pytest.mark.parametrize("image", ["night/a.fits", "night/a.fit", "night/a.fits.fz", "night/a.fits.gz", "night/a"])
def test_path(image):
    assert head_path(image, ".head") == "night/a.head"


@pytest.fixture
def mosaic(tmp_path):
    header = fits.Header({"GAIN": 2.0, "OBJECT": "M31"})
    images = [fits.ImageHDU(np.zeros((4, 6), np.float32), header, name=f"CCD{chip}") for chip in (1, 2, 3)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(tmp_path / "m.fits")
    return tmp_path / "m.fits"


def heads(*blocks):
    return "".join(f"{block}\nEND\n" for block in blocks)


def test_cards_override_and_extend_the_header(mosaic):
    text = "COMMENT   by hand\nGAIN    =                  5.5 / checked\nCRVAL1  = 10.5\n\nFILTER  = 'r''    '"
    mosaic.with_suffix(".head").write_text(heads(text, "GAIN    = 7"))
    first, second, third = (source.header for source in open_extensions(mosaic, ".head"))
    assert (first["GAIN"], first["CRVAL1"], first["FILTER"], first["OBJECT"]) == (5.5, 10.5, "r'", "M31")
    assert first.comments["GAIN"] == "checked"
    assert "by hand" in str(first["COMMENT"])
    assert list(first).index("GAIN") < list(first).index("EXTNAME")
    assert (second["GAIN"], third["GAIN"]) == (7, 2.0)
    assert [source.external_header for source in open_extensions(mosaic, ".head")] == [True, True, False]


def test_without_suffix_there_is_none(mosaic):
    mosaic.with_suffix(".head").write_text(heads("GAIN    = 7"))
    assert open_extensions(mosaic)[0].header["GAIN"] == 2.0
    assert open_extensions(mosaic, ".ahead")[0].header["GAIN"] == 2.0


def test_a_selected_extension_has_its_own_cards(mosaic):
    mosaic.with_suffix(".head").write_text(heads("GAIN    = 7", "GAIN    = 8", "GAIN    = 9"))
    assert open_extensions(f"{mosaic}[CCD3]", ".head")[0].header["GAIN"] == 9


def test_what_describes_the_file_stays(mosaic):
    mosaic.with_suffix(".head").write_text("BITPIX  = 16\nNAXIS1  = 77\nBZERO   = 5.0\n")
    source = open_extensions(mosaic, ".head")[0]
    assert (source.header["BITPIX"], source.shape) == (-32, (4, 6))
    assert "BZERO" not in source.header
    assert source.read().max() == 0


@pytest.mark.parametrize("line", ["CRVAL1 = 10.0", "gain    = 3", "GAIN    = 'open"])
def test_a_line_that_is_no_card_is_named(mosaic, line):
    mosaic.with_suffix(".head").write_text(f"OBJECT  = 'M32'\n{line}\n")
    with pytest.warns(SexlikeWarning, match=r"m\.head:2: not a FITS card"):
        source = open_extensions(mosaic, ".head")[0]
    assert source.header["OBJECT"] == "M32"
    assert source.header["GAIN"] == 2.0


def test_letters_beyond_ascii_are_no_harm(mosaic):
    mosaic.with_suffix(".head").write_bytes("HISTORY Bézier\r\nOBSERVER= 'Schrödinger'\r\nEND     \r\n".encode())
    assert open_extensions(mosaic, ".head")[0].header["OBSERVER"].startswith("Schr")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GAIN    = 2\n" * 30_000, "4000 cards for an image"),
        ("".join(f"K{number:<7}= 2\n" for number in range(30_000)), "4000 cards for an image"),
        ("END\n" * 300_000, "200000 lines"),
        ("\n" * 300_000, "200000 lines"),
    ],
    ids=["one card", "cards", "ends", "blank lines"],
)
def test_what_is_longer_than_any_header_is_refused(mosaic, text, found):
    mosaic.with_suffix(".head").write_text(text)
    with pytest.raises(SexlikeError, match=f"more than {found}"):
        open_extensions(mosaic, ".head")


def test_a_folder_or_a_link_to_nothing_is_no_external_header(mosaic):
    mosaic.with_suffix(".head").mkdir()
    mosaic.with_suffix(".ahead").symlink_to("nowhere")
    for suffix in (".head", ".ahead"):
        source = open_extensions(mosaic, suffix)[0]
        assert (source.header["GAIN"], source.external_header) == (2.0, False)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that cannot be read")
def test_an_external_header_that_cannot_be_read_is_an_error(mosaic):
    mosaic.with_suffix(".head").symlink_to("/proc/self/mem")
    with pytest.raises(SexlikeError, match=r"can't read .*m\.head, the external header \(HEADER_SUFFIX\)"):
        open_extensions(mosaic, ".head")


def test_bytes_of_something_else_are_no_external_header(mosaic):
    mosaic.with_suffix(".head").write_bytes(b"".join(bytes([number]) + b" text\n" for number in range(256)))
    with pytest.warns(SexlikeWarning, match="not a FITS card"), pytest.raises(SexlikeError, match="is no header"):
        open_extensions(mosaic, ".head")

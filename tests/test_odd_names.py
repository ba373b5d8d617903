"""Headers and names that hold what they must not: every output is written all the same, and readers read it."""

import os
import sys
import warnings
import xml.dom.minidom
from pathlib import Path

import numpy as np
import pytest
from astropy.io import ascii as tables
from astropy.io import fits
from astropy.io.votable import parse_single_table

from sexlike import cli

CATALOGS = ("ASCII", "ASCII_HEAD", "ASCII_SKYCAT", "ASCII_VOTABLE", "ECSV", "FITS_1.0", "FITS_LDAC", "FITS_TPX")
BLOCK, CARD = 2880, 80
CARDS = {
    "control character": b"OBJECT  = 'M\x0131'",
    "NUL": b"OBJECT  = 'M\x0031'",
    "escape": b"OBJECT  = 'M\x1b[31m31'",
    "DEL": b"OBSERVER= 'someone\x7f'",
    "Latin-1": b"OBSERVER= 'Jos\xe9'",
    "UTF-8": "OBSERVER= 'José'".encode(),
    "tab": b"EXPTIME =\t300.0",
    "in a comment": b"GAIN    =                  2.5 / e\x85/ADU",
    "in a keyword": b"AB\x02CDE =                  2.5",
    "in the comment of a card that is replaced": b"FITSFILE= 'a.fits  ' / \x07bell",
    "in ORIGIN": b"ORIGIN  = 'ES\x00O'",
    "CONTINUE without a text before it": b"CONTINUE  'and so on'",
    "CONTINUE of no text": b"CONTINUE   1.5",
    "CONTINUE after a number": b"AIRMASS =                  1.5" + bytes(50).replace(b"\0", b" ") + b"CONTINUE  'more'",
    "a text in two cards": b"LONGTEXT= 'the beginning&'".ljust(CARD) + b"CONTINUE  'and the end'",
    "a text without end": b"OBJECT  = 'M31",
    "a text without beginning": b"OBJECT  = M31'",
    "no value": b"OBJECT  =",
    "an equals sign elsewhere": b"OBJECT = 'M31'",
    "small letters": b"object  = 'M31'",
    "HIERARCH": b"HIERARCH ESO DET CHIP1 GAIN = 2.5 / e-/ADU",
    "a number too large": b"EPOCH   =              1E99999",
    "BSCALE that is none": b"BSCALE  = 'one",
    "BZERO that is none": b"BZERO   = (1, 2)",
    "BLANK that is none": b"BLANK   = 1.5E",
    "CRPIX that is none": b"CRPIX1  = 12,5",
    "bytes": bytes(range(128, 208)),
    "nothing but NUL": bytes(80),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("e.sex").touch()
    Path("n.param").write_text("NUMBER\nX_IMAGE\nALPHA_J2000\nMAG_AUTO\nFLAGS\n")


def write_image(name, *cards, extensions=0):
    image = np.random.default_rng(1).normal(100, 2, (64, 80)).astype(np.float32)
    image[30:33, 40:43] += 100
    header = fits.Header({"GAIN": 2.0, "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 10.0, "CRVAL2": 1.0})
    header.update({"CD1_1": -1e-4, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-4})
    images = [fits.ImageHDU(image, header) for _ in range(extensions)]
    fits.HDUList([fits.PrimaryHDU() if images else fits.PrimaryHDU(image, header), *images]).writeto("plain.fits")
    data = Path("plain.fits").read_bytes()
    Path("plain.fits").unlink()
    end = data.rindex(b"END".ljust(CARD))
    odd = b"".join(card.ljust(-(-len(card) // CARD) * CARD) for card in cards) + b"END".ljust(CARD)
    Path(name).write_bytes(data[:end] + odd + data[end + len(odd) :])
    return odd[:-CARD]


def run(name, *options, quiet=False):
    argv = [name, "-c", "e.sex", "-PARAMETERS_NAME", "n.param", *options]
    return cli.main([*argv, "-VERBOSE_TYPE", "QUIET"] if quiet else argv)


def read_back(kind, path, rows=1):
    """Read a catalog as its users do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind.startswith("FITS"):
            with fits.open(path) as hdus:
                assert len(hdus[-1].data) == rows
                hdus.verify("ignore")
        elif kind == "ASCII_VOTABLE":
            xml.dom.minidom.parse(os.fspath(path))
            assert len(parse_single_table(path).array) == rows
        elif kind == "ECSV":
            assert len(tables.read(path, format="ecsv")) == rows
        else:
            lines = [line for line in Path(path).read_text().splitlines() if line[:1] not in ("#", "Q", "-", "E", "")]
            assert len([line for line in lines if line.split()[0] == "1"]) == rows


@pytest.mark.parametrize("kind", CARDS)
def test_odd_cards(kind, capsys):
    """All formats at once: the bytes of the cards are in the catalogs that hold headers, and in check-images."""
    odd = write_image("a.fits", CARDS[kind])
    names = [f"{place}.cat" for place in range(len(CATALOGS))]
    outputs = ["-CATALOG_TYPE", ",".join(CATALOGS), "-CATALOG_NAME", ",".join(names), "-WRITE_XML", "Y"]
    checks = ["-CHECKIMAGE_TYPE", "SEGMENTATION,MINIBACKGROUND", "-CHECKIMAGE_NAME", "s.fits,b.fits"]
    assert run("a.fits", *outputs, *checks) == 0, capsys.readouterr().err
    for catalog, name in zip(CATALOGS, names, strict=True):
        read_back(catalog, name)
    xml.dom.minidom.parse("sex.xml")
    replaced = odd[:8] in (b"FITSFILE", b"ORIGIN  ", b"BSCALE  ", b"BZERO   ", b"BLANK   ")
    for name in ("6.cat", "7.cat") if odd[:8] != b"FITSFILE" else ():
        assert odd in Path(name).read_bytes()
    for name in ("s.fits", "b.fits"):
        assert replaced or odd in Path(name).read_bytes()
        read_back("FITS", name, rows=64 if name == "s.fits" else 1)


@pytest.mark.parametrize("kind", ["NUL", "CONTINUE of no text", "Latin-1", "BSCALE that is none"])
def test_odd_cards_of_extensions(kind):
    odd = write_image("a.fits", CARDS[kind], extensions=2)
    assert run("a.fits", "-CATALOG_TYPE", "FITS_LDAC", "-CHECKIMAGE_TYPE", "BACKGROUND", quiet=True) == 0
    assert odd in Path("test.cat").read_bytes()
    assert kind.startswith("BSCALE") or odd in Path("check.fits").read_bytes()


@pytest.mark.parametrize("kind", ["NUL", "CONTINUE of no text", "a text without end", "small letters", "HIERARCH"])
def test_odd_cards_of_packed_images(kind):
    write_image("a.fits", CARDS[kind])
    room = fits.Header([("ROOM1", 1), ("ROOM2", 2)])
    with fits.open("a.fits") as hdus:
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(hdus[0].data, room)]).writeto("b.fits")
    data, odd = Path("b.fits").read_bytes(), CARDS[kind].ljust(CARD)
    place = data.rindex(b"ROOM1")
    Path("b.fits").write_bytes(data[:place] + odd + data[place + len(odd) :])
    assert run("b.fits", "-CATALOG_TYPE", "FITS_LDAC", "-CHECKIMAGE_TYPE", "BACKGROUND", "-WRITE_XML", "Y") == 0
    read_back("FITS_LDAC", "test.cat")


def test_an_external_header_wins_over_a_card_that_cannot_be_understood():
    write_image("a.fits", CARDS["a text without end"])
    Path("a.head").write_text("OBJECT  = 'M 32    '           / neighbour\nSEEING  = 1E999\nGAIN    = \x01\n")
    assert run("a.fits", "-CATALOG_TYPE", "FITS_LDAC", "-CHECKIMAGE_TYPE", "BACKGROUND") == 0
    for name in ("test.cat", "check.fits"):
        data = Path(name).read_bytes()
        assert b"OBJECT  = 'M 32" in data
        assert b"'M31" not in data


NAMES = ["new\nline.fits", "bell\x07.fits", "esc\x1b[31m.fits", "<&>\"'.fits", "'" * 70 + ".fits", "é€.fits", "a" * 200]
BYTES = os.fsdecode(b"b\xff\xfeytes.fits")  # no UTF-8


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed")
@pytest.mark.parametrize("name", [*NAMES, BYTES], ids=ascii)
def test_odd_names_of_files(name, capsys):
    write_image(name)
    os.symlink("e.sex", f"c{name}"[:250])
    names = [f"{place}.cat" for place in range(len(CATALOGS))]
    Path("run.sex").write_bytes(os.fsencode(f"CHECKIMAGE_TYPE NONE\nCATALOG_TYPE {','.join(CATALOGS)}\n"))
    argv = [name, "-c", "run.sex", "-PARAMETERS_NAME", "n.param", "-CATALOG_NAME", ",".join(names), "-WRITE_XML", "Y"]
    assert cli.main(argv) == 0
    err = capsys.readouterr().err
    assert not set(err) & {"\x07", "\x1b"}
    for catalog, path in zip(CATALOGS, names, strict=True):
        read_back(catalog, path)
    xml.dom.minidom.parse("sex.xml")
    for index in (5, 6):  # what tells of the file is a text with both of its quotes
        data = Path(names[index]).read_bytes()
        place = data.index(b"FITSFILE=")
        assert isinstance(fits.Card.fromstring(data[place : place + CARD]).value, str)
    Path(f"c{name}"[:250]).unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed")
@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[3], BYTES], ids=ascii)
def test_odd_names_of_what_is_written(name):
    write_image("a.fits")
    for kind in CATALOGS:
        Path("run.toml").write_text("")
        options = ["-CATALOG_TYPE", kind, "-WRITE_XML", "Y", f"-CATALOG_NAME={name}"]
        if '"' in name or "\n" in name:
            quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            Path("run.toml").write_text(f'CATALOG_NAME = "{quoted}"\n')
            options = options[:-1]
        assert cli.main(["a.fits", "-c", "run.toml", "-PARAMETERS_NAME", "n.param", *options]) == 0
        read_back(kind, name)
        xml.dom.minidom.parse("sex.xml")

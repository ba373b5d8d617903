"""What ``--batch`` may name, and what is wrong with it."""

import os
import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

from sexlike import SexlikeError
from sexlike.batch.rows.exposure import Exposure, ending_of, stem_of
from sexlike.batch.rows.inputs import read_exposures


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A current folder with four images, and a text file that is none."""
    monkeypatch.chdir(tmp_path)
    Path("night").mkdir()
    for name in ("b.fits", "a.fits.fz", "c.fit.gz", "d, e.fits"):
        Path("night", name).touch()
    Path("night", "notes.txt").write_text("clear sky\n")


def images(*words):
    return [exposure.images for exposure in read_exposures(words)]


@pytest.mark.parametrize(
    ("path", "stem", "ending"),
    [
        ("night/m31.fits.fz", "m31", "fits.fz"),
        ("m31.v2.FITS.gz", "m31.v2", "FITS.gz"),
        ("m31.fit", "m31", "fit"),
        ("m31.dat", "m31.dat", ""),
        (".fits", ".fits", ""),
    ],
)
def test_stems(path, stem, ending):
    assert (stem_of(path), ending_of(path)) == (stem, ending)


def test_a_pattern_a_folder_and_names():
    four = ["night/a.fits.fz", "night/b.fits", "night/c.fit.gz", "night/d, e.fits"]
    assert images("night/*.fi*") == images("night") == [(name,) for name in four]
    assert images("night/b.fits", "night/a*") == [("night/b.fits",), ("night/a.fits.fz",)]
    assert images("night/*.fits", "night") == [(four[1],), (four[3],), (four[0],), (four[2],)]
    assert [exposure.number for exposure in read_exposures(["night"])] == [1, 2, 3, 4]


def test_a_list_of_names():
    Path("list.txt").write_text(
        "# mine\nnight/b.fits  # good\n\nnight/a.fits.fz,night/b.fits\nnight/d, e.fits\nno.fits\n"
    )
    pair = ("night/a.fits.fz", "night/b.fits")
    assert images("list.txt") == [("night/b.fits",), pair, ("night/d, e.fits",), ("no.fits",)]
    Path("night/list.txt").write_text("b.fits\na.fits.fz[SCI,2]\n")
    assert images("night/list.txt") == [("night/b.fits",), ("night/a.fits.fz[SCI,2]",)]


ROWS = {"detect": ["a.fits.fz", "b.fits"], "measure": ["b.fits", "c.fit.gz"], "Mag_Zeropoint": [25.5, 26.0]}


@pytest.mark.parametrize("name", ["t.csv", "t.ecsv", "t.fits", "t.vot"])
def test_tables(name):
    Table(ROWS).write(f"night/{name}", **({"format": "votable"} if name == "t.vot" else {}))
    found = read_exposures([f"night/{name}"])
    assert [exposure.images for exposure in found] == [
        ("night/a.fits.fz", "night/b.fits"),
        ("night/b.fits", "night/c.fit.gz"),
    ]
    assert [exposure.settings for exposure in found] == [{"MAG_ZEROPOINT": "25.5"}, {"MAG_ZEROPOINT": "26.0"}]
    assert found[0].stem == "b"


def test_cells_that_are_empty_set_nothing():
    Path("t.csv").write_text(
        "# from the log\nimage, GAIN, CLEAN, comment\nnight/b.fits,,N,moon\n,,,\nnight/a.fits.fz,2,,\n"
    )
    first, second = read_exposures(["t.csv"])
    assert (first.settings, first.origin) == ({"CLEAN": "N"}, "t.csv:3")
    assert (second.settings, second.number) == ({"GAIN": "2"}, 2)


def test_an_image_in_tiles_is_no_table_and_neither_is_a_catalog():
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(np.zeros((9, 9), np.int16))]).writeto("tiles.fits")
    Table({"NUMBER": [1], "X_IMAGE": [2.0]}).write("catalog.fits")
    assert images("tiles.fits", "catalog.fits") == [("tiles.fits",), ("catalog.fits",)]


@pytest.mark.parametrize(
    ("words", "text", "message"),
    [
        (["x*.fits"], "", "no file matches x*.fits"),
        (["nigth"], "", "no such file or folder: nigth\n  Did you mean night?"),
        (["empty"], "", "no image in the folder empty"),
        ([], "", "no exposures are given"),
        (["t.csv"], "IMAGES,GAIN\na,1\n", "t.csv: a table of exposures needs a column image"),
        (
            ["t.csv"],
            "image,DETECT_TRESH\na,1\n",
            "column detect_tresh is no keyword of sexlike\n  Did you mean DETECT",
        ),
        (["t.csv"], "image,gain,GAIN\na,1,2\n", "two columns have the name gain"),
        (["t.csv"], "detect,GAIN\na,1\n", "needs a column image, or two: detect and measure"),
        (["t.csv"], "image,GAIN\n,1\n", "t.csv:2: no image in this row"),
        (["t.csv"], "image,GAIN\nb,1,\na,1,2\n", "t.csv:3: more cells than columns: 2"),
        (["t.csv"], "detect,measure\na,b\na,\n", "t.csv:3: no image in this row: measure is empty"),
        (["t.csv"], "image,GAIN\n", "t.csv: the table has no rows"),
        (["t.csv"], "imag,GAIN\na,1\n", "Rename the column imag to image."),
        (["t.csv"], "image;GAIN\na;1\n", "Is ; what stands between its columns?"),
        (["t.txt"], "night/b.fits\n,\n", "t.txt:2: an empty name of an image: ','"),
        (["t.txt"], "a.fits,,b.fits\n", "t.txt:1: an empty name of an image: 'a.fits,,b.fits'"),
        (["a.fits,"], "", "--batch: an empty name of an image: 'a.fits,'"),
        (["t.csv"], "", "the table t.csv is empty"),
        (["t.txt"], "# nothing\n", "no name of an image in t.txt"),
        (["t.txt"], "DETECT_THRESH = 1.6\n", "no line of t.txt is the name of a file that exists\n  Is it a list"),
        (["t.txt"], "a,b,c\n", "t.txt:1: more than two images: a, b, c"),
        (["t.ecsv"], "no ecsv\n", "cannot read the table t.ecsv: "),
    ],
)
def test_what_is_wrong(words, text, message):
    os.mkdir("empty")
    if words and words[0].startswith("t."):
        Path(words[0]).write_text(text)
    with pytest.raises(SexlikeError, match=re.escape(message)):
        read_exposures(words)


def test_an_image_twice_is_one_exposure_unless_settings_differ():
    Path("t.csv").write_text("image,GAIN\nnight/b.fits,1\nnight/b.fits,2\n")
    assert len(read_exposures(["t.csv"])) == 2
    assert images("night/b.fits", "night/b.fits") == [("night/b.fits",)]
    assert images("night/b.fits", "./night/b.fits", os.path.abspath("night/b.fits")) == [("night/b.fits",)]
    assert images("night/b.fits", "./night/b.fits[1]") == [("night/b.fits",), ("./night/b.fits[1]",)]


def test_an_exposure_in_words():
    assert str(Exposure(1, ("a.fits", "b.fits[1]"))) == "a.fits,b.fits[1]"
    assert Exposure(1, ("a.fits", "x/b.fits[1]")).path == "x/b.fits"

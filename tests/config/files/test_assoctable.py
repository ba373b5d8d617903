"""Assoc lists with names of columns: CSV, ECSV, FITS, VOTable."""

import warnings

import astropy.units as u
import numpy as np
import pytest
from astropy.io import fits
from astropy.table import QTable, Table

from sexlike.config.files.assocfile import read_assoc_list
from sexlike.config.files.assoclist import Coordinates
from sexlike.config.files.assoctable import delimiter_of
from sexlike.errors import SexlikeError

PIXELS = Coordinates(("x", "y"))
SKY = Coordinates(("RA", "Dec"), world=True, right_ascension=0)
WRITERS = {
    "a.fits": {"format": "fits"},
    "a.vot": {"format": "votable"},
    "a.ecsv": {"format": "ascii.ecsv"},
    "a.csv": {"format": "ascii.csv"},
    "semicolons.txt": {"format": "ascii.basic", "delimiter": ";"},
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", WRITERS)
def test_tables_of_all_kinds(name):
    table = Table({"id": [7, 8], "x": [1.5, 2.25], "y": [3.0, 4.0], "name": ["M 31", "NGC 7"], "n": [5, 6]})
    table.write(name, **WRITERS[name])
    found = read_assoc_list(name, PIXELS)
    np.testing.assert_array_equal(found.values, [[7, 1.5, 3, np.nan, 5], [8, 2.25, 4, np.nan, 6]])
    assert found.names == {"id": 1, "x": 2, "y": 3, "name": 4, "n": 5}
    np.testing.assert_array_equal(read_assoc_list(name, Coordinates((2, 3))).values, found.values)


@pytest.mark.parametrize("name", WRITERS)
def test_angles_in_texts(name):
    Table({"RA": ["10:00:00", "10 30 00.0"], "DEC": ["+02:30:00", "-00 30 00"]}).write(name, **WRITERS[name])
    np.testing.assert_allclose(read_assoc_list(name, SKY).values, [[150, 2.5], [157.5, -0.5]])


@pytest.mark.parametrize("name", ["a.fits", "a.vot", "a.ecsv"])
def test_angles_in_other_units(name):
    QTable({"RA": [9000.0] * u.arcmin, "DEC": [0.5] * u.rad, "mag": [20.0] * u.mag}).write(name, **WRITERS[name])
    np.testing.assert_allclose(read_assoc_list(name, SKY).values, [[150, np.degrees(0.5), 20]])
    np.testing.assert_allclose(read_assoc_list(name, Coordinates(("RA", "Dec"))).values, [[9000, 0.5, 20]])


def test_a_csv_file_without_names_and_with_comments_and_holes():
    with open("a.csv", "w") as file:
        file.write("# a list\n\n1,2.5,-3e1\n# more\n2, 3,\n")
    found = read_assoc_list("a.csv", Coordinates((2, 3)))
    np.testing.assert_array_equal(found.values, [[1, 2.5, -30], [2, 3, np.nan]])
    assert found.names == {}


def test_the_table_of_an_ldac_catalog():
    other, wanted = Table({"z": [b"card"]}), Table({"x": [1.0], "y": [2.0], "FLUX_APER": [[3.0, 4.0]]})
    hdus = [
        fits.PrimaryHDU(),
        fits.BinTableHDU(other, name="LDAC_IMHEAD"),
        fits.BinTableHDU(wanted, name="LDAC_OBJECTS"),
    ]
    fits.HDUList(hdus).writeto("a.cat")
    found = read_assoc_list("a.cat", PIXELS)
    assert found.values.tolist() == [[1, 2, 3, 4]]
    assert list(found.names) == ["x", "y", "FLUX_APER", "FLUX_APER_1"]


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("1 2 3", None),
        ("1, 2, 3", None),
        ("1 2,5 3", None),
        ("x, 2, 3;", None),
        ("1,2,3", ","),
        ("1 ,2 ,3", ","),
        ("id,ra,dec", ","),
        ("NGC 7,10.5,2", ","),
        ("10 00 00,+02 00 00", ","),
        ("1;2;3", ";"),
        ("1,5;2,5", ","),
    ],
)
def test_what_separates_columns(line, delimiter):
    assert delimiter_of(line) == delimiter


def test_what_is_wrong_is_told():
    fits.PrimaryHDU(np.zeros((2, 2))).writeto("image.fits")
    with pytest.raises(SexlikeError, match=r"image\.fits is a FITS file without a table"):
        read_assoc_list("image.fits", PIXELS)
    with open("a.csv", "w") as file:
        file.write("x,z\n1,2\n")
    with pytest.raises(SexlikeError, match=r"(?s)ASSOC_PARAMS: a\.csv has no column y\n.*It has x, z\."):
        read_assoc_list("a.csv", PIXELS)
    with pytest.raises(SexlikeError, match=r"(?s)ASSOC_PARAMS #2 exceeds.*It is column 3; a\.csv has 2\."):
        read_assoc_list("a.csv", Coordinates((2, 3)))
    with open("a.csv", "w") as file:
        file.write("x,y\n1,2,3,4\n")
    with pytest.raises(SexlikeError, match=r"ASSOC_NAME: a\.csv cannot be read as a CSV table: "):
        read_assoc_list("a.csv", PIXELS)
    with open("a.vot", "w") as file:
        file.write("<VOTABLE><RESOURCE>")
    with pytest.raises(SexlikeError, match=r"ASSOC_NAME: a\.vot cannot be read as a VOTABLE table: "):
        read_assoc_list("a.vot", PIXELS)


def test_warnings_of_astropy_stay_silent():
    table = Table({"x": [1.0], "y": [2.0]})
    table["x"].unit = "nonsense"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table.write("a.fits")
    assert read_assoc_list("a.fits", PIXELS).values.tolist() == [[1, 2]]

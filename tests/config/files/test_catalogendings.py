"""The ending of CATALOG_NAME and the format of the catalog."""

import warnings

import pytest
from astropy.io import fits
from astropy.table import Table

from sexlike.cli import main
from sexlike.config.config import load_config
from sexlike.config.files.catalogendings import TYPES, odd_endings
from sexlike.config.keywords import KEYWORDS

from ...measure.scene import gaussian_scene


def types(names, **more):
    return load_config(None, {"CATALOG_NAME": names, "COMPATIBILITY": "NONE"} | more).CATALOG_TYPE


def test_types_are_those_that_there_are():
    assert set(TYPES.values()) <= set(KEYWORDS["CATALOG_TYPE"].choices)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("x.csv", ("CSV",)),
        ("X.FITS", ("FITS_1.0",)),
        ("x.ecsv", ("ECSV",)),
        ("x.vot", ("ASCII_VOTABLE",)),
        ("x.cat", ("ASCII_HEAD",)),
        ("csv", ("ASCII_HEAD",)),
        ("x.parquet,y.txt,z.reg", ("PARQUET", "ASCII_HEAD", "REGION")),
    ],
)
def test_the_ending_gives_the_type(names, expected):
    assert types(names) == expected
    assert types(names, COMPATIBILITY="SEXTRACTOR") == ("ASCII_HEAD",)
    assert types(names, CATALOG_TYPE="ASCII") == ("ASCII",)


def test_a_name_that_is_not_given_has_no_ending():
    assert load_config(None, {"COMPATIBILITY": "NONE"}).CATALOG_TYPE == ("ASCII_HEAD",)


def test_which_endings_are_odd():
    fitting = [
        ("FITS_LDAC", "x.fits"),
        ("FITS_1.0", "x.ldac"),
        ("ASCII", "x.txt"),
        ("CSV", "x.csv"),
        ("ECSV", "STDOUT"),
    ]
    assert not odd_endings(fitting)
    assert odd_endings([("ASCII_HEAD", "x.vot"), *fitting]) == [("ASCII_HEAD", "x.vot", "ASCII_VOTABLE")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fits.writeto("a.fits", gaussian_scene(sources=((40.0, 30.0, 9000.0, 3.0, 2.0, 30.0),)))
    (tmp_path / "default.param").write_text("NUMBER\nX_IMAGE\n")
    (tmp_path / "run.toml").write_text('catalog_name = "x.csv"\n')
    return tmp_path


def test_a_toml_file_writes_csv(folder, capsys):
    assert main(["a.fits", "-c", "run.toml"]) == 0
    assert Table.read("x.csv", format="csv").colnames == ["NUMBER", "X_IMAGE"]
    assert "WARNING" not in capsys.readouterr().err


def test_an_old_script_gets_what_it_got_and_a_line_of_the_log(folder, capsys):
    assert main(["a.fits", "-CATALOG_NAME", "y.csv"]) == 0
    assert (folder / "y.csv").read_text().startswith("#   1 NUMBER")
    told = capsys.readouterr().err
    assert "CATALOG_NAME y.csv is written as ASCII_HEAD (CATALOG_TYPE, default)" in told
    assert "CATALOG_TYPE CSV writes what its ending says" in told
    assert main(["a.fits", "-CATALOG_NAME", "y.csv", "-VERBOSE_TYPE", "QUIET"]) == 0
    assert "CSV" not in capsys.readouterr().err


def test_a_type_that_was_set_is_written_with_a_warning(folder, capsys):
    with warnings.catch_warnings():
        assert main(["a.fits", "-c", "run.toml", "-CATALOG_TYPE", "ASCII_HEAD"]) == 0
    told = capsys.readouterr().err
    assert "WARNING: CATALOG_NAME x.csv is written as ASCII_HEAD (CATALOG_TYPE, command line)" in told

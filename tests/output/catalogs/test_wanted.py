"""Which catalogs are wanted, and under which names."""

import pytest

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.output.catalogs.wanted import wanted_catalogs


@pytest.mark.parametrize("names", [["STDOUT", "STDOUT"], ["a.cat", "a.cat"]])
def test_no_name_twice(configure, names):
    with pytest.raises(SexlikeError, match=f"CATALOG_NAME has {names[0]} twice"):
        wanted_catalogs(configure(CATALOG_TYPE=["ASCII", "ECSV"], CATALOG_NAME=names))


def test_as_many_names_as_types(tmp_path):
    path = tmp_path / "run.toml"
    path.write_text('CATALOG_TYPE = ["FITS_LDAC", "ASCII"]\nCATALOG_NAME = ["a.fits", "a.cat"]\n')
    assert wanted_catalogs(load_config(path)) == [("FITS_LDAC", "a.fits"), ("ASCII", "a.cat")]
    assert wanted_catalogs(load_config(path, {"CATALOG_TYPE": "NONE"})) == []
    with pytest.raises(SexlikeError, match=r"not in equal number: x.cat for FITS_LDAC, ASCII") as caught:
        wanted_catalogs(load_config(path, {"CATALOG_NAME": "x.cat"}))
    assert "CATALOG_TYPE: run.toml:1: CATALOG_TYPE, CATALOG_NAME: command line" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CATALOG_NAME x.cat", [("ASCII_HEAD", "x.cat")]),
        ("CATALOG_NAME x.cat the catalog, of course\nCATALOG_TYPE ASCII as it is", [("ASCII", "x.cat")]),
        (
            "CATALOG_NAME a.fits, a.cat # two\nCATALOG_TYPE FITS_1.0,ASCII two",
            [("FITS_1.0", "a.fits"), ("ASCII", "a.cat")],
        ),
    ],
)
def test_sex_files(tmp_path, text, expected):
    """A list ends where no comma follows: SExtractor takes one name and ignores what is behind it."""
    path = tmp_path / "run.sex"
    path.write_text(text)
    assert wanted_catalogs(load_config(path)) == expected

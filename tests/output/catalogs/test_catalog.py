"""Several catalogs in one run, and ECSV."""

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.table import QTable, Table

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.output.catalogs.catalog import wanted_catalogs, write_catalog
from sexlike.output.catalogs.votable import write_xml
from sexlike.output.targets import targets

from ..madeup import with_config


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_one_run_writes_all_of_them(catalog, configure, tmp_path):
    kinds, names = ("FITS_LDAC", "ASCII_HEAD", "NONE", "ECSV"), ("a.fits", "a.cat", "none", "a.ecsv")
    config = configure(CATALOG_TYPE=kinds, CATALOG_NAME=names)
    assert [path for _, path in targets(config)] == ["a.fits", "a.cat", "a.ecsv"]
    write_catalog([catalog], config)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.cat", "a.ecsv", "a.fits"]
    expected = catalog.values["X_IMAGE"]
    np.testing.assert_array_equal(fits.getdata("a.fits", 2)["X_IMAGE"], expected)
    np.testing.assert_allclose(Table.read("a.cat", format="ascii.sextractor")["X_IMAGE"], expected, atol=1e-4)
    np.testing.assert_array_equal(Table.read("a.ecsv")["X_IMAGE"], expected)


def test_each_of_them_is_what_it_would_be_alone(catalog, configure):
    write_catalog([catalog], configure(CATALOG_TYPE=["ASCII", "ASCII_HEAD"], CATALOG_NAME=["a", "b"]))
    for kind, name in (("ASCII", "a"), ("ASCII_HEAD", "b")):
        write_catalog([catalog], configure(CATALOG_TYPE=kind, CATALOG_NAME="alone"))
        with open("alone") as alone, open(name) as among:
            assert alone.read() == among.read()


def test_one_of_them_on_standard_output(catalog, configure, capfdbinary, tmp_path):
    write_catalog([catalog], configure(CATALOG_TYPE=["ECSV", "FITS_1.0"], CATALOG_NAME=["STDOUT", "a.fits"]))
    assert capfdbinary.readouterr().out.startswith(b"# %ECSV")
    assert [path.name for path in tmp_path.iterdir()] == ["a.fits"]


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
    assert "CATALOG_TYPE: run.toml: CATALOG_TYPE, CATALOG_NAME: command line" in caught.value.hint


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


def test_summary_points_to_the_fits_catalog_among_several(catalog, configure, tmp_path):
    config = configure(CATALOG_TYPE=["ASCII", "FITS_1.0"], CATALOG_NAME=["a.cat", "a.fits"])
    catalogs = with_config([catalog], config)
    write_catalog(catalogs, config)
    write_xml(catalogs, config)
    text = (tmp_path / "sex.xml").read_text()
    assert '<FITS extnum="1"><STREAM href="file:a.fits"/></FITS>' in text
    assert 'name="Catalog_Name" datatype="char" arraysize="*" value="a.cat,a.fits"' in text


def test_ecsv_there_and_back(make_catalog, configure):
    catalogs = [make_catalog(rank=1), make_catalog(rank=2, count=3)]
    write_catalog(
        catalogs, configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv", PHOT_APERTURES=(4, 8, 10), DETECT_THRESH=1.6)
    )
    table = QTable.read("a.ecsv")
    assert table.colnames == list(catalogs[0].values)
    for name in table.colnames:
        expected = np.concatenate([catalog.values[name] for catalog in catalogs])
        found = np.asarray(table[name])
        assert found.shape == expected.shape
        assert found.dtype.kind == expected.dtype.kind
        np.testing.assert_array_equal(found.astype(expected.dtype), expected)
    assert table["MU_MAX"].unit == units.mag / units.arcsec**2
    assert table["VIGNET"].info.description == "Pixels around the object"
    assert table.meta["settings"]["PHOT_APERTURES"] == [4, 8, 10]
    assert table.meta["settings"]["DETECT_THRESH"] == [1.6]
    assert [one["extracted"] for one in table.meta["extensions"]] == [5, 3]


def test_vector_of_one_is_a_number_in_ecsv(make_catalog, configure):
    catalog = make_catalog(("NUMBER", "FLUX_APER"), values={"NUMBER": np.arange(5), "FLUX_APER": np.ones((5, 1))})
    write_catalog([catalog], configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv"))
    assert Table.read("a.ecsv")["FLUX_APER"].shape == (5,)


def test_empty_ecsv(make_catalog, configure):
    write_catalog([make_catalog(count=0)], configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv"))
    table = Table.read("a.ecsv")
    assert len(table) == 0
    assert "FLUX_APER" in table.colnames

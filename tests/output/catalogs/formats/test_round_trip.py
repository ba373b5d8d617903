"""Every CATALOG_TYPE is read back by astropy, and holds what docs/start.md says of it."""

import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.io.votable import parse
from astropy.table import QTable, Table

import sexlike
from sexlike.cli import main
from sexlike.config.keywords import KEYWORDS
from sexlike.output.catalogs.flat import flattened

DOCS = Path(__file__).parents[4] / "docs" / "start.md"
COLUMNS = "NUMBER X_IMAGE Y_IMAGE MAG_AUTO FLUX_APER(2) MU_MAX CXX_IMAGE ISOAREA_IMAGE VIGNET(3,5) ALPHA_SKY FLAGS"
SETTINGS = {"PHOT_APERTURES": (5, 8), "DETECT_THRESH": 4, "MAG_ZEROPOINT": 25.5, "GAIN_KEY": "NONE"}
CATALOG_TYPES = [name for name in KEYWORDS["CATALOG_TYPE"].choices if name != "NONE"]
EXTENSIONS = {"FITS_1.0": 1, "FITS_LDAC": 2, "FITS_TPX": 2}


def facts():
    """CATALOG_TYPE -> what docs/start.md says of it, by heading."""
    section = DOCS.read_text().split("## Formats of catalogs")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {kind.strip("`"): dict(zip(rows[0][1:], cells, strict=True)) for kind, *cells in rows[2:]}


@pytest.fixture
def image(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(8).normal(10, 1, (100, 120)).astype("f4")
    for x, y in ((60, 40), (66, 44), (20, 80)):
        pixels[y : y + 4, x : x + 4] += 40
    fits.writeto("a.fits", pixels)
    Path("default.param").write_text("\n".join(COLUMNS.split()))
    return "a.fits"


def run(image, kind, **more):
    settings = SETTINGS | {"CATALOG_TYPE": kind, "CATALOG_NAME": "a.cat", "VERBOSE_TYPE": "QUIET"} | more
    words = []
    for name, value in settings.items():
        words += [f"-{name}", ",".join(map(str, value)) if isinstance(value, tuple) else str(value)]
    assert main([image, *words]) == 0


def read(kind):
    """A catalog as a table, and its configuration as a mapping of texts or values."""
    if kind in EXTENSIONS:
        table = QTable.read("a.cat", format="fits", hdu=EXTENSIONS[kind])
        return table, settings_in(table.meta.get("comments", []))
    if kind == "ASCII_VOTABLE":
        document = parse("a.cat")
        return QTable(document.get_first_table().to_table(use_names_over_ids=True)), parameters(document)
    if kind == "ASCII_SKYCAT":
        lines = Path("a.cat").read_text().split("-" * 18 + "\n")[1].splitlines()
        return Table.read([line for line in lines if line != "[EOD]"], format="ascii.no_header"), {}
    if kind == "REGION":
        return read_regions(), {}
    forms = {"ASCII": "no_header", "ASCII_HEAD": "sextractor", "ECSV": "ecsv", "CSV": "csv"}
    table = QTable.read("a.cat", format="parquet" if kind == "PARQUET" else f"ascii.{forms[kind]}")
    return table, table.meta.get("config", {})


def settings_in(comments):
    return dict(found.groups() for found in (re.match(r"config\.(\w+) = ?(.*)", line) for line in comments) if found)


def parameters(document):
    """The settings in the resource Config of a VOTable."""
    (found,) = [
        one
        for top in document.resources
        for one in (top, *top.resources, *(i for r in top.resources for i in r.resources))
        if one.ID == one.name == "Config"
    ]
    return {parameter.name.upper(): parameter.value for parameter in found.params}


def read_regions():
    found = pytest.importorskip("regions").Regions.read("a.cat", format="ds9")
    rows = [(int(region.meta["text"]), region.center.x + 1, region.center.y + 1) for region in found]
    return Table(rows=rows, names=["NUMBER", "X_IMAGE", "Y_IMAGE"])


def assert_settings(settings):
    for name, expected in SETTINGS.items():
        value = settings[name]
        if isinstance(expected, str):
            assert value == expected
            continue
        parts = value.split(",") if isinstance(value, str) else value
        np.testing.assert_array_equal(np.ravel(np.asarray(parts, float)), np.ravel(expected))


def test_the_docs_tell_of_all_formats():
    assert list(facts()) == CATALOG_TYPES


@pytest.mark.filterwarnings("ignore::astropy.io.votable.exceptions.W42")
@pytest.mark.parametrize("kind", CATALOG_TYPES)
def test_there_and_back(image, kind):
    if kind == "PARQUET":
        pytest.importorskip("pyarrow")
    run(image, kind, COMPATIBILITY="NONE")
    expected = flattened(sexlike.extract(image, params=COLUMNS, **SETTINGS).table)
    table, settings = read(kind)
    table, holds = flattened(table), facts()[kind]
    names = expected.colnames
    if holds["names"] == "no":
        table.rename_columns(table.colnames, names)
    elif holds["values"] != "positions":
        assert table.colnames == names
    assert len(table) == len(expected) == 3
    for name in table.colnames:
        found, value = np.asarray(table[name]), np.asarray(expected[name])
        if holds["values"] == "exact":
            np.testing.assert_array_equal(found, value)
        else:
            np.testing.assert_allclose(found, value, rtol=1e-5, atol=1e-4)
        about, wanted = table[name].info, expected[name].info
        # a VOTable of SExtractor has unit="" for none
        assert str(about.unit or "") == (str(wanted.unit or "") if holds["units"] == "yes" else "")
        assert (about.description or "").rstrip() == (wanted.description if holds["descriptions"] == "yes" else "")
    if holds["configuration"] == "yes":
        assert_settings(settings)
    else:
        assert not settings


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_headers_stay_those_of_sextractor(image, kind):
    run(image, kind, COMPATIBILITY="SEXTRACTOR")
    table, settings = read(kind)
    assert not settings
    assert {table[name].info.description for name in table.colnames} == {None}
    assert not any(name.startswith(("TCOMM", "COMMENT")) for name in fits.getheader("a.cat", EXTENSIONS[kind]))


@pytest.mark.parametrize("name", ["b.vot", "b.xml", "b.fits", "b.ecsv"])
def test_results_keep_it_all(image, name):
    found = sexlike.extract(image, params=COLUMNS, **SETTINGS)
    found.write(name)
    again = QTable.read(name)
    assert again.colnames == found.colnames
    for column in found.colnames:
        np.testing.assert_array_equal(np.asarray(again[column]), np.asarray(found[column]))
        assert again[column].info.unit == found[column].info.unit
        assert again[column].info.description == found[column].info.description
    if name.endswith(("vot", "xml")):
        assert_settings(parameters(parse(name, verify="exception")))
    else:
        assert_settings(again.meta.get("config") or settings_in(again.meta["comments"]))


def test_votables_of_results_are_written_as_astropy_does(image):
    found = sexlike.extract(image, params="NUMBER X_IMAGE", DETECT_THRESH=4)
    found.write("a.vot", table_id="Objects", tabledata_format="binary")
    with pytest.raises(OSError, match="exists"):
        found.write("a.vot")
    with open("b", "wb") as file:
        found.write(file, format="votable")
    for name, table_id in (("a.vot", "Objects"), ("b", None)):
        document = parse(name, verify="exception")
        assert table_id == document.get_first_table().ID
        table = document.get_first_table().to_table()
        np.testing.assert_array_equal(table["X_IMAGE"], found["X_IMAGE"].value)
    found[:1].write("b", format="votable", overwrite=True)
    found.write("a.vot", overwrite=True)
    assert parse("a.vot").get_first_table().ID is None


@pytest.mark.parametrize("kind", ["FITS_1.0", "FITS_LDAC", "ECSV"])
def test_catalogs_do_not_tell_of_threads_memory_and_their_names(kind, tmp_path, monkeypatch):
    """They are the same bytes for all of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "run.toml").write_text(f'CATALOG_TYPE = "{kind}"\nVERBOSE_TYPE = "QUIET"\n')
    image = Path(__file__).parents[4] / "examples" / "field_sci.fits.fz"
    found = []
    for name, *means in (("x.cat", "-NTHREADS", "1"), ("y.cat", "-NTHREADS", "3", "-MEMORY_LIMIT", "200")):
        assert main([str(image), "-c", "run.toml", "-CATALOG_NAME", name, *means]) == 0
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]

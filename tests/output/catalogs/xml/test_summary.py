"""The summary of a run: WRITE_XML."""

from xml.etree import ElementTree

import pytest

from sexlike import cli
from sexlike.output.catalogs.catalog import write_catalog
from sexlike.output.catalogs.xml.summary import write_xml

from ....ourfield import EXAMPLES
from ...madeup import with_config


@pytest.fixture
def summary(catalog, configure, tmp_path, monkeypatch):
    """Write a catalog and the summary -> the root of the latter."""
    monkeypatch.chdir(tmp_path)

    def made(**keywords):
        config = configure(**keywords)
        catalogs = with_config([catalog], config)
        write_catalog(catalogs, config)
        write_xml(catalogs, config)
        return ElementTree.parse("sex.xml").getroot()

    return made


@pytest.mark.parametrize(
    ("kinds", "names", "extension", "url"),
    [
        (["FITS_LDAC"], ["out.cat"], "2", "file:out.cat"),
        (["FITS_TPX"], ["a & b.cat"], "2", "file:a & b.cat"),
        (["ASCII", "FITS_1.0", "FITS_LDAC"], ["a.cat", "a.fits", "b.fits"], "1", "file:a.fits"),
    ],
)
def test_it_points_to_the_first_catalog_in_fits(summary, kinds, names, extension, url):
    root = summary(CATALOG_TYPE=kinds, CATALOG_NAME=names)
    data = root.findall("RESOURCE/TABLE/DATA")
    assert [child.tag for child in data[0]] == ["FITS"]
    assert data[0][0].get("extnum") == extension
    assert data[0][0].find("STREAM").get("href") == url
    (name,) = (parameter for parameter in root.iter("PARAM") if parameter.get("name") == "Catalog_Name")
    assert name.attrib == {"name": "Catalog_Name", "datatype": "char", "arraysize": "*", "value": ",".join(names)}


def test_an_absolute_path_is_a_url(summary, tmp_path):
    root = summary(CATALOG_TYPE="FITS_LDAC", CATALOG_NAME=str(tmp_path / "out.cat"))
    assert root.find("RESOURCE/TABLE/DATA/FITS/STREAM").get("href") == f"file://{tmp_path}/out.cat"


def test_of_other_catalogs_it_has_the_fields_alone(summary, parse_votable):
    assert summary().find("RESOURCE/TABLE/DATA") is None
    votable = parse_votable("sex.xml")
    assert len(votable.get_table_by_id("Source_List").fields) == 12
    assert [table.ID for table in votable.iter_tables()] == ["Source_List", "Extension_Data", "Warnings"]


def test_the_link_is_on_one_line(tmp_path, monkeypatch):
    """Scripts look for it in the text."""
    monkeypatch.chdir(tmp_path)
    image = str(EXAMPLES / "field_sci.fits.fz")
    words = ["-CATALOG_TYPE", "FITS_LDAC", "-CATALOG_NAME", "c.ldac", "-WRITE_XML", "Y", "-XML_NAME", "s.xml"]
    assert cli.main([image, "-c", str(EXAMPLES / "run.toml"), *words, "-CHECKIMAGE_TYPE", "NONE"]) == 0
    assert '<FITS extnum="2"><STREAM href="file:c.ldac"/></FITS>' in (tmp_path / "s.xml").read_text()

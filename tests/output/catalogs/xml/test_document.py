"""The document as an XML parser sees it."""

from xml.etree import ElementTree

import pytest

from sexlike.output.catalogs.catalog import write_catalog
from sexlike.output.catalogs.xml.document import votable_unit

from ...madeup import made_up_image, with_config

ODD = "a&b <\"c\"> 'd' é λ.fits"


def write(config, catalog):
    write_catalog(with_config([catalog], config), config)
    return ElementTree.parse(config.CATALOG_NAME[0]).getroot()


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("", ""),
        ("count", "ct"),
        ("pixel**2", "pix2"),
        ("pixel**(-2)", "pix-2"),
        ("m**(-6)", "um"),
        ("mag * arcsec**(-2)", "mag.arcsec-2"),
    ],
)
def test_units(unit, words):
    assert votable_unit(unit) == words


def test_names_of_any_characters_survive(make_catalog, configure, monkeypatch):
    monkeypatch.setattr("sys.argv", ["sexlike", ODD])
    config = configure(CATALOG_TYPE="ASCII_VOTABLE", WEIGHT_IMAGE=(ODD,), XSL_URL=f"file:{ODD}")
    root = write(config, make_catalog(image=made_up_image(name=ODD)))
    assert root.find("RESOURCE").get("name") == ODD
    assert root.find("RESOURCE/TABLE").get("name") == f"{ODD}/out"
    values = {parameter.get("name"): parameter.get("value") for parameter in root.iter("PARAM")}
    assert (values["Image_Name"], values["Weight_Image"], values["XSL_URL"]) == (ODD, ODD, f"file:{ODD}")
    assert values["Command_Line"] == f"sexlike {ODD}"


def test_elements_of_a_catalog(make_catalog, configure):
    """All that stands before the description of the run, in its order."""
    catalog = make_catalog(("NUMBER", "VIGNET", "MU_MAX"), count=1)
    resource = write(configure(CATALOG_TYPE="ASCII_VOTABLE"), catalog).find("RESOURCE")
    assert [child.tag for child in resource] == ["DESCRIPTION", "INFO", "COOSYS", "TABLE", "RESOURCE"]
    table = resource.find("TABLE")
    assert [child.tag for child in table] == ["DESCRIPTION", "FIELD", "FIELD", "FIELD", "DATA"]
    assert [field.attrib for field in table.iter("FIELD")] == [
        {"name": "NUMBER", "ucd": "meta.record", "datatype": "int", "unit": ""},
        {"name": "VIGNET", "ucd": "obs.image", "datatype": "float", "unit": "ct", "arraysize": "3x2"},
        {"name": "MU_MAX", "ucd": "phot.mag.sb;stat.max", "datatype": "float", "unit": "mag.arcsec-2"},
    ]
    (row,) = table.iter("TR")
    number, vignet, surface = (cell.text for cell in row)
    assert number == "         1"
    assert vignet == " ".join(f"{value:12.7g}" for value in catalog.values["VIGNET"].ravel())
    assert surface == f"{catalog.values['MU_MAX'][0]:8.4f}"

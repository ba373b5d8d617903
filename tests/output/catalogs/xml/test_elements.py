import io
from xml.etree import ElementTree

import pytest

from sexlike.output.catalogs.xml.elements import VOTableWriter, text_of


@pytest.fixture
def written():
    """What a function writes inside an element -> that element, parsed."""

    def parse(write):
        file = io.BytesIO()
        xml = VOTableWriter(file)
        with xml.tag("ROOT"):
            write(xml)
        return ElementTree.fromstring(file.getvalue())

    return parse


@pytest.mark.parametrize(
    ("arguments", "attributes"),
    [
        (("N", 3), {"name": "N", "datatype": "int", "value": "3"}),
        (("X", 2.5, "s"), {"name": "X", "datatype": "float", "unit": "s", "value": "2.5"}),
        (("T", True), {"name": "T", "datatype": "boolean", "value": "T"}),
        (("C", "é<&>'\""), {"name": "C", "datatype": "char", "arraysize": "*", "value": "é<&>'\""}),
        (("V", "1 2", "", "double", 2), {"name": "V", "datatype": "double", "arraysize": "2", "value": "1 2"}),
    ],
)
def test_parameters(written, arguments, attributes):
    (parameter,) = written(lambda xml: xml.parameter(*arguments))
    assert parameter.tag == "PARAM"
    assert parameter.attrib == attributes


def test_tables(written):
    fields, rows = (("Name", "char", ""), ("Sky", "float", "ct")), [("<a>", 1.5), ("", 0.25)]
    (table,) = written(lambda xml: xml.table("Data", "Data & more", fields, rows, {"Count": 2}.items()))
    assert table.attrib == {"ID": "Data", "name": "Data"}
    assert [child.tag for child in table] == ["DESCRIPTION", "PARAM", "FIELD", "FIELD", "DATA"]
    assert table.find("DESCRIPTION").text == "Data & more"
    assert [field.attrib for field in table.iter("FIELD")] == [
        {"name": "Name", "datatype": "char", "arraysize": "*"},
        {"name": "Sky", "datatype": "float", "unit": "ct"},
    ]
    assert [[cell.text for cell in row] for row in table.iter("TR")] == [["<a>", "1.5"], [None, "0.25"]]


def test_markup_is_not_escaped(written):
    def write(xml):
        with xml.tag("DATA"):
            xml.markup([b"<TD>1</TD>", b"<TD>2</TD>"])

    assert [cell.text for cell in written(write).find("DATA")] == ["1", "2"]


@pytest.mark.parametrize(
    ("value", "text"), [(True, "T"), (False, "F"), (12, "12"), ("x", "x"), (1 / 3, "0.33333333"), (1e30, "1e+30")]
)
def test_values(value, text):
    assert text_of(value) == text

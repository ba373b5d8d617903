"""The VOTable of a run: the table of its objects, and metadata."""

import re

from .elements import VOTableWriter
from .metadata import write_metadata

DATATYPES = {"u1": "unsignedByte", "i2": "short", "i4": "int", "f4": "float", "f8": "double"}
VOTABLE = {
    "version": "1.1",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "http://www.ivoa.net/xml/VOTable/v1.1",
}


def write_document(file, catalogs, config, write_data, image_name=None, error=None):
    """Write a VOTable: the fields of the table of objects, its data, and metadata on the run.

    Parameters
    ----------
    file : binary file
    catalogs : list of ExtensionCatalog
    config : Config
    write_data : callable
        Takes a VOTableWriter, and writes the DATA element, if there is to be one.
    image_name : str, optional
        Name of the image, where there are no catalogs because the run failed.
    error : str, optional
        Why it failed.
    """
    xml = VOTableWriter(file)
    xml.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    xml.write(f'<?xml-stylesheet type="text/xsl" href="{xml.xml_escape(config.XSL_URL)}"?>\n')
    name = catalogs[0].image.name if catalogs else image_name
    with xml.tag("VOTABLE", VOTABLE):
        xml.element("DESCRIPTION", "Made by sexlike")
        with xml.tag("RESOURCE", ID="sexlike", name=name):
            xml.element("DESCRIPTION", "Objects found in an image")
            xml.element("INFO", name="QUERY_STATUS", value="OK")
            xml.element("COOSYS", ID="J2000", equinox="J2000", epoch="J2000", system="ICRS")
            with xml.tag("TABLE", ID="Source_List", name=f"{name}/out"):
                xml.element("DESCRIPTION", "A row for each object")
                for request in [catalog.request for catalog in catalogs[:1]]:
                    for column in request.columns:
                        write_field(xml, column, request.sizes[column.name])
                write_data(xml)
            settings = catalogs[0].config if catalogs else config  # those of catalogs have the zero-point for AUTO
            write_metadata(xml, catalogs, settings, name, error)


def write_field(xml, column, size):
    """Write the FIELD element of a column of this size."""
    attributes = {"name": column.name, "ucd": column.ucd, "datatype": DATATYPES[column.type]}
    lengths = "x".join(map(str, size)) if size not in ((), (1,)) else None  # a vector of one element is a number
    with xml.tag("FIELD", attributes, unit=votable_unit(column.unit), arraysize=lengths):
        xml.element("DESCRIPTION", column.about)


def votable_unit(unit):
    """A unit in VOTable's notation: ``mag * arcsec**(-2)`` is mag.arcsec-2, ``count`` is ct.

    In VOTables, SExtractor has micrometres for what it calls ``m**(-6)`` elsewhere.
    """
    if unit == "m**(-6)":
        return "um"
    notation = re.sub(r"\*\*\(?(-?\d+)\)?", r"\1", unit).replace(" * ", ".")
    return notation.replace("count", "ct").replace("pixel", "pix")

"""The catalog as a VOTable (ASCII_VOTABLE), and the summary of a run in the same form (WRITE_XML)."""

import os
import re
from html import escape

from ..wholefiles import whole
from .catalog import wanted_catalogs
from .metadata import resource_of_the_run
from .textrows import element_formats, text_rows

DATATYPES = {"u1": "unsignedByte", "i2": "short", "i4": "int", "f4": "float", "f8": "double"}


def write_votable(file, catalogs, config):
    """The objects of all extensions as one table, then what there is to tell of the run."""
    _write(file, catalogs, config, _rows(catalogs))


def write_xml(catalogs, config):
    """Write the summary of a run to XML_NAME: a VOTable that points to the catalog if that is FITS.

    Raises
    ------
    SexlikeError
        The file of XML_NAME cannot be written.
    """
    with whole(config.XML_NAME, "XML_NAME") as file:
        _write(file, catalogs, config, _link_to(config))


def votable_unit(unit):
    """A unit in VOTable's words: ``mag * arcsec**(-2)`` is mag.arcsec-2, ``count`` is ct."""
    words = re.sub(r"\*\*\(?(-?\d+)\)?", r"\1", unit).replace(" * ", ".")
    return words.replace("count", "ct").replace("pixel", "pix")


def _write(file, catalogs, config, data):
    name = escape(catalogs[0].image.name)
    file.write(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="{escape(config.XSL_URL)}"?>
<VOTABLE version="1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:noNamespaceSchemaLocation="http://www.ivoa.net/xml/VOTable/v1.1">
<DESCRIPTION>Made by sexlike</DESCRIPTION>
<RESOURCE ID="sexlike" name="{name}">
 <DESCRIPTION>Objects found in an image</DESCRIPTION>
 <INFO name="QUERY_STATUS" value="OK"/>
 <COOSYS ID="J2000" equinox="J2000" epoch="J2000" system="ICRS"/>
 <TABLE ID="Source_List" name="{name}/out">
  <DESCRIPTION>A row for each object</DESCRIPTION>
""".encode()
    )
    request = catalogs[0].request
    file.writelines(_field(column, request.sizes[column.name]) for column in request.columns)
    file.writelines(data)
    file.write(b" </TABLE>\n")
    file.write(resource_of_the_run(catalogs).encode())
    file.write(b"</RESOURCE>\n</VOTABLE>\n")


def _field(column, size):
    lengths = "x".join(map(str, size)) if size != (1,) else ""  # a vector of one is a number
    arraysize = f' arraysize="{lengths}"' if lengths else ""
    return (
        f'  <FIELD name="{column.name}" ucd="{escape(column.ucd)}" datatype="{DATATYPES[column.type]}"'
        f' unit="{escape(votable_unit(column.unit))}"{arraysize}>\n'
        f"   <DESCRIPTION>{escape(column.about)}</DESCRIPTION>\n  </FIELD>\n"
    ).encode()


def _rows(catalogs):
    request = catalogs[0].request
    cells = (" ".join(element_formats(column, request.sizes[column.name])) for column in request.columns)
    template = "    <TR>" + "".join(f"<TD>{cell}</TD>" for cell in cells) + "</TR>\n"
    yield b"   <DATA><TABLEDATA>\n"
    for catalog in catalogs:
        yield from text_rows(catalog, template)
    yield b"   </TABLEDATA></DATA>\n"


def _link_to(config):
    """Where the rows are: nothing without a catalog in FITS, as VOTable can point to no other."""
    for kind, path in [wanted for wanted in wanted_catalogs(config) if wanted[0].startswith("FITS")][:1]:
        place = f"file://{path}" if os.path.isabs(path) else f"file:{path}"
        number = 1 if kind == "FITS_1.0" else 2
        yield f'   <DATA><FITS extnum="{number}"><STREAM href="{escape(place)}"/></FITS></DATA>\n'.encode()

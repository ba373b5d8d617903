"""Catalogs as VOTables: ASCII_VOTABLE."""

from ..textrows import element_formats, text_rows
from ..writers import catalog_writer


@catalog_writer("ASCII_VOTABLE")
def write_votable(file, catalogs, config):
    """The objects of all extensions as one table, then metadata on the run."""
    from ..xml.document import write_document

    request = catalogs[0].request
    cells = (" ".join(element_formats(column, request.sizes[column.name])) for column in request.columns)
    row = "<TR>" + "".join(f"<TD>{cell}</TD>" for cell in cells) + "</TR>\n"

    def write_rows(xml):
        with xml.tag("DATA"), xml.tag("TABLEDATA"):
            for catalog in catalogs:
                xml.markup(text_rows(catalog, row))

    write_document(file, catalogs, config, write_rows)

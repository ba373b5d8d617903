"""The summary of a run in the form of a VOTable: WRITE_XML, XML_NAME."""

import os

from ...files.outputs import atomic_file
from ..wanted import wanted_catalogs
from .document import write_document


def write_xml(catalogs, config, outputs=None):
    """Write the summary of a run to XML_NAME: a VOTable without rows, with a link to the first catalog in FITS.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
        At least one.
    config : Config
    outputs : Outputs, optional
        Files with which it gets its name.

    Raises
    ------
    SexlikeError
        The file of XML_NAME cannot be written.
    """

    def write_link(xml):
        for extension, href in link_to_fits(config):
            with xml.tag("DATA"), xml.tag("FITS", extnum=extension):
                xml.element("STREAM", href=href)

    with atomic_file(config.XML_NAME, "XML_NAME", outputs) as file:
        write_document(file, catalogs, config, write_link)


def link_to_fits(config):
    """Extension number and URL of the first catalog in FITS: VOTables can have links to FITS only."""
    for kind, path in wanted_catalogs(config):
        if kind.startswith("FITS"):
            yield "1" if kind == "FITS_1.0" else "2", f"file://{path}" if os.path.isabs(path) else f"file:{path}"
            return

"""The summary of a run in the form of a VOTable: WRITE_XML, XML_NAME."""

import os
from contextlib import suppress

from ....errors import SexlikeError
from ....images.files.selectors import split_selector
from ...filenames import is_separate
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
            link = f'<FITS extnum="{extension}"><STREAM href="{xml.xml_escape(href)}"/></FITS>\n'
            with xml.tag("DATA"):
                xml.markup([link.encode()])  # on one line, as in SExtractor's files: wrappers look for it

    with atomic_file(config.XML_NAME, "XML_NAME", outputs) as file:
        write_document(file, catalogs, config, write_link)


def write_failure(message, images, catalogs, config):
    """Write the summary of a run that failed to XML_NAME, with the parameter Error_Msg, as SExtractor does.

    Nothing is written over a file of the run, and it is no further error if the summary cannot be written.

    Parameters
    ----------
    message : str
        The error.
    images : sequence of str
    catalogs : list of ExtensionCatalog
        Those of the extensions that were measured before; there may be none.
    config : Config
    """
    if not is_separate(config.XML_NAME, config, images):
        return
    name = os.path.basename(split_selector(images[-1])[0]) if images else ""
    with suppress(SexlikeError), atomic_file(config.XML_NAME, "XML_NAME") as file:
        write_document(file, catalogs, config, lambda xml: None, name, " ".join(message.split()))


def link_to_fits(config):
    """Extension number and URL of the first catalog in FITS: VOTables can have links to FITS only."""
    for kind, path in wanted_catalogs(config):
        if kind.startswith("FITS"):
            yield "1" if kind == "FITS_1.0" else "2", f"file://{path}" if os.path.isabs(path) else f"file:{path}"
            return

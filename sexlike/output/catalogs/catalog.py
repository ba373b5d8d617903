"""The catalogs of a run, in the formats of CATALOG_TYPE."""

from ...measure.registry import import_modules
from ...progress import fall_silent
from ..files.outputs import atomic_file
from ..files.stdout import standard_output
from . import formats
from .wanted import to_stdout, wanted_catalogs
from .writers import WRITERS

import_modules(formats)


def write_catalog(catalogs, config, outputs=None):
    """Write the catalogs of CATALOG_TYPE, each with the objects of all extensions, to the files of CATALOG_NAME.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
        At least one; all have the same columns, and any number of objects.
    config : Config
        CATALOG_TYPE and CATALOG_NAME; some formats write other settings too.
    outputs : Outputs, optional
        Files with which they get their names.

    Raises
    ------
    SexlikeError
        A file cannot be written; an older file of that name then stays as it is.
    """
    for kind, name in wanted_catalogs(config):
        if to_stdout(kind, name):
            fall_silent()
            with standard_output("CATALOG_NAME STDOUT") as output:
                output.flush()
                WRITERS[kind](output.buffer, catalogs, config)
        else:
            with atomic_file(name, "CATALOG_NAME", outputs) as file:
                WRITERS[kind](file, catalogs, config)

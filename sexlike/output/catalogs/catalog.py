"""The catalogs of a run, in the formats of CATALOG_TYPE."""

from ...measure.registry import declared_in
from ..wholefiles import standard_output, whole
from . import formats
from .wanted import to_stdout, wanted_catalogs
from .writers import WRITERS

declared_in(formats)


def write_catalog(catalogs, config):
    """Write the objects of all extensions where CATALOG_NAME says, once for each CATALOG_TYPE.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
        At least one; all with the same columns. Their objects may be none.
    config : Config
        CATALOG_TYPE, CATALOG_NAME, and the settings that a format tells.

    Raises
    ------
    SexlikeError
        If a file cannot be written; an older one is then untouched.
    """
    for kind, name in wanted_catalogs(config):
        if to_stdout(kind, name):
            with standard_output("CATALOG_NAME STDOUT") as output:
                output.flush()
                WRITERS[kind](output.buffer, catalogs, config)
        else:
            with whole(name, "CATALOG_NAME") as file:
                WRITERS[kind](file, catalogs, config)

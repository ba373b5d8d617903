"""Catalogs as ECSV, text that astropy reads back with units, descriptions and arrays."""

import io

from ..plaintable import plain_table
from ..writers import catalog_writer


@catalog_writer("ECSV")
def write_ecsv(file, catalogs, config):
    """One table with the objects of all extensions; its header has the settings that were made, not the defaults."""
    text = io.StringIO()
    plain_table(catalogs, config).write(text, format="ascii.ecsv")
    file.write(text.getvalue().encode(errors="replace"))

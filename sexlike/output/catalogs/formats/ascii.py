"""Catalogs as plain text: ASCII, ASCII_HEAD, ASCII_SKYCAT."""

import numpy as np

from ....errors import SexlikeError
from ..textrows import element_formats, text_rows
from ..writers import catalog_writer

SKYCAT_HEAD = """QueryResult

# Config entry for original catalog server:
serv_type: catalog
long_name: SExtractor catalog
short_name: SExCat
symbol: id diamond  8.0
# End config entry

"""


@catalog_writer("ASCII")
def write_ascii(file, catalogs, config):
    """The rows of all extensions, elements separated by a blank."""
    _write_rows(file, catalogs, " ")


@catalog_writer("ASCII_HEAD")
def write_ascii_head(file, catalogs, config):
    """As ASCII, after a line for each column: number of its first element, name, description, unit."""
    number = 1
    for column, size in _columns(catalogs):
        unit = f" [{column.unit}]" if column.unit else ""
        file.write(f"# {number:3d} {column.name:<22.22} {column.about:<58.58}{unit}\n".encode())
        number += int(np.prod(size))
    write_ascii(file, catalogs, config)


@catalog_writer("ASCII_SKYCAT")
def write_skycat(file, catalogs, config):
    """For the program Skycat, which takes the first four columns as name, right ascension, declination and magnitude.

    Raises
    ------
    SexlikeError
        If there are fewer than three columns.
    """
    columns = _columns(catalogs)
    if len(columns) < 3:
        raise SexlikeError(
            f"CATALOG_TYPE ASCII_SKYCAT needs columns for id, ra, dec and mag, and there are only {len(columns)}",
            hint="list them in this order, before others, in the file of PARAMETERS_NAME",
        )
    names = ["id", "ra", "dec", "mag", *(column.name for column, _ in columns[4:])]
    file.write((SKYCAT_HEAD + "\t".join(names) + "\n" + "-" * 18 + "\n").encode())
    _write_rows(file, catalogs, " \t")
    file.write(b"[EOD]")


def _columns(catalogs):
    request = catalogs[0].request
    return [(column, request.sizes[column.name]) for column in request.columns]


def _write_rows(file, catalogs, separator):
    formats = [text for column, size in _columns(catalogs) for text in element_formats(column, size)]
    for catalog in catalogs:
        file.writelines(text_rows(catalog, separator.join(formats) + "\n"))

"""Tables of `sexlike.extract` in formats that sexlike writes itself: ``parquet``, ``region``."""

import os

import numpy as np

from ...measure.registry import COLUMNS
from ..files.outputs import atomic_file
from .plaintable import as_list


def write_own(form, table, target, origins):
    """Write a table to a file in one of these formats.

    Parameters
    ----------
    form : {"parquet", "region"}
    table : astropy.table.QTable
    target : str or path
        A file of this name is replaced.
    origins : sequence of Extension or Origin
        Where the objects are.

    Raises
    ------
    SexlikeError
        The file cannot be written, or it is not known in which extension an object is.
    """
    write = write_regions if form == "region" else write_parquet
    with atomic_file(os.fspath(target), "write") as file:
        write(file, table, origins)


def write_regions(file, table, origins):
    """Write the regions of the objects of a table, see `region_lines`."""
    from ..objects.skycoords import rows_of_extensions
    from .formats.region import HEAD, region_lines, tell_of_circles

    file.write(HEAD.encode())
    for origin, rows in rows_of_extensions(table, origins):
        columns = {name: np.asarray(table[name])[rows] for name in table.colnames}
        file.write("".join(region_lines(columns, len(table[rows]), origin)).encode())
    tell_of_circles(table.colnames, origins[0].config)


def write_parquet(file, table, origins):
    """Write a table with the units, UCDs and descriptions of its columns, and its meta."""
    from astropy.table import Table

    from .formats.parquet import write_table

    plain = Table(table)
    if "config" in table.meta:
        plain.meta["config"] = {name: as_list(value) for name, value in table.meta["config"].items()}
    write_table(file, plain, {name: COLUMNS[name].ucd for name in table.colnames if name in COLUMNS})

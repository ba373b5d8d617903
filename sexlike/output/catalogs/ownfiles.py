"""Tables of `sexlike.extract` in formats that sexlike writes itself: ``.parquet``, ``.reg``."""

import os

import numpy as np

from ..files.outputs import atomic_file


def write_own(table, target, extensions, *, overwrite=False):
    """Write a table to a file of one of these endings.

    Parameters
    ----------
    table : astropy.table.QTable
    target : str or path
    extensions : sequence of Extension
        Those that were measured.
    overwrite : bool
        Whether a file of this name is replaced.

    Raises
    ------
    OSError
        There is such a file already.
    SexlikeError
        The file cannot be written, or it is not known in which extension an object is.
    """
    from ..objects.skycoords import rows_of_extensions
    from .formats.parquet import write_table
    from .formats.region import HEAD, region_lines

    name = os.fspath(target)
    if os.path.exists(name) and not overwrite:
        raise OSError(f"{name} exists: overwrite=True replaces it")
    if name.lower().endswith(".reg"):
        text = HEAD
        for extension, rows in rows_of_extensions(table, extensions):
            columns = {column: np.asarray(table[column])[rows] for column in table.colnames}
            text += "".join(region_lines(columns, len(table[rows]), extension))
        with atomic_file(name, "write") as file:
            file.write(text.encode())
        return
    from astropy.table import Table

    plain = Table(table)
    plain.meta = {**table.meta, "config": {key: listed(value) for key, value in table.meta["config"].items()}}
    with atomic_file(name, "write") as file:
        write_table(file, plain, {column.name: column.ucd for column in extensions[0].request.columns})


def listed(value):
    """A value for YAML, which has no tuples."""
    return list(value) if isinstance(value, tuple) else value

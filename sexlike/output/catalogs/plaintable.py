"""The catalog as a table whose meta is plain: for formats that astropy reads back with all of it."""

import numpy as np

from ..tablemeta import told


def plain_table(catalogs, config):
    """One table with the objects of all extensions; its meta has the settings that were made, not the defaults.

    Returns
    -------
    astropy.table.Table
    """
    from astropy.table import Table

    from .qtable import make_table, settings_told

    made = Table(make_table(catalogs, config))
    settings = {name: as_list(value) for name, value in sorted(settings_told(config).items()) if name in config.origins}
    meta = told(made.meta) | {"config": settings}
    return Table([_plain_column(column) for column in made.itercols()], meta=meta)


def as_list(value):
    """A value for YAML, which has no tuples."""
    return list(value) if isinstance(value, tuple) else value


def _plain_column(column):
    """A column in which vectors of one element are numbers, and all vectors in an empty table.

    astropy does not read back the vectors of an empty table.
    """
    if len(column) and column.size > len(column):
        return column
    return type(column)(
        np.ravel(column), column.name, unit=column.unit, description=column.description, format=column.format
    )

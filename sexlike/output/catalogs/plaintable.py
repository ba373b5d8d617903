"""The catalog as a table whose meta is plain: for formats that astropy reads back with all of it."""

import numpy as np

from ...config.numbertext import shortest_repr
from ..tablemeta import MEANS_OF_RUN


def plain_table(catalogs, config):
    """One table with the objects of all extensions; its meta has the settings that were made, not the defaults.

    Returns
    -------
    astropy.table.Table
    """
    from astropy.table import Table

    from .qtable import make_table

    made = Table(make_table(catalogs, config))
    settings = {name: _plain(config.as_given[name]) for name in sorted(config.origins) if name not in MEANS_OF_RUN}
    meta = {"config": settings, "extensions": made.meta["extensions"]}
    return Table([_plain_column(column) for column in made.itercols()], meta=meta)


def _plain(value):
    """A value for YAML, which has neither tuples nor single precision."""
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return float(shortest_repr(value)) if isinstance(value, float) else value


def _plain_column(column):
    """A column in which vectors of one element are numbers, and all vectors in an empty table.

    astropy does not read back the vectors of an empty table.
    """
    if len(column) and column.size > len(column):
        return column
    return type(column)(
        np.ravel(column), column.name, unit=column.unit, description=column.description, format=column.format
    )

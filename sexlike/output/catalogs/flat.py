"""Columns of one number each, for formats that have no arrays: FLUX_APER, FLUX_APER_1, FLUX_APER_2 ..."""

import numpy as np


def flat_names(name, elements):
    """Names of the columns that take the elements of one: FLUX_APER, FLUX_APER_1 and so on."""
    return [name, *(f"{name}_{index}" for index in range(1, elements))]


def flattened(table):
    """A table in which each element of an array has a column of its own.

    Parameters
    ----------
    table : astropy.table.Table
        Columns of shape (n, ...), with any units.

    Returns
    -------
    astropy.table.Table
        Of the same class, with columns of shape (n,) that have the units, descriptions and formats of theirs, and with
        the same meta. The elements of a row are in the order of memory.
    """
    columns = {}
    for column in table.itercols():
        elements = int(np.prod(column.shape[1:]))
        parts = column.reshape(len(column), elements)
        for index, name in enumerate(flat_names(column.info.name, elements)):
            columns[name] = part = parts[:, index]
            part.info.name = name
            for attribute in ("description", "format"):
                setattr(part.info, attribute, getattr(column.info, attribute))
    return type(table)(list(columns.values()), meta=table.meta, copy=False)

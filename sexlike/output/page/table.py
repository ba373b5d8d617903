"""The columns of a catalog in a page."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ...measure.extension import Extension
from .embedding import packed
from .room import Room

LONGEST = 100  # elements of a column that has a place in a table: VIGNET has more


def columns_of(extension: Extension, chosen: np.ndarray, room: Room) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The columns wanted, as far as they fit.

    Parameters
    ----------
    extension : Extension
    chosen : ndarray of int, shape (k,)
        Indices of the objects.
    room : Room
        Is told which columns do not fit.

    Returns
    -------
    columns : list of dict
        `name`, `unit`, `about`, `format` and `size`, the number of elements, of each.
    rows : dict
        Name -> values, packed, of shape (k, size).
    """
    columns, rows, dropped = [], {}, []
    for column in extension.request.columns:
        size = prod(extension.request.sizes[column.name])
        values = np.asarray(extension.values[column.name])[chosen].reshape(len(chosen), size)
        made = packed(values) if size <= LONGEST else None
        if made is None or not room.takes(made):
            dropped.append(column.name)
            continue
        rows[column.name] = made
        columns.append(
            {"name": column.name, "unit": column.unit, "about": column.about, "format": column.format, "size": size}
        )
    if dropped:
        room.tell(f"The catalog has more columns, which do not fit into this page: {', '.join(dropped)}.")
    return columns, rows

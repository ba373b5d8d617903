"""The table of a run as the browser takes it, and the catalogs that are downloaded."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...config.config import Config
from ...measure.extension import ExtensionCatalog
from ...measure.registry import Column, Request
from ...output.catalogs.wanted import wanted_catalogs
from ..refused import Refused
from .columnar import as_list
from .preview import shapes_of
from .wholerun import Measured, Outcome

FALLBACK = "ASCII_HEAD", "catalog.cat"  # where CATALOG_TYPE is NONE
MOST_SELECTED = 10_000_000


def columns_of(request: Request) -> list[dict[str, Any]]:
    """The columns of a request, for the browser: name, unit, what it is, and the shape of a cell."""
    return [described(column, request.sizes[column.name]) for column in request.columns]


def described(column: Column, size: tuple[int, ...]) -> dict[str, Any]:
    """A column: name, unit, what it is, its print format, and the shape of a cell."""
    about = {"name": column.name, "unit": column.unit, "about": column.about, "format": column.format}
    return about | {"shape": list(size)}


def table_of(outcome: Outcome, index: int) -> dict[str, Any]:
    """The rows of an extension.

    Parameters
    ----------
    outcome : Outcome
    index : int
        Of the extension.

    Returns
    -------
    dict
        ``columns``; ``rows``, a list for each; ``numbers`` of the rows among those of all extensions, from 1; and
        ``objects``, with what is drawn over the image whatever the columns are.
    """
    measured = outcome.extensions[index]
    catalog, first = measured.catalog, outcome.rows_before(index)
    return {
        "columns": columns_of(catalog.request),
        "rows": {name: as_list(values) for name, values in catalog.values.items()},
        "numbers": list(range(first + 1, first + catalog.objects + 1)),
        "objects": drawn(measured, first),
        "settings": outcome.settings,
        "run": outcome.number,
        "total": outcome.rows_before(),
    }


def drawn(measured: Measured, first: int) -> dict[str, Any]:
    """What is drawn over the image for each object; its Kron radius and flags, if they are among the columns."""
    catalog = measured.catalog
    shapes = shapes_of(measured.detections)
    more = {"kron": "KRON_RADIUS", "flags": "FLAGS"}
    shapes |= {name: catalog.values[column] for name, column in more.items() if column in catalog.values}
    return {
        "id": list(range(first + 1, first + catalog.objects + 1)),
        **{name: as_list(values) for name, values in shapes.items()},
        "aperture": [diameter / 2 for diameter in catalog.config.PHOT_APERTURES],
    }


def place_of(outcome: Outcome, number: Any) -> tuple[Measured, int]:
    """The extension of a row, and its index there.

    Raises
    ------
    Refused
        There is no such row.
    """
    rest = number - 1 if isinstance(number, int) and not isinstance(number, bool) else -1
    for measured in outcome.extensions if rest >= 0 else ():
        if rest < measured.catalog.objects:
            return measured, rest
        rest -= measured.catalog.objects
    raise Refused(404, f"There is no row {number!s:.20}.")


def numbers_of(given: Any) -> np.ndarray:
    """Numbers of rows that the browser sends -> sorted indices from 0."""
    if not isinstance(given, list) or not all(type(number) is int and 0 < number < MOST_SELECTED for number in given):
        raise Refused(400, "The numbers of the rows are no list of positive integers.")
    return np.unique(np.array(given, np.int64)) - 1


def require_known(indices: np.ndarray, count: int) -> None:
    """Raise Refused if some of these objects, by their indices, are not among so many."""
    if unknown := [str(index + 1) for index in indices[indices >= count][:5]]:
        raise Refused(404, f"There is no object {', '.join(unknown)} here (allowed: 1 to {count}).")


def selected(outcome: Outcome, indices: np.ndarray) -> list[ExtensionCatalog]:
    """The catalogs with some of their rows, whose indices among all rows are given."""
    require_known(indices, outcome.rows_before())
    found = []
    for measured, own, _ in outcome.divided(indices):
        values = {name: column[own] for name, column in measured.catalog.values.items()}
        found.append(replace(measured.catalog, values=values, objects=len(own)))
    return found


def catalog_bytes(catalogs: Sequence[ExtensionCatalog], config: Config) -> tuple[str, bytes]:
    """The catalog that the command would write -> its name, without folder, and its bytes."""
    from ...output.catalogs.catalog import WRITERS  # with all its formats

    kind, name = next(iter(wanted_catalogs(config)), FALLBACK)
    name = FALLBACK[1] if name == "STDOUT" else name
    file = io.BytesIO()
    WRITERS[kind](file, list(catalogs), config)
    return plain_name(name), file.getvalue()


def plain_name(name: str) -> str:
    """The name of a file as a browser is told it: without folder, of plain characters."""
    return re.sub(r"[^\w.+-]", "_", os.path.basename(name), flags=re.ASCII) or FALLBACK[1]

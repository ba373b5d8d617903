"""Rows of a catalog as text, as C's printf prints them."""

from itertools import chain

import numpy as np

CELLS_AT_ONCE = 500_000  # bounds the memory taken by the numbers while they are printed


def element_formats(column, size):
    """The printf formats of the elements of a column of this size."""
    return [column.format.replace("u", "d")] * int(np.prod(size))


def text_rows(extension, template):
    """Print the objects of an extension.

    Parameters
    ----------
    extension : Extension
    template : str
        One row with all its printf formats, element after element, and its end of line.

    Yields
    ------
    bytes
        Some thousand rows at a time.
    """
    columns = [_elements(column, extension.values[column.name]) for column in extension.request.columns]
    count = len(columns[0]) if columns else 0
    step = max(1, CELLS_AT_ONCE // max(1, sum(column.shape[1] for column in columns)))
    for first in range(0, count, step):
        rows = [column[first : first + step].tolist() for column in columns]
        numbers = chain.from_iterable(chain.from_iterable(zip(*rows, strict=True)))
        yield (template * min(step, count - first) % tuple(numbers)).encode()


def _elements(column, values):
    """Values as an array of shape (n, elements), x fastest; for %u what their bits mean without a sign."""
    values = np.asarray(values)
    if column.format.endswith("u") and values.dtype.kind == "i":
        values = values.view(values.dtype.str.replace("i", "u"))
    return values.reshape(len(values), int(np.prod(values.shape[1:])))

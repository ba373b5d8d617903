"""Rows of a catalog as text, formatted as by C's printf."""

import numpy as np

from ... import loops
from .textloop import can_format, format_in_loop

CELLS_AT_ONCE = 500_000  # bounds the memory that the numbers take while they are formatted


def element_formats(column, size):
    """The printf formats of the elements of a column of this size."""
    return [column.format.replace("u", "d")] * int(np.prod(size))


def text_rows(catalog, template):
    """Format the objects of an extension.

    Parameters
    ----------
    catalog : ExtensionCatalog
    template : str
        A row with the printf format of each element, and its end of line.

    Yields
    ------
    bytes
        Thousands of rows at a time.
    """
    columns = [_elements(column, catalog.values[column.name]) for column in catalog.request.columns]
    count = catalog.objects
    step = max(1, CELLS_AT_ONCE // max(1, sum(column.shape[1] for column in columns)))
    format_rows = format_in_loop if loops.format_rows and can_format(template) else format_in_python
    for first in range(0, count, step):
        # float64 holds all types of columns exactly, and %d takes it
        numbers = np.hstack([column[first : first + step] for column in columns], dtype=np.float64, casting="safe")
        yield format_rows(numbers, template)


def format_in_python(numbers, template):
    """Rows of numbers, float64 of shape (n, elements), as text."""
    return (template * len(numbers) % tuple(numbers.ravel().tolist())).encode()


def _elements(column, values):
    """Values as an array of shape (n, elements), x fastest; unsigned where the format is %u."""
    values = np.asarray(values)
    if column.format.endswith("u") and values.dtype.kind == "i":
        values = values.view(values.dtype.str.replace("i", "u"))
    return values.reshape(len(values), int(np.prod(values.shape[1:])))

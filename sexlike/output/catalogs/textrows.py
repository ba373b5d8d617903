"""Rows of a catalog as text, as C's printf prints them."""

import numpy as np

CELLS_AT_ONCE = 500_000  # bounds the memory taken by the numbers while they are printed


def element_formats(column, size):
    """The printf formats of the elements of a column of this size."""
    return [column.format.replace("u", "d")] * int(np.prod(size))


def text_rows(catalog, template):
    """Print the objects of an extension.

    Parameters
    ----------
    catalog : ExtensionCatalog
    template : str
        One row with all its printf formats, element after element, and its end of line.

    Yields
    ------
    bytes
        Some thousand rows at a time.
    """
    columns = [_elements(column, catalog.values[column.name]) for column in catalog.request.columns]
    count = catalog.objects
    step = max(1, CELLS_AT_ONCE // max(1, sum(column.shape[1] for column in columns)))
    for first in range(0, count, step):
        # float64 holds all types of columns exactly, and %d takes it
        numbers = np.hstack([column[first : first + step] for column in columns], dtype=np.float64, casting="safe")
        yield (template * len(numbers) % tuple(numbers.ravel().tolist())).encode()


def _elements(column, values):
    """Values as an array of shape (n, elements), x fastest; for %u what their bits mean without a sign."""
    values = np.asarray(values)
    if column.format.endswith("u") and values.dtype.kind == "i":
        values = values.view(values.dtype.str.replace("i", "u"))
    return values.reshape(len(values), int(np.prod(values.shape[1:])))

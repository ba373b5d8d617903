"""Parts of an image, read from its file when they are looked at: some rows and columns, or every nth of them."""

from __future__ import annotations

import math

import numpy as np

from .files.hdus import BYTES
from .files.opening import explaining
from .files.pixels import physical_pixels, pixels_of_array
from .files.source import Source
from .fitsfile import KINDS, FitsFile

NEARLY_ALL = 0.5  # of a row: a share from which on whole rows are read at once


def read_part(source: Source, rows: slice, columns: slice, unsigned: bool = False) -> np.ndarray:
    """Read some of the pixels of an image; no more of it is in memory.

    Parameters
    ----------
    source : Source
    rows, columns : slice
        Within the image, with a step from 1 on.
    unsigned : bool
        Integers are stored without sign (FITS_UNSIGNED).

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        -1e30 where there is no value.

    Raises
    ------
    SexlikeError
        The file cannot be read.
    """
    if source.file is None:
        return pixels_of_array(source.stored()[rows, columns])
    source.file.unpack(source.hdu)
    with explaining(source.path):
        stored = stored_part(source.file, source.hdu, rows, columns)
    return physical_pixels(stored, source.file.header(source.hdu), unsigned)


def stored_part(file: FitsFile, index: int, rows: slice, columns: slice) -> np.ndarray:
    """The numbers of `read_part` as they are in the file, one that is not compressed by tiles."""
    contents, hdu = file.place(index)
    kind, size = KINDS[hdu.bits], BYTES[hdu.bits]
    height, width = hdu.shape
    first, last, step = columns.indices(width)
    wanted = range(*rows.indices(height))
    count = max(math.ceil((last - first) / step), 0)
    if not wanted or not count:
        return np.empty((len(wanted), count), kind)
    if wanted.step == 1 and last - first >= NEARLY_ALL * width:
        numbers = contents.numbers(hdu.offset + wanted.start * width * size, kind, len(wanted) * width)
        return numbers.reshape(-1, width)[:, first:last:step]
    part = np.empty((len(wanted), count), kind)
    for index, row in enumerate(wanted):
        part[index] = contents.numbers(hdu.offset + (row * width + first) * size, kind, last - first)[::step]
    return part

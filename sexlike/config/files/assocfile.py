"""Assoc lists, the files of ASSOC_NAME: a position on each line, in columns."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError
from ..numbertext import leading_real
from .finding import find_file
from .textfile import read_text


def find_assoc_list(name: str, folder: str | None = None) -> Path:
    """The path of the file that ASSOC_NAME names, see `find_file`."""
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        raise not_found(name, error) from None


def read_assoc_list(path: str | Path) -> NDArray[np.float64]:
    """Read an assoc list.

    The first line with data determines the number of columns. What is missing on a line, or is not a number, is 0.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    ndarray of float64, shape (positions, columns)
        Of shape (0, 0) for an empty list.

    Raises
    ------
    SexlikeError
        The file cannot be read.
    """
    try:
        text, _ = read_text(path, "a list of positions")
    except SexlikeError as error:
        raise not_found(path, error) from None
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not rows:
        return np.zeros((0, 0))
    width = len(rows[0])
    return np.array([[leading_real(word) or 0 for word in (row + ["0"] * width)[:width]] for row in rows], float)


def not_found(name: str | Path, error: SexlikeError) -> SexlikeError:
    """Make the error for a list that cannot be read, in the words of SExtractor."""
    hint = " ".join(filter(None, [f"ASSOC_NAME: {error.message}", error.hint]))
    return SexlikeError(f"Assoc-list file not found: {name}", hint=hint)

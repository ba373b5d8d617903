"""The lists of ASSOC_NAME: a position on each line, in columns."""

import numpy as np

from ...errors import SexlikeError
from ..values import REAL
from .finding import find_file
from .textfile import read_text


def find_assoc_list(name, folder=None):
    """The path of the list that ASSOC_NAME names, see `find_file`."""
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        raise SexlikeError(f"Assoc-list file not found: {name}", hint=f"ASSOC_NAME: {error.message}") from None


def read_assoc_list(path):
    """Read a list of positions.

    The first line that holds data tells the number of columns; what is missing on a line is 0, and so is what is no
    number.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    ndarray of float64, shape (positions, columns)
        (0, 0) if there are none.

    Raises
    ------
    SexlikeError
        If the file cannot be read.
    """
    try:
        text, _ = read_text(path, "a list of positions")
    except SexlikeError as error:
        raise SexlikeError(f"Assoc-list file not found: {path}", hint=f"ASSOC_NAME: {error.message}") from None
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not rows:
        return np.zeros((0, 0))
    width = len(rows[0])
    return np.array([[number(word) for word in (row + ["0"] * width)[:width]] for row in rows])


def number(word):
    """The number at the start of a word, or 0."""
    match = REAL.match(word)
    return float(match[0]) if match else 0.0

"""Assoc lists, the files of ASSOC_NAME: a position on each line, in columns."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError, SexlikeWarning
from ..numbertext import number_of_c
from .finding import find_file
from .textfile import lines_of, read_text


def find_assoc_list(name: str, folder: str | None = None) -> Path:
    """The path of the file that ASSOC_NAME names, see `find_file`."""
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        raise not_found(name, error) from None


def read_assoc_list(path: str | Path, coordinates: Sequence[int] = ()) -> NDArray[np.float64]:
    """Read an assoc list.

    The first line with data determines the number of columns. What is missing on a line, or is not a number, is 0; nan
    and inf are themselves.

    Parameters
    ----------
    path : str or path-like
    coordinates : sequence of int
        Numbers of the columns, from 1, whose words should be numbers as a whole.

    Returns
    -------
    ndarray of float64, shape (positions, columns)
        Of shape (0, 0) for an empty list.

    Raises
    ------
    SexlikeError
        The file cannot be read, or has too few columns.

    Warns
    -----
    SexlikeWarning
        A coordinate is not a number, as ``10:00:00``, of which SExtractor takes 10.
    """
    try:
        text, _ = read_text(path, "a list of positions")
    except SexlikeError as error:
        raise not_found(path, error) from None
    rows = [line.split() for line in lines_of(text) if line.strip() and not line.lstrip().startswith("#")]
    if not rows:
        return np.zeros((0, 0))
    width = len(rows[0])
    check_columns(path, rows, coordinates)
    return np.array([[number_of_c(word) or 0 for word in (row + ["0"] * width)[:width]] for row in rows], float)


def check_columns(path: str | Path, rows: list[list[str]], coordinates: Sequence[int]) -> None:
    """Check that there are the columns of the coordinates, and warn if a coordinate is not a number."""
    width = len(rows[0])
    for rank, column in enumerate(coordinates, 1):
        if column > width:
            text = f"ASSOC_PARAMS #{rank} exceeds the number of fields in the ASSOC file"
            hint = f"It is column {column}; the first line of data in {path} has {width}, between blanks or tabs."
            commas = " Commas do not separate columns." if any("," in word for word in rows[0]) else ""
            raise SexlikeError(text, hint=hint + commas)
    words = (row[column - 1] for row in rows for column in coordinates if column <= len(row))
    odd = [word for word in words if not is_number(word.rstrip(",;"))]
    if odd:
        text = f"ASSOC_NAME: {path} has coordinates that are not plain numbers: {odd[0]:.40} is read as "
        text += f"{number_of_c(odd[0]) or 0:g}"
        warnings.warn(text + (", and is not in degrees" if ":" in odd[0] else ""), SexlikeWarning, stacklevel=3)


def is_number(word: str) -> bool:
    """Whether a word as a whole is a number."""
    try:
        float(word)
    except ValueError:
        return word.lower().lstrip("+-").startswith(("nan", "0x"))
    return True


def not_found(name: str | Path, error: SexlikeError) -> SexlikeError:
    """Make the error for a list that cannot be read, in the words of SExtractor."""
    hint = " ".join(filter(None, [f"ASSOC_NAME: {error.message}", error.hint]))
    return SexlikeError(f"Assoc-list file not found: {name}", hint=hint)

"""Assoc lists, the files of ASSOC_NAME: a position on each line, in columns."""

import os
import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import numpy as np

from ...errors import SexlikeError, warn
from ..inmemory import InMemory
from ..numbertext import number_of_c
from .assoclist import AssocList, Coordinates, check_number, number_of_column
from .finding import find_file
from .sexagesimal import degrees_of
from .textfile import decode_text, lines_of, read_bytes, unpacked

EXPECTED = "a list of positions"
NO_COORDINATES = Coordinates()


def find_assoc_list(name: str, folder: str | None = None) -> Path | InMemory:
    """The path of the file that ASSOC_NAME names, see `find_file`; or the table in memory that takes its place."""
    if isinstance(name, InMemory):
        return name
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        raise not_found(name, error) from None


def read_assoc_list(
    path: str | Path, coordinates: Coordinates = NO_COORDINATES, named: Sequence[int | str] = ()
) -> AssocList:
    """Read an assoc list: FITS, VOTable, ECSV, CSV, or a text with blanks between the columns; or what is in memory.

    In the latter the first line with data determines the number of columns. What is missing on a line, or is not a
    number, is 0; nan and inf are themselves.

    Parameters
    ----------
    path : str or path-like
        The file; compressed by gzip, or not.
    coordinates : Coordinates
        Which columns should hold nothing but numbers, or angles.
    named : sequence of int or str
        Further columns that are wanted. Only if one has a name is the first line of a text taken for names.

    Returns
    -------
    AssocList
        Of shape (0, 0) for an empty list.

    Raises
    ------
    SexlikeError
        The file cannot be read, or has not the columns of the coordinates.

    Warns
    -----
    SexlikeWarning
        A coordinate is not a number, and no angle.
    """
    from .assoctable import delimiter_of, kind_of_table, list_in_memory, read_delimited, read_table

    if isinstance(path, InMemory):
        return list_in_memory(path, coordinates)
    name = os.fspath(path)
    try:
        data = unpacked(read_bytes(path, EXPECTED), name)
        kind = kind_of_table(data)
        text = "" if kind else decode_text(data, name, EXPECTED)
    except SexlikeError as error:
        raise not_found(path, error) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise not_found(path, SexlikeError(f"can't read {name}: {reason}")) from None
    if kind:
        return read_table(data, kind, name, coordinates)
    lines = [line for line in lines_of(text) if line.strip()]
    filled = [line for line in lines if not line.lstrip().startswith("#")]
    if not filled:
        return AssocList(name, np.zeros((0, 0)))
    if delimiter := delimiter_of(filled[0]):
        return read_delimited(filled, delimiter, name, coordinates)
    rows = [line.split() for line in filled]
    names = names_in_comments(lines, len(rows[0]))
    if not names and any(isinstance(column, str) for column in (*coordinates.columns, *named)):
        names = names_of(rows[0])
        rows = rows[1:] if names else rows
    return list_of_rows(rows, name, names, coordinates)


def names_in_comments(lines: list[str], width: int) -> dict[str, int]:
    """Name -> number of the columns that the comments above the data tell of.

    Either each has a line of its own, as in SExtractor's catalogs (``#   2 X_IMAGE``), or the last comment has a word
    for each.
    """
    comments = [line.lstrip()[1:] for line in takewhile(lambda line: line.lstrip().startswith("#"), lines)]
    matches = (re.match(r"\s*(\d{1,6})\s+([A-Za-z_]\w*)(\s|$)", comment) for comment in comments)
    listed = {match[2]: int(match[1]) for match in matches if match}
    words = comments[-1].split() if comments else []
    return listed or (names_of(words) if len(words) == width else {})


def names_of(words: list[str]) -> dict[str, int]:
    """Name -> number, of words that are names; nothing if one is a number."""
    if any(number_of_c(word) is not None for word in words):
        return {}
    return {word: number for number, word in enumerate(words, 1)}


def list_of_rows(rows: list[list[str]], path: str, names: dict[str, int], coordinates: Coordinates) -> AssocList:
    """The numbers of the words on the lines of a text, see `read_assoc_list`."""
    if not rows:
        return AssocList(path, np.zeros((0, 0)), names)
    width = len(rows[0])
    values = np.array([[number_of_c(word) or 0 for word in (row + ["0"] * width)[:width]] for row in rows], float)
    odd = []
    for rank, column in enumerate(coordinates.columns):
        number = number_of_column(column, "ASSOC_PARAMS", path, names)
        check_number(number, rank, width, path, " between blanks or tabs, on the first line of data")
        if rank not in coordinates.ranks():
            continue
        words = {place: row[number - 1] for place, row in enumerate(rows) if number <= len(row)}
        for place, word in words.items():
            if is_number(word.rstrip(",;")):
                continue
            angle = degrees_of(word, hours=rank == coordinates.right_ascension) if coordinates.world else None
            if angle is None:
                odd.append(word)
            else:
                values[place, number - 1] = angle
    if odd:
        warn_of_words(odd[0], path)
    return AssocList(path, values, names)


def warn_of_words(word: str, path: str) -> None:
    """Warn of a coordinate that is no number."""
    text = f"ASSOC_NAME: {path} has coordinates that are not plain numbers: {word:.40} is read as "
    text += f"{number_of_c(word) or 0:g}"
    if degrees_of(word, hours=False) is not None:
        text += ", and is not in degrees: angles are read with ASSOCCOORD_TYPE WORLD"
    warn(text)


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

"""The .param format: a column on each line, ``NAME`` or ``NAME(3)``; the rest of the line is a comment."""

import logging
import re
from collections.abc import Iterable
from typing import NamedTuple

from ...errors import SexlikeError
from .filekinds import kind_of_text
from .finding import find_file, is_packaged
from .textfile import Path, lines_of, read_text

log = logging.getLogger("sexlike")

COLUMN_NAME = re.compile(r'[^\s=,;"#()\[\]{}]+')
COLUMN_SIZE = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?|\s+(\d{1,18})(?:[\s,]+(\d{1,18}))?(?![^\s,])")
SEPARATORS = ' \t\r\n=,;"\f\v'
LARGEST_AXIS = 10_000  # elements


class WantedColumn(NamedTuple):
    """A column as the user wrote it.

    Attributes
    ----------
    name : str
    size : tuple of int
        Empty if none is written.
    where : str
        ``run.param:3``
    """

    name: str
    size: tuple[int, ...]
    where: str


class ColumnList(list[WantedColumn]):
    """The columns wanted, in their order.

    Attributes
    ----------
    text : str
        That of the .param file; empty if there is none.
    strict : bool
        Whether an unknown column is an error.
    """

    def __init__(self, columns: Iterable[WantedColumn], text: str = "", strict: bool = False):
        super().__init__(columns)
        self.text, self.strict = text, strict


def find_columns(
    name: str, folder: str | None = None, keyword: str = "PARAMETERS_NAME", *, strict: bool = False
) -> ColumnList:
    """Find a .param file and read the columns in it.

    Parameters
    ----------
    name : str
    folder : str, optional
        Folder of the configuration file.
    keyword : str
        Keyword or argument that names the file, for messages.
    strict : bool
        Whether an unknown column is an error.

    Returns
    -------
    ColumnList

    Raises
    ------
    SexlikeError
        There is no such file, or it names no column.
    """
    path = find_file(name, folder, keyword)
    if is_packaged(path):
        log.info("No %s in the current folder: sexlike's own is used", name)
    columns = read_columns(path)
    columns.strict = strict
    if not columns:
        raise SexlikeError(
            f"{name}: no key to print: it names no column",
            hint="Each line begins with the name of a column; lines that begin with # are comments. -dp lists them.",
        )
    return columns


def read_columns(path: Path) -> ColumnList:
    """Read the columns of a .param file.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    ColumnList
        In the order in which they first appear; each with the size that is written last.

    Raises
    ------
    SexlikeError
        The file cannot be read, or a size is not valid.
    """
    text, name = read_text(path, "a list of columns")
    other = kind_of_text(text, name)
    if other and other[1] != "PARAMETERS_NAME":
        kind, keyword = other
        raise SexlikeError(f"{name} is {kind}, not a list of columns", hint=f"{keyword} is the keyword that names it.")
    lines = enumerate(lines_of(text), 1)
    columns = (column for number, line in lines if (column := parse_line(line, f"{name}:{number}")))
    return ColumnList(without_repeats(columns), text)


def parse_columns(texts: Iterable[object]) -> ColumnList:
    """Read columns from a list of texts, each of them like a line of a .param file; see `read_columns`.

    Raises
    ------
    SexlikeError
        A text does not name a column.
    """
    columns = []
    for text in texts:
        column = parse_line(text, "params") if isinstance(text, str) else None
        if column is None:
            raise SexlikeError(f"params: {text!r:.80} is not the name of a column")
        columns.append(column)
    return ColumnList(without_repeats(columns), strict=True)


def parse_line(line: str, where: str) -> WantedColumn | None:
    """The column that a line names; None if it is empty or a comment.

    Brackets hold a size only if there are numbers in them: ``MAG_APER (mag)`` goes on with a comment.
    """
    line = line.strip(SEPARATORS)
    match = COLUMN_NAME.match(line)
    if match is None:
        if line and line[0] != "#":
            raise SexlikeError(f"{where}: a line must begin with the name of a column, not with {line[0]}")
        return None
    name = match[0]
    size = COLUMN_SIZE.match(line, match.end())
    if size is None:
        return WantedColumn(name, (), where)
    if size[1] is None:
        numbers = [number for number in size.groups()[1:] if number]
    else:
        numbers = [number.strip() for number in size[1].split(",")]
        if not all(number.isdecimal() for number in numbers):
            if line[match.end()].isspace():
                return WantedColumn(name, (), where)
            raise invalid_size(name, size[0], where)
    axes = tuple(int(number[:9]) for number in numbers)
    if not all(0 < axis <= LARGEST_AXIS for axis in axes):
        raise invalid_size(name, size[0], where)
    return WantedColumn(name, axes, where)


def invalid_size(name: str, size: str, where: str) -> SexlikeError:
    """Make the error for a size that is not valid."""
    return SexlikeError(
        f"{where}: wrong array syntax for keyword {name}: {size.strip()}",
        hint=f"A size is written {name}(3) or {name}(15,15), with numbers from 1 to {LARGEST_AXIS}.",
    )


def without_repeats(columns: Iterable[WantedColumn]) -> list[WantedColumn]:
    """Each column once: at its first place in the order, with its last size."""
    return list({column.name: column for column in columns}.values())

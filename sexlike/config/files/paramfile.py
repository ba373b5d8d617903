"""The .param format: a column on each line, ``NAME`` or ``NAME(3)``; the rest of the line is for people."""

import logging
import re
from typing import NamedTuple

from ...errors import SexlikeError
from .finding import find_file, is_packaged
from .textfile import read_text

log = logging.getLogger("sexlike")

NAME = re.compile(r'[^\s=,;"#()\[\]{}]+')
SIZE = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?|\s+(\d+)(?:[\s,]+(\d+))?(?![^\s,])")
LARGEST = 10_000  # elements along an axis


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


def read_columns(path):
    """The columns named in a .param file.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    list of WantedColumn
        In the order of their first mention, with the size of their last.

    Raises
    ------
    SexlikeError
        If the file cannot be read, or a size is no size.
    """
    text, name = read_text(path, "a list of columns")
    lines = enumerate(text.splitlines(), 1)
    return once(column for number, line in lines if (column := parse_line(line, f"{name}:{number}")))


def find_columns(name, folder=None, keyword="PARAMETERS_NAME"):
    """The columns that a file asks for.

    Parameters
    ----------
    name : str
    folder : str, optional
        Folder of the configuration file.
    keyword : str
        Who names the file, for messages.

    Returns
    -------
    list of WantedColumn

    Raises
    ------
    SexlikeError
        If there is no such file, or no column in it.
    """
    path = find_file(name, folder, keyword)
    if is_packaged(path):
        log.info("No %s in the current folder: the one of sexlike is used", name)
    columns = read_columns(path)
    if not columns:
        raise SexlikeError(
            f"{name}: no key to print: no column is wanted",
            hint="Each line begins with the name of a column; lines that begin with # are comments. -dp lists them.",
        )
    return columns


def parse_columns(texts):
    """The columns named in a list of texts, each as on a line of a .param file.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    list of WantedColumn

    Raises
    ------
    SexlikeError
        If a text names no column.
    """
    columns = []
    for text in texts:
        column = parse_line(text, "params") if isinstance(text, str) else None
        if column is None:
            raise SexlikeError(f"params: {text!r:.80} is no name of a column")
        columns.append(column)
    return once(columns)


def parse_line(line, where):
    """The column that a line names, or None.

    Only numbers are a size: in ``MAG_APER (mag) ...`` the description has begun.
    """
    line = line.strip(' \t\r\n=,;"\f\v')
    match = NAME.match(line)
    if match is None:
        if line and line[0] != "#":
            raise SexlikeError(f"{where}: a line must begin with the name of a column, not with {line[0]}")
        return None
    name = match[0]
    size = SIZE.match(line, match.end())
    if size is None:
        return WantedColumn(name, (), where)
    if size[1] is None:
        numbers = [number for number in size.groups()[1:] if number]
    else:
        numbers = [number.strip() for number in size[1].split(",")]
        if not all(number.isdecimal() for number in numbers):
            if line[match.end()].isspace():
                return WantedColumn(name, (), where)
            raise wrong_size(name, size[0], where)
    axes = tuple(int(number[:9]) for number in numbers)
    if not all(0 < axis <= LARGEST for axis in axes):
        raise wrong_size(name, size[0], where)
    return WantedColumn(name, axes, where)


def wrong_size(name, size, where):
    """The error for a size that is none."""
    return SexlikeError(
        f"{where}: wrong array syntax for keyword {name}: {size.strip()}",
        hint=f"A size is written {name}(3) or {name}(15,15), with numbers from 1 to {LARGEST}.",
    )


def once(columns):
    """Each column once: in the place of its first mention, with the size of its last."""
    found = {}
    for column in columns:
        found[column.name] = column
    return list(found.values())

"""The state of a batch as a table for people and programs: ECSV."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..._version import __version__
from ...errors import SexlikeError
from .columns import BY_NAME, COLUMNS, NEEDED, Row, complete

if TYPE_CHECKING:
    from astropy.table import Table

LAYOUT = 1  # of the table; a later one may mean something else by its columns
KIND = "sexlike batch"
MARK, HEADER = b"# %ECSV", 1 << 16  # how a table begins; bytes that hold what stands above its rows
ESCAPED = re.compile(r"\\udc(5c|[89a-f][0-9a-f])")  # a byte of a name that is no UTF-8, or a backslash before the like
ESCAPE = re.compile(r"[\udc80-\udcff]|\\(?=udc(?:5c|[89a-f][0-9a-f]))")
TYPES = {"text": str, "integer": "i8", "real": "f8"}


def table_of(rows: list[Row]) -> Table:
    """The rows as a table with units and descriptions; numbers that are not known are masked.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    astropy.table.Table
    """
    from astropy.table import MaskedColumn, Table

    table = Table(meta={"kind": KIND, "layout": LAYOUT, "version": __version__})
    for name, kind, unit, about in COLUMNS:
        values = [row[name] for row in rows]
        more: dict[str, Any] = {"name": name, "description": about, "unit": unit or None}
        if kind == "text":
            table[name] = MaskedColumn([value or "" for value in values], dtype=str, **more)
            continue
        mask = [value is None for value in values]
        table[name] = MaskedColumn(
            [0 if value is None else value for value in values], mask=mask, dtype=TYPES[kind], **more
        )
    return table


def rows_of(table: Table) -> list[Row]:
    """The rows of a table; columns that are not known are left out."""
    columns = {name: table[name].tolist() for name in table.colnames if name in BY_NAME}
    found = []
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        for name, value in row.items():
            if BY_NAME[name].kind == "text":
                row[name] = "" if value is None else str(value)
            elif value is not None:
                row[name] = int(value) if BY_NAME[name].kind == "integer" else float(value)
        found.append(complete(row))
    return found


def escaped(text: str) -> str:
    """A text as UTF-8 can hold it: bytes of names that are none are written as Python escapes them, see `unescaped`."""
    return ESCAPE.sub(lambda found: f"\\udc{ord(found[0]) & 0xFF:02x}", text)


def unescaped(text: str) -> str:
    """The text that `escaped` has written."""
    return ESCAPED.sub(lambda found: "\\" if found[1] == "5c" else chr(0xDC00 + int(found[1], 16)), text)


def with_texts(rows: list[Row], change: Callable[[str], str]) -> list[Row]:
    """The rows with their texts changed."""
    return [{name: change(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows]


def write_table(rows: list[Row], path: str) -> None:
    """Write the rows as ECSV; the file is replaced when the new one is complete."""
    from ...output.files.outputs import atomic_file

    text = io.StringIO()
    table_of(with_texts(rows, escaped)).write(text, format="ascii.ecsv")
    with atomic_file(path, "--state") as file:
        file.write(text.getvalue().encode("utf-8", "backslashreplace"))  # or it could not be read again


def read_table(path: str) -> list[Row]:
    """Read the rows of a state.

    Parameters
    ----------
    path : str

    Returns
    -------
    list of dict
        Empty if there is no such file, or nothing in it.

    Raises
    ------
    SexlikeError
        It cannot be read as a state.
    """
    if not os.path.exists(path):
        return []
    if os.path.isfile(path) and os.path.getsize(path) == 0:
        return []  # such as mktemp makes
    from astropy.table import Table

    try:
        table = Table.read(path, format="ascii.ecsv")
        rows = with_texts(rows_of(table), unescaped)
    except Exception as error:  # what the reader raises is not documented
        known = isinstance(error, OSError) and error.strerror
        raise SexlikeError(f"{path} is no state of a batch{f': {known}' if known else ', or is damaged'}") from None
    if not set(NEEDED) <= set(table.colnames) or table.meta.get("layout", LAYOUT) > LAYOUT:
        version = table.meta.get("version", "of which nothing is known")
        raise SexlikeError(f"{path} is a state of another kind, of version {version}")
    return rows


def is_damaged_state(path: str) -> bool:
    """Whether a file that cannot be read as a state was written as one: it begins as ECSV does, and names its kind."""
    try:
        with open(path, "rb") as file:
            beginning = file.read(HEADER)
    except OSError:
        return False
    return beginning.startswith(MARK) and KIND.encode() in beginning

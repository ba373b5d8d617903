"""The state of a batch: the rows of an earlier time, and those that are added."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ...errors import SexlikeError, warn
from ...output.files.places import require_writable
from .columns import Row, complete
from .journal import ENDING, Journal, rows_in
from .table import is_damaged_state, read_table, write_table

DEFAULT = "batch.ecsv"
SET_ASIDE = "{path}.old{number}"


class State:
    """The state of a batch.

    Parameters
    ----------
    path : str
        The file of its table.
    writing : bool
        Whether rows will be added. If not, nothing is locked or changed.

    Attributes
    ----------
    rows : dict
        Key of an exposure, see `key_of`, -> its row.

    Raises
    ------
    SexlikeError
        Another run writes it, it cannot be written, or the file is something else.
    """

    def __init__(self, path: str = DEFAULT, writing: bool = True) -> None:
        self.path = path
        if writing:
            require_writable(path, "--state")
        self.journal = Journal(path) if writing else None
        self.rows: dict[str, Row] = {}
        self.table: list[Row] = []  # as it is on the disk
        try:
            self.read(writing)
        except BaseException:
            self.end(remove=False)
            raise

    def read(self, writing: bool) -> None:
        """Read the table and what a run that was killed has left in the journal."""
        try:
            found = read_table(self.path)
        except SexlikeError as error:
            found = []
            self.set_aside(error, writing)
        left = self.journal.rows() if self.journal else journal_left(self.path)
        self.table = found
        counts: Counter[str] = Counter()
        for row in found:
            counts[row["images"]] += 1
            self.rows[key_of(row["images"], counts[row["images"]])] = row
        for row in left:
            self.rows[row.pop("key", row["images"])] = complete(row)
        if self.journal:
            self.journal.begin()

    def set_aside(self, error: SexlikeError, writing: bool) -> None:
        """Give a table that cannot be read another name, and say so; what never was a state stays as it is.

        Raises
        ------
        SexlikeError
            The file is none of ours.
        """
        if not is_damaged_state(self.path):
            hint = "Name a file that does not exist yet, or the state of an earlier run."
            raise SexlikeError(error.message, where="--state", hint=hint) from None
        text = f"{error.message}; all exposures are new"
        if writing:
            number = ""
            while os.path.exists(SET_ASIDE.format(path=self.path, number=number)):
                number = str(int(number or 1) + 1)
            aside = SET_ASIDE.format(path=self.path, number=number)
            os.replace(self.path, aside)
            text += f", and it is now {aside}"
        warn(text)

    def add(self, key: str, row: Row) -> None:
        """Add or replace the row of an exposure; it is on the disk when this returns."""
        assert self.journal is not None
        self.rows[key] = complete(row)
        self.journal.add(self.rows[key] | {"key": key})

    def keep(self, keys: Iterable[str]) -> None:
        """Order the rows: those of the exposures of this batch come first, then those of others."""
        first = {key: self.rows[key] for key in keys if key in self.rows}
        self.rows = first | self.rows

    def save(self) -> None:
        """Write the table, unless nothing in it is new, and let the state go."""
        rows = list(self.rows.values())
        saved = rows == self.table
        try:
            if not saved:
                write_table(rows, self.path)
                saved = True
        finally:
            self.end(remove=saved)

    def end(self, remove: bool) -> None:
        """Let the state go; the journal is removed if the table has all of it."""
        if self.journal:
            self.journal.close(remove)
            self.journal = None


def key_of(images: str, occurrence: int) -> str:
    """What an exposure is known by: its images; where several exposures have the same ones, a number as well."""
    return images if occurrence == 1 else f"{images}#{occurrence}"


def journal_left(path: str) -> list[Row]:
    """The rows of a journal, without locking it."""
    try:
        with open(path + ENDING, "rb") as file:
            return rows_in(file, path + ENDING)
    except OSError:
        return []


def as_json(value: object) -> str:
    """A value as the cell of a table."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def from_json(text: str) -> dict[str, Any]:
    """The value of a cell, see `as_json`; empty for what is none."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else dict.fromkeys(found) if isinstance(found, list) else {}

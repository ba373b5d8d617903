"""The journal of a batch: a line for each exposure that has ended, on the disk before the next one counts.

Whoever has the journal open holds a lock on it, so that two runs do not write one state.
"""

from __future__ import annotations

import json
import os
import platform
from typing import Any

from ...errors import SexlikeError, warn
from .columns import BY_NAME, NEEDED, Row, is_allowed

ENDING = ".journal"


class Journal:
    """The journal beside a state, opened and locked.

    Parameters
    ----------
    state : str
        The file of the state.

    Raises
    ------
    SexlikeError
        Another run has it, or it cannot be written.
    """

    def __init__(self, state: str) -> None:
        self.path = state + ENDING
        self.state = state
        self.file = self.open()
        self.needed = os.fstat(self.file.fileno()).st_size > 0  # it holds what is not in the table

    def open(self) -> Any:
        """Open and lock the file; again, if another run has removed it meanwhile."""
        while True:
            try:
                file = open(self.path, "ab+", buffering=0)  # noqa: SIM115  # it is open as long as the lock is held
            except OSError as error:
                raise SexlikeError(f"cannot write {self.path}: {error.strerror or error}", where="--state") from None
            if not locked(file):
                holder = holder_of(read_lines(file))
                file.close()
                hint = "Wait for it, or give this one a state of its own: --state FILE."
                raise SexlikeError(f"{self.state} is in use by another run{holder}", where="--state", hint=hint)
            try:
                if os.path.samestat(os.fstat(file.fileno()), os.stat(self.path)):
                    return file
            except OSError:
                pass
            file.close()

    def rows(self) -> list[Row]:
        """The rows that an earlier run, which was killed, has left."""
        return rows_in(self.file, self.path)

    def begin(self) -> None:
        """Note which process is at work, after what is there."""
        self.write({"process": os.getpid(), "host": platform.node()})

    def add(self, row: Row) -> None:
        """Add the row of an exposure; it is on the disk when this returns."""
        self.needed = True
        self.write(row)

    def write(self, line: Row) -> None:
        """Add a line. The first one ends what a killed run may have left of one."""
        try:
            self.file.write(b"\n" + json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n")
            os.fsync(self.file.fileno())
        except OSError as error:
            raise SexlikeError(f"cannot write {self.path}: {error.strerror or error}", where="--state") from None

    def close(self, remove: bool) -> None:
        """Close the file, and remove it if all that it holds is in the table, or it holds nothing."""
        if remove or not self.needed:
            try:
                os.remove(self.path)
            except OSError:  # an open file cannot be removed on Windows
                self.file.truncate(0)
        self.file.close()


def rows_in(file: Any, path: str) -> list[Row]:
    """The rows in a journal. Lines that are none, beside those that a kill has cut short, are told."""
    damaged: list[str] = []
    lines = [line for line in read_lines(file, damaged) if "process" not in line]
    rows = [line for line in lines if is_row(line)]
    if skipped := len(damaged) + len(lines) - len(rows):
        words = "a line is" if skipped == 1 else f"{skipped:,} lines are"
        warn(f"{path} is damaged: {words} left out, and the exposures that stood there are done again")
    return rows


def is_row(line: Row) -> bool:
    """Whether a line of a journal is a row of the state: what is needed is there, all is of its type."""
    known = all(is_allowed(value, BY_NAME[name]) for name, value in line.items() if name in BY_NAME)
    return known and line.keys() >= set(NEEDED) and isinstance(line.get("key", ""), str)


def read_lines(file: Any, damaged: list[str] | None = None) -> list[Row]:
    """The lines of a journal; one that was cut short is left out. Others that are none are added to a list."""
    file.seek(0)
    lines = []
    for line in file.read().decode("utf-8", "surrogateescape").split("\n"):
        try:
            found = json.loads(line) if line else None
        except (ValueError, RecursionError):
            found = {} if line.startswith("{") else line
        if isinstance(found, dict):
            lines += [found] * bool(found)
        elif line and damaged is not None:
            damaged.append(line)
    return lines


def holder_of(lines: list[Row]) -> str:
    """Which process writes a journal, in words."""
    found = [line for line in lines if "process" in line]
    return f", process {found[-1]['process']} on {found[-1].get('host', 'this host')}" if found else ""


def locked(file: Any) -> bool:
    """Lock a file until it is closed; False if another process has it."""
    try:
        import fcntl
    except ImportError:
        return locked_on_windows(file)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def locked_on_windows(file: Any) -> bool:
    """The same on Windows: a byte far behind the end is locked."""
    import msvcrt

    try:
        file.seek(1 << 30)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True

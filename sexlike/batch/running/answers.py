"""What comes back from where a task was done is data: it is checked before it is used."""

import math
from collections.abc import Mapping
from typing import Any

from ...errors import SexlikeError
from ..state.columns import BY_NAME, DONE, FAILED, INTERRUPTED, Row, StateColumn

LONGEST_TEXT = 100_000  # characters
NOT_NEGATIVE = ("number", "objects", "rms", "fwhm", "seeing", "seconds", "memory", "attempts")


class BadAnswer(SexlikeError):
    """What has come back is no row."""


def check_row(row: object, task: Mapping[str, Any]) -> Row:
    """Check what a task has returned.

    Parameters
    ----------
    row : object
    task : mapping

    Returns
    -------
    dict
        The row, of plain texts and numbers.

    Raises
    ------
    BadAnswer
        It is no row of the state, a value is of another type or out of range, or it is that of another exposure.
    """

    def refuse(why: str) -> BadAnswer:
        return BadAnswer(f"its worker returned what is no result: {why}")

    if not isinstance(row, dict):
        raise refuse(f"{row!r:.100}")
    for name, value in row.items():
        if not isinstance(name, str) or name not in BY_NAME:
            raise refuse(f"{str(name)[:40]!r} is no column of the state")
        if not is_allowed(value, BY_NAME[name]):
            raise refuse(f"{name} cannot be {str(value)[:40]!r}")
    if row.get("status") not in (DONE, FAILED, INTERRUPTED):
        raise refuse(f"the status is {row.get('status')!r}")
    for name in ("number", "stem"):
        if row.get(name) != task[name]:
            raise refuse(f"it is that of another exposure: {name} is {row.get(name)!r}, and not {task[name]!r}")
    return dict(row)


def is_allowed(value: object, column: StateColumn) -> bool:
    """Whether a value may stand in a column: of its type, finite, and not negative where that makes no sense."""
    if column.kind == "text":
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int if column.kind == "integer" else int | float):
        return False
    return math.isfinite(value) and (column.name not in NOT_NEGATIVE or value >= 0)

"""What comes back from where a task was done is data: it is checked before it is used."""

from collections.abc import Mapping
from typing import Any

from ...errors import SexlikeError
from ..state.columns import BY_NAME, DONE, FAILED, INTERRUPTED, Row, is_allowed


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

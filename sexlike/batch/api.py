"""`sexlike.run_batch`: a batch from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from ..config.extract_arguments import config_from
from ..errors import SexlikeError
from .collisions import check_state
from .night import Night
from .preparing import prepare
from .rows.exposure import Exposure
from .rows.inputs import read_exposures
from .rows.tables import exposures_of_rows
from .state.columns import Row
from .state.staleness import Wishes
from .state.store import State

if TYPE_CHECKING:
    from astropy.table import Table

ARGUMENT = "rows"
HINT = "Give a pattern, a list of names, a table, or dictionaries with image and keywords."


class Batch:
    """A batch that runs while its rows are asked for, see `sexlike.run_batch`.

    Iterating over it gives the row of each exposure as it ends, as a dictionary: what is up to date is not done, and
    not given. ``table()`` does what is left, and returns all rows.
    """

    def __init__(self, night: Night) -> None:
        self._night = night
        self._rows = iter(night)

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def __next__(self) -> Row:
        return next(self._rows)

    def close(self) -> None:
        """Give up what is not done. The state is saved; the next batch goes on from there."""
        self._rows.close()
        self._night.end()

    def table(self) -> Table:
        """Do what is not done yet, and return all rows as a table.

        Returns
        -------
        astropy.table.Table
            A row for each exposure, with units and descriptions.
        """
        from .state.table import table_of

        for _ in self._rows:
            pass
        rows = self._night.state.rows
        return table_of([rows[step.key] for step in self._night.steps])


def start_batch(
    rows: Any, config: Any, executor: Executor | None, state: str, wishes: Wishes, keywords: Mapping[str, Any]
) -> Batch:
    """Prepare a batch, see `sexlike.run_batch`."""
    check_executor(executor)
    rows = listed(rows)
    made = config_from(config, keywords)
    exposures = exposures_from(rows)
    given = [os.fspath(name) for name in rows if isinstance(name, str | os.PathLike)]
    check_state(state, given, exposures)
    kept = State(state)
    try:
        steps = prepare(exposures, made, kept, wishes)
    except BaseException:
        kept.end(remove=False)
        raise
    return Batch(Night(steps, kept, wishes, executor))


def check_executor(executor: Any) -> None:
    """Raise SexlikeError if what is given as an executor takes no tasks, or is a client of Dask."""
    if executor is None or isinstance(executor, Executor):
        return
    client = hasattr(executor, "get_executor")
    if client or not callable(getattr(executor, "submit", None)):
        hint = "Give an executor of concurrent.futures, or client.get_executor() of Dask; None is this machine."
        raise SexlikeError(f"executor: {type(executor).__name__} is no executor", hint=hint)


def listed(rows: Any) -> Any:
    """What the user gives as a table, or as a list of names or mappings.

    Parameters
    ----------
    rows : str, path, iterable of these or of mappings, or Table

    Raises
    ------
    SexlikeError
        It is none of these.
    """
    if isinstance(rows, str | os.PathLike):
        return [rows]
    if hasattr(rows, "colnames"):
        return rows
    if isinstance(rows, Mapping | bytes) or not isinstance(rows, Iterable):
        raise SexlikeError(f"rows: {type(rows).__name__} names no exposures", hint=HINT)
    found = list(rows)
    if any(isinstance(row, Mapping) for row in found) and not all(isinstance(row, Mapping) for row in found):
        raise SexlikeError("rows: names and dictionaries are mixed", hint=HINT)
    for number, row in enumerate(found, 1):
        if not isinstance(row, str | os.PathLike | Mapping):
            raise SexlikeError(f"rows: {type(row).__name__} names no exposure (number {number})", hint=HINT)
    return found


def exposures_from(rows: Any) -> list[Exposure]:
    """Exposures from what `listed` returns.

    Raises
    ------
    SexlikeError
        It names no image.
    """
    if hasattr(rows, "colnames"):
        return numbered(exposures_of_rows(list(rows.colnames), [tuple(row) for row in rows], ARGUMENT))
    if rows and isinstance(rows[0], Mapping):
        names = list(dict.fromkeys(name for row in rows for name in row))
        return numbered(exposures_of_rows(names, [[row.get(name) for name in names] for row in rows], ARGUMENT))
    return read_exposures([os.fspath(row) for row in rows])


def numbered(exposures: Iterator[Exposure]) -> list[Exposure]:
    """Exposures with their numbers."""
    return [
        Exposure(number, exposure.images, exposure.settings, exposure.origin)
        for number, exposure in enumerate(exposures, 1)
    ]

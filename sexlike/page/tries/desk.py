"""All that is done on a page: the tries of each extension, the run of the whole image, the grid."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from ..refused import Refused
from ..session import Session
from .gridsheet import GridSheet
from .jobs import DONE
from .tries import Tries
from .wholerun import WholeRun

TRY, RUN = "try", "run"


class Desk:
    """What is done on a page.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    run : WholeRun
    grid : GridSheet
    latest : str
        What was found last: ``try`` or ``run``.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.run, self.grid, self.latest = session, WholeRun(session.images), GridSheet(), TRY
        self._tries: dict[int, Tries] = {}
        self._lock = threading.Lock()

    @property
    def tries(self) -> Tries:
        """The tries of the extension that is looked at."""
        session = self.session
        with session.lock, self._lock:
            number, sky = session.current, session.view.sky
            if number not in self._tries:
                self._tries[number] = Tries(session.pairs[number], session.config, sky)
            self._tries[number].field.sky = sky  # that of before may have been stopped meanwhile
            return self._tries[number]

    def status(self) -> dict[str, Any]:
        """How far run, grid and try are."""
        status = {RUN: self.run.status(), "grid": self.grid.status(), TRY: self.tries.turns.status()}
        if status[RUN]["state"] == DONE and self.run.is_new:
            self.run.is_new, self.latest = False, RUN
        return status

    def close(self) -> None:
        """End what goes on."""
        self.run.cancel()
        self.grid.cancel()

    def object_at(self, x: int, y: int) -> int | None:
        """The number of the object in a pixel, the first of which is 1, 1; None for the sky."""
        return int(self.labels(slice(y - 1, y), slice(x - 1, x))[0, 0]) or None

    def labels(self, rows: slice, columns: slice, of: str = "") -> np.ndarray:
        """The segmentation map of what was found last, or of the try or the run: some rows and columns; int32."""
        number = self.session.current
        if (of or self.latest) == RUN and self.run.outcome is not None and number < len(self.run.outcome.extensions):
            return self.run.outcome.labels(number, rows, columns)
        height, width = self.session.view.shape
        y, x = np.arange(height)[rows], np.arange(width)[columns]
        labels, current = np.zeros((len(y), len(x)), np.int32), self.tries.current
        if current is not None:
            region, marks = current.marks.region, current.marks.labels
            row, column = y - region.bottom, x - region.left
            up, along = (row >= 0) & (row < marks.shape[0]), (column >= 0) & (column < marks.shape[1])
            labels[np.ix_(up, along)] = marks[np.ix_(row[up], column[along])]
        return labels


def desk_of(session: Session) -> Desk:
    """The desk of a session; it is made when it is first needed."""
    with session.lock:
        if session.tries is None:
            session.tries = Desk(session)
        desk: Desk = session.tries
        return desk


def kind_of(given: Any) -> str:
    """What the browser asks for, of a try or of a run.

    Raises
    ------
    Refused
        Of neither.
    """
    if given not in (TRY, RUN):
        raise Refused(400, f"Of what? It is {TRY!r} or {RUN!r}, not {given!s:.40}.")
    return str(given)

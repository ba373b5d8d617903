"""All that is done on a page: the tries of each extension, the run of the whole image, the grid."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...config.config import Config
from ..refused import Refused
from ..session import Session
from .gridsheet import GridSheet
from .jobs import DONE
from .settings import configured
from .tries import Remembered, Tries
from .wholerun import Outcome, WholeRun

TRY, RUN = "try", "run"
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True)
class Named:
    """A try or a run, of an extension.

    Attributes
    ----------
    extension : int
        Its index.
    shape : tuple of int
        Its height and width.
    config : Config
        With the settings of the try or the run.
    remembered : Remembered, optional
        The try, if it is of one.
    outcome : Outcome, optional
        The run, if it is of one.
    """

    extension: int
    shape: tuple[int, int]
    config: Config
    remembered: Remembered | None = None
    outcome: Outcome | None = None

    def labels(self, rows: slice, columns: slice) -> np.ndarray:
        """The segmentation map on some rows and columns, or every nth of them; int32."""
        if self.outcome is not None:
            return self.outcome.labels(self.extension, rows, columns)
        y, x = np.arange(self.shape[0])[rows], np.arange(self.shape[1])[columns]
        labels = np.zeros((len(y), len(x)), np.int32)
        if self.remembered is not None:
            region, marks = self.remembered.marks.region, self.remembered.marks.labels
            row, column = y - region.bottom, x - region.left
            up, along = (row >= 0) & (row < marks.shape[0]), (column >= 0) & (column < marks.shape[1])
            labels[np.ix_(up, along)] = marks[np.ix_(row[up], column[along])]
        return labels


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


def number_in(given: Mapping[str, Any], word: str) -> int | None:
    """The number of a try or a run that a request names, from a query or a body; None if it names none.

    Raises
    ------
    Refused
        It is no number.
    """
    if given.get(word) is None:
        return None
    text = str(given[word])
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Refused(404, f"There is no {word} {text:.20} in the history.")
    return int(text)


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

    def tries_of(self, extension: int) -> Tries:
        """The tries of an extension."""
        session = self.session
        with session.lock, self._lock:
            sky = session.view_of(extension).sky
            if extension not in self._tries:
                self._tries[extension] = Tries(session.pairs[extension], session.config, sky)
            self._tries[extension].field.sky = sky  # that of before may have been stopped meanwhile
            return self._tries[extension]

    def tries_in(self, given: Mapping[str, Any]) -> Tries:
        """The tries of the extension that a request names."""
        return self.tries_of(self.session.extension_of(given))

    def named(self, given: Mapping[str, Any], of: str = "") -> Named:
        """The try or the run that a request names; where it names none, what was found last.

        Parameters
        ----------
        given : dict
            ``extension``, ``of``, and the number of it as ``try`` or ``run``.
        of : str
            What is meant without ``of``.

        Raises
        ------
        Refused
            It is not there, or not any more.
        """
        extension, of = self.session.extension_of(given), kind_of(given.get("of") or of or self.latest)
        shape = self.session.pairs[extension][1].shape
        if of == RUN:
            outcome = self.run.finished(number_in(given, RUN))
            if extension >= len(outcome.extensions):
                raise Refused(409, f"The run has no extension {extension}.")
            return Named(extension, shape, outcome.config, outcome=outcome)
        remembered = self.tries_of(extension).remembered(number_in(given, TRY))
        config = configured(self.session.config, remembered.line["settings"] if remembered else {})
        return Named(extension, shape, config, remembered)

    def status(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """How far run, grid and try are."""
        status = {RUN: self.run.status(), "grid": self.grid.status(), TRY: self.tries_in(query).turns.status()}
        if status[RUN]["state"] == DONE and self.run.is_new:
            self.run.is_new, self.latest = False, RUN
        return status

    def close(self) -> None:
        """End what goes on."""
        self.run.cancel()
        self.grid.cancel()


def desk_of(session: Session) -> Desk:
    """The desk of a session; it is made when it is first needed."""
    with session.lock:
        if session.tries is None:
            session.tries = Desk(session)
        desk: Desk = session.tries
        return desk

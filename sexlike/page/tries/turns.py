"""One search at a time, and only for the latest request: older ones are dropped, wherever they are."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np

from ...config.config import Config
from ...images.scratch import use_memory
from ...progress import Standing, listening
from ...threads import number_of_threads, use_threads
from .messages import messages_kept

MOST_PAGES = 16  # whose latest request is remembered
Result = TypeVar("Result")


class Dropped(Exception):
    """A newer request has come, or the work was cancelled."""


class Turns:
    """Who may search now."""

    def __init__(self) -> None:
        self._lock, self._at_work = threading.Lock(), threading.Lock()
        self._latest: OrderedDict[str, tuple[float, int]] = OrderedDict()  # page -> serial, and ticket
        self._tickets = 0
        self._waiting = 0
        self._standing, self._begin = Standing(""), 0.0

    def take(self, serial: float, work: Callable[[], Result], page: str = "") -> Result:
        """Do some work as soon as the work before it has ended.

        Parameters
        ----------
        serial : float
            Of the request; of two that are under way, the one with the higher number counts.
        work : callable
        page : str
            Which of several pages asks.

        Raises
        ------
        Dropped
            A newer request has come before the work was done.
        """
        ticket = self._enter(serial, page)
        try:
            with self._at_work:
                self.require_latest(ticket, page)
                self._standing, self._begin = Standing(""), time.monotonic()

                def hear(standing: Standing | None) -> None:
                    self.require_latest(ticket, page)
                    self._standing = standing or self._standing

                with listening(hear):
                    return work()
        finally:
            with self._lock:
                self._waiting -= 1

    def _enter(self, serial: float, page: str) -> int:
        with self._lock:
            latest, _ = self._latest.get(page, (serial, 0))
            if self._waiting and serial < latest:  # they have overtaken each other on their way
                raise Dropped
            self._waiting += 1
            self._tickets += 1
            self._latest[page] = serial, self._tickets
            self._latest.move_to_end(page)
            while len(self._latest) > MOST_PAGES:
                self._latest.popitem(last=False)
            return self._tickets

    def cancel(self) -> None:
        """Drop what is under way."""
        with self._lock:
            self._tickets += 1
            self._latest = OrderedDict((page, (serial, self._tickets)) for page, (serial, _) in self._latest.items())

    def status(self) -> dict[str, Any]:
        """How far the work is that goes on, for the browser."""
        if not self._at_work.locked():
            return {"state": "none"}
        stage, share, left = self._standing
        seconds = round(time.monotonic() - self._begin, 2)
        return {"state": "running", "stage": stage, "done": round(share, 4), "left": left, "seconds": seconds}

    def require_latest(self, ticket: int, page: str = "") -> None:
        """Raise Dropped if a newer request of the same page has come, or this one was cancelled."""
        if ticket < self._latest.get(page, (0, self._tickets))[1]:
            raise Dropped


@contextmanager
def at_work(config: Config) -> Iterator[list[str]]:
    """A context for work of this thread, with the threads and the memory of a run; it yields its warnings."""
    use_threads(number_of_threads(config.NTHREADS))
    use_memory(config.MEMORY_LIMIT)
    with messages_kept() as messages, np.errstate(all="ignore"):
        yield messages


def serial_of(body: dict[str, Any]) -> float:
    """The number of a request; 0 where it has none."""
    serial = body.get("serial", 0)
    return float(serial) if isinstance(serial, int | float) and not isinstance(serial, bool) else 0.0

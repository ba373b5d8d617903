"""Whether the scheduler is alive, and which workers it has."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

SECONDS_OF_SILENCE = 12  # of a scheduler, after which it is taken for dead
SECONDS_FOR_AN_ANSWER = 8


class Pulse:
    """Asks the scheduler time and again.

    Parameters
    ----------
    client : distributed.Client

    Attributes
    ----------
    workers : frozenset of str
        Addresses of those that are there.
    ready : list of str
        Of those that take work: not the ones that are short of memory, or about to end.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.workers: frozenset[str] = frozenset()
        self.ready: list[str] = []
        self._heard = time.monotonic()
        self._scheduler = ""
        if self.beats():
            self._scheduler = self._identity()

    def beats(self) -> bool:
        """Look for the workers; False if the scheduler has gone, or has not answered for too long."""
        if self.client.status != "running":
            return False
        try:
            workers: Mapping[str, int] = self._ask(self.client.scheduler.ncores)
            ready: Mapping[str, int] = self._ask(self.client.scheduler.ncores_running)
        except Exception:  # whatever Dask raises where there is nobody
            return time.monotonic() - self._heard < SECONDS_OF_SILENCE
        self._heard = time.monotonic()
        self.workers, self.ready = frozenset(workers), sorted(ready)
        return True

    def forget(self, worker: str) -> None:
        """Give nothing to a worker that is gone, until it is seen again."""
        self.ready = [ready for ready in self.ready if ready != worker]

    def is_the_same(self) -> bool:
        """Whether it is still the scheduler of the beginning, and not another one at the same address."""
        return self.client.status == "running" and self._identity() == self._scheduler

    def _identity(self) -> str:
        """What tells the scheduler from others; empty if it does not answer."""
        try:
            return str(self._ask(self.client.scheduler.identity)["id"])
        except Exception:  # as above
            return ""

    def _ask(self, question: Any) -> Any:
        """The answer to a question, in time."""
        return self.client.sync(question, callback_timeout=SECONDS_FOR_AN_ANSWER)

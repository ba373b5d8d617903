"""Workers that die, and what they were at: a task that has killed too many of them is given up."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

MOST = 3  # workers that a task may kill
TOPIC = "all"  # of the scheduler's events that concern all workers


class Deaths:
    """Counts the workers that died while they were at a task.

    Parameters
    ----------
    client : distributed.Client
        Its scheduler tells of them.
    """

    def __init__(self, client: Client) -> None:
        self._workers: dict[str, list[str]] = {}
        self._blame: dict[str, Fraction] = {}
        self._lock = threading.Lock()
        client.subscribe_topic(TOPIC, self.tell)

    def tell(self, event: tuple[Any, Any]) -> None:
        """Take note of an event: its time, and what happened."""
        _, what = event
        if not isinstance(what, dict) or what.get("action") != "remove-worker" or what.get("expected"):
            return
        tasks = [str(key) for key in what.get("processing-tasks") or ()]
        with self._lock:
            for key in tasks:
                self._workers.setdefault(key, []).append(str(what.get("worker")))
                # Nobody tells which of them it was: those that only waited there shall not be given up for it.
                self._blame[key] = self._blame.get(key, Fraction(0)) + Fraction(1, len(tasks))

    def too_many(self) -> dict[str, list[str]]:
        """Tasks that have killed too many workers, and these workers; each is told once."""
        with self._lock:
            found = {key: workers for key, workers in self._workers.items() if self._blame[key] >= MOST}
            for key in found:
                del self._workers[key], self._blame[key]
        return found

"""Workers that die, and what they were at: a task that has killed too many of them is given up."""

from __future__ import annotations

import threading
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
        self._lock = threading.Lock()
        client.subscribe_topic(TOPIC, self.tell)

    def tell(self, event: tuple[Any, Any]) -> None:
        """Take note of an event: its time, and what happened."""
        _, what = event
        if not isinstance(what, dict) or what.get("action") != "remove-worker" or what.get("expected"):
            return
        with self._lock:
            for key in what.get("processing-tasks") or ():
                self._workers.setdefault(str(key), []).append(str(what.get("worker")))

    def too_many(self) -> dict[str, list[str]]:
        """Tasks that have killed too many workers, and these workers; each is told once."""
        with self._lock:
            found = {key: workers for key, workers in self._workers.items() if len(workers) >= MOST}
            for key in found:
                del self._workers[key]
        return found

"""What the scheduler tells of workers: which task they have begun, and that they died."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from .onworker import TOPIC

if TYPE_CHECKING:
    from distributed import Client

OF_ALL = "all"  # the topic of the scheduler's events that concern all workers


class Begun(NamedTuple):
    """A worker has begun a task."""

    key: str
    worker: str


class Death(NamedTuple):
    """A worker is gone.

    Attributes
    ----------
    worker : str
        Its address.
    expected : bool
        Whether it was told to go.
    at_work : frozenset of str
        Keys of the tasks that it had, those that waited there included.
    answers : frozenset of str
        Keys of the tasks whose results it took with it.
    """

    worker: str
    expected: bool
    at_work: frozenset[str]
    answers: frozenset[str]

    def is_the_fault_of(self, key: str, begun: bool) -> bool:
        """Whether a task may have killed the worker: it was at it, and did not only wait there behind another."""
        return not self.expected and key in self.at_work and (begun or len(self.at_work) == 1)


class Deaths:
    """Collects events, for whoever asks for them.

    Parameters
    ----------
    client : distributed.Client
        Its scheduler tells of them.

    Attributes
    ----------
    told : threading.Event
        Is set when there are any.
    """

    def __init__(self, client: Client) -> None:
        self._events: deque[Begun | Death] = deque()
        self.told = threading.Event()
        client.subscribe_topic(OF_ALL, self.tell_of_worker)
        client.subscribe_topic(TOPIC, self.tell_of_task)

    def tell_of_worker(self, event: tuple[Any, Any]) -> None:
        """Take note of an event of the scheduler: its time, and what happened."""
        _, what = event
        if isinstance(what, dict) and what.get("action") == "remove-worker":
            keys = (what.get("processing-tasks"), what.get("lost-computed-tasks"))
            at_work, answers = (frozenset(map(str, some or ())) for some in keys)
            self._add(Death(str(what.get("worker")), bool(what.get("expected")), at_work, answers))

    def tell_of_task(self, event: tuple[Any, Any]) -> None:
        """Take note of what a worker says that begins a task."""
        _, what = event
        if isinstance(what, dict) and {"key", "worker"} <= set(what):
            self._add(Begun(str(what["key"]), str(what["worker"])))

    def _add(self, event: Begun | Death) -> None:
        # This is called where Dask's messages are read: nothing else may be done there.
        self._events.append(event)
        self.told.set()

    def events(self) -> list[Begun | Death]:
        """What was told since the last time, in order."""
        self.told.clear()
        return [self._events.popleft() for _ in range(len(self._events))]

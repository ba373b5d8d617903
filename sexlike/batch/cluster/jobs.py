"""A task that is handed to a scheduler, and what has become of it so far."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed.client import Future as DaskFuture

    from ..state.columns import Row

MOST_DEATHS = 3  # of workers at a task, after which it is given up
MOST_DROPS = 3  # times that the scheduler may forget it


@dataclass(eq=False)
class Job:
    """A task that is handed to the scheduler.

    Attributes
    ----------
    function, task
        What to call, and with what.
    name : str
        Begins its keys.
    future : concurrent.futures.Future
        What the caller has.
    attempts : int
        How often it was handed out.
    worker : str
        The worker that has it; empty if the scheduler has not found one yet.
    handle : distributed.Future
        What the scheduler gave for this attempt.
    begun : bool
        Whether the worker has told that it is at it.
    answered : bool
        Whether the worker is free again.
    missed : int
        How often in turn its worker was looked for in vain.
    dropped : int
        How often the scheduler has forgotten it.
    killed : list of str
        Workers that died while they were at it.
    """

    function: Callable[[dict[str, Any]], Row]
    task: dict[str, Any]
    name: str
    future: Future[Row] = field(default_factory=Future)
    attempts: int = 0
    worker: str = ""
    handle: DaskFuture[Any] | None = None
    begun: bool = False
    answered: bool = False
    missed: int = 0
    dropped: int = 0
    killed: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name of this attempt for the scheduler."""
        return f"{self.name}-{self.attempts}"

    def begin_attempt(self, worker: str) -> bool:
        """Take note that it is handed out, for a worker; False if the caller does not want it any more."""
        if not self.attempts and not self.future.set_running_or_notify_cancel():
            return False
        self.attempts += 1
        self.worker, self.handle = worker, None
        self.begun = self.answered = False
        self.missed = 0
        return True

    def settle(self, row: Row | None, error: BaseException | None) -> None:
        """Tell the caller how it has ended, if nobody has done so before."""
        with suppress(InvalidStateError):
            if error is None:
                self.future.set_result(row or {})
            else:
                self.future.set_exception(error)

    def give_up(self) -> None:
        """Tell the caller that it will not be done."""
        if not self.future.cancel():
            self.settle(None, CancelledError())

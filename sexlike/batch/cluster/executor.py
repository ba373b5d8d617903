"""An executor whose tasks are run by the workers of a Dask scheduler."""

import asyncio
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...clock import VARIABLE
from ...errors import SexlikeError
from .deaths import Deaths
from .failures import ClusterLost, error_of, killed_workers, row_of, scheduler_gone
from .onworker import run_on_worker
from .versions import versions

if TYPE_CHECKING:
    from distributed import Client
    from distributed.client import Future as DaskFuture

    from ..state.columns import Row

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_SILENCE = 12  # of a scheduler, after which it is taken for dead
SECONDS_FOR_AN_ANSWER = 8
TIMEOUTS = (TimeoutError, asyncio.TimeoutError)  # which are one and the same since Python 3.11
GONE = ("cancelled", "lost")  # what becomes of a task without an answer


@dataclass(eq=False)
class Job:
    """A task that is handed to the scheduler.

    Attributes
    ----------
    function, task
        What to call, and with what.
    future : concurrent.futures.Future
        What the caller has.
    key : str
        Its name for the scheduler.
    handle : distributed.Future
        What the scheduler gave for it.
    """

    function: Callable[[dict[str, Any]], "Row"]
    task: dict[str, Any]
    key: str
    future: "Future[Row]" = field(default_factory=Future)
    handle: "DaskFuture[Any] | None" = None


class ClusterExecutor(Executor):
    """Hands tasks to a Dask scheduler, as many at a time as it has workers.

    Others wait here, so that a worker that dies takes one task with it, and not others that it holds.

    Parameters
    ----------
    client : distributed.Client
    address : str
        Of the scheduler, for messages.
    """

    def __init__(self, client: "Client", address: str) -> None:
        self.client, self.address = client, address
        self.wanted = versions()
        self.deaths = Deaths(client)
        self.waiting: deque[Job] = deque()
        self.running: dict[str, Job] = {}
        self.workers = 1
        self.lost: ClusterLost | None = None
        self._count = 0
        self._heard = time.monotonic()
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._look()
        self._watch = threading.Thread(target=self._watching, name="sexlike-cluster", daemon=True)
        self._watch.start()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> "Future[Any]":
        """Hand out a task.

        Parameters
        ----------
        function : callable
            One that can be imported on a worker.
        *arguments : dict
            The task, of plain texts and numbers.

        Returns
        -------
        concurrent.futures.Future
            Of its row. Its error is a SexlikeError: a task that has killed too many workers, a path that a worker does
            not see, other versions; or ClusterLost, after which nothing else can be handed out.
        """
        (task,) = arguments
        with self._lock:
            if self.lost:
                raise self.lost
            self._count += 1
            job = Job(function, task, f"sexlike-{os.getpid()}-{id(self)}-{self._count}")
            self.waiting.append(job)
        self._feed()
        return job.future

    def room(self) -> int:
        """How many tasks it takes: one for each worker, and one that waits for the first to be free."""
        return self.workers + 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End: tasks that are still there are given up if `cancel_futures` is set, and waited for otherwise."""
        with self._lock:
            jobs = [*self.waiting, *self.running.values()]
            if cancel_futures:
                self.waiting.clear()
                for job in jobs:
                    self._forget(job)
                    if not job.future.cancel():
                        job.future.set_exception(CancelledError())
        if wait and not cancel_futures:
            for job in jobs:
                job.future.exception()
        self._ended.set()
        if wait:
            self._watch.join(SECONDS_FOR_AN_ANSWER)

    def __exit__(self, kind: Any, *_: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _feed(self) -> None:
        """Give the scheduler what its workers have room for."""
        with self._lock:
            while self.waiting and len(self.running) < self.workers and not self.lost:
                job = self.waiting.popleft()
                if not job.future.set_running_or_notify_cancel():
                    continue
                self.running[job.key] = job
                arguments = (run_on_worker, job.function, job.task, self.wanted, os.environ.get(VARIABLE))
                job.handle = self.client.submit(*arguments, key=job.key, pure=False)
                self._call_back(job, job.handle)

    def _call_back(self, job: Job, handle: "DaskFuture[Any]") -> None:
        """Have `_done` called when a task has ended."""
        handle.add_done_callback(lambda handle: self._done(job, handle))

    def _done(self, job: Job, handle: "DaskFuture[Any]") -> None:
        """Take the answer of a worker; it is called in a thread of its own."""
        if handle.status in GONE:
            return  # the next look finds out why
        row, error = None, None
        try:
            row = self._row_of(job, handle)
        except TIMEOUTS:  # the worker that had the row has died, and the task is done again
            if not self.lost:
                self._call_back(job, handle)
            return
        except SexlikeError as wrong:
            error = wrong
        except Exception as wrong:  # of the connection, or of a task that cannot even begin there
            error = error_of(wrong)
        if isinstance(error, ClusterLost):
            self._lose(error)
        self._settle(job, row, error)
        self._feed()

    def _row_of(self, job: Job, handle: "DaskFuture[Any]") -> "Row":
        """The row of a task that has ended."""
        if handle.status == "error":
            raise handle.exception(timeout=SECONDS_FOR_AN_ANSWER)
        return row_of(handle.result(timeout=SECONDS_FOR_AN_ANSWER), self.wanted)

    def _settle(self, job: Job, row: "Row | None", error: BaseException | None) -> None:
        """Tell the caller how a task has ended."""
        with self._lock:
            if self.running.pop(job.key, None) is None:
                return
            self._forget(job)
        if error is None:
            job.future.set_result(row or {})
        else:
            job.future.set_exception(error)

    def _forget(self, job: Job) -> None:
        """Let the scheduler forget a task; a worker that is at it goes on to its end."""
        self.running.pop(job.key, None)
        if job.handle is not None and not self.lost:
            job.handle.cancel()

    def _watching(self) -> None:
        """Look after the scheduler and the tasks, until the end."""
        while not self.lost and not self._ended.wait(SECONDS_BETWEEN_LOOKS):
            self._look()

    def _look(self) -> None:
        """See whether the scheduler is alive, and what has become of the tasks."""
        if self.client.status != "running" or not self._hears():
            self._lose(scheduler_gone(self.address))
            return
        too_many = self.deaths.too_many()
        with self._lock:
            given_up = [(job, killed_workers(too_many[key])) for key, job in self.running.items() if key in too_many]
            gone = [job for job in self.running.values() if job.handle is not None and job.handle.status in GONE]
        dropped = SexlikeError("the scheduler has dropped it: somebody else has told it to")
        for job, error in [*given_up, *((job, dropped) for job in gone)]:
            self._settle(job, None, error)
        self._feed()

    def _hears(self) -> bool:
        """Count the workers; False if the scheduler has not answered for too long."""
        try:
            self.workers = max(
                1, len(self.client.sync(self.client.scheduler.ncores, callback_timeout=SECONDS_FOR_AN_ANSWER))
            )
            self._heard = time.monotonic()
        except (OSError, *TIMEOUTS):
            return time.monotonic() - self._heard < SECONDS_OF_SILENCE
        return True

    def _lose(self, error: ClusterLost) -> None:
        """Give up all tasks: the cluster is lost."""
        with self._lock:
            if self.lost:
                return
            self.lost = error
            jobs = [*self.waiting, *self.running.values()]
            self.waiting.clear()
            self.running.clear()
        for job in jobs:
            if not job.future.cancelled():
                job.future.set_exception(error)

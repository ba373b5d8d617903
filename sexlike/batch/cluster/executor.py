"""An executor whose tasks are run by the workers of a Dask scheduler."""

import asyncio
import os
import threading
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ...clock import VARIABLE
from ...errors import SexlikeError
from .deaths import Begun, Death, Deaths
from .failures import ClusterLost, dropped, error_of, is_killed, killed_workers, row_of, scheduler_gone
from .jobs import MOST_DEATHS, MOST_DROPS, Job
from .onworker import run_on_worker
from .pulse import SECONDS_FOR_AN_ANSWER, Pulse
from .versions import versions

if TYPE_CHECKING:
    from distributed import Client
    from distributed.client import Future as DaskFuture

    from ..state.columns import Row

SECONDS_BETWEEN_LOOKS = 0.5
LOOKS_IN_VAIN = 3  # for a worker whose end was not told
TIMEOUTS = (TimeoutError, asyncio.TimeoutError)  # which are one and the same since Python 3.11
GONE = ("cancelled", "lost")  # what becomes of a task without an answer


class ClusterExecutor(Executor):
    """Hands tasks to a Dask scheduler, one to each of its workers at a time.

    Others wait here. When a worker dies, only the task that it was at may be to blame, and is handed to another one.

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
        self.pulse = Pulse(client)
        self.waiting: deque[Job] = deque()
        self.running: list[Job] = []
        self.lost: ClusterLost | None = None
        self._count = 0
        self._name = f"sexlike-{uuid.uuid4().hex[:12]}"
        self._lock = threading.RLock()
        self._ended = threading.Event()
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
            job = Job(function, task, f"{self._name}-{self._count}")
            self.waiting.append(job)
        self._feed()
        return job.future

    def room(self) -> int:
        """How many tasks it takes: one for each worker, and one that waits for the first to be free."""
        return max(len(self.pulse.workers), 1) + 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End: tasks that are still there are given up if `cancel_futures` is set, and waited for otherwise."""
        with self._lock:
            jobs = [*self.waiting, *self.running]
            if cancel_futures:
                self.waiting.clear()
                self.running.clear()
        for job in jobs:
            if cancel_futures:
                self._forget(job.handle)
                job.give_up()
            elif wait:
                job.future.exception()
        self._ended.set()
        self.deaths.told.set()
        if wait:
            self._watch.join(SECONDS_FOR_AN_ANSWER)

    def __exit__(self, kind: Any, *_: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _feed(self) -> None:
        """Give a task to each worker that is free."""
        try:
            with self._lock:
                while self.waiting and not self.lost and (worker := self._free_worker()) is not None:
                    job = self.waiting.popleft()
                    if job.begin_attempt(worker):
                        self.running.append(job)
                        job.handle = self._handed(job)
                        self._call_back(job, job.handle)
        except Exception:  # the client was closed, by Dask itself
            self._lose(scheduler_gone(self.address))

    def _free_worker(self) -> str | None:
        """A worker that has no task of ours; empty if there are no workers yet, but one task may wait for the first."""
        taken = {job.worker for job in self.running if not job.answered}
        if not self.pulse.ready and not taken:
            return ""  # a cluster that grows on demand needs to see that there is work
        return next((worker for worker in self.pulse.ready if worker not in taken), None)

    def _handed(self, job: Job) -> "DaskFuture[Any]":
        """Give a task to the scheduler, for its worker."""
        arguments = (run_on_worker, job.function, job.task, self.wanted, os.environ.get(VARIABLE), job.key)
        only: dict[str, Any] = {"workers": [job.worker], "allow_other_workers": False} if job.worker else {}
        return self.client.submit(*arguments, key=job.key, pure=False, **only)

    def _call_back(self, job: Job, handle: "DaskFuture[Any]") -> None:
        """Have `_done` called when a task has ended."""
        handle.add_done_callback(lambda handle: self._done(job, handle))

    def _done(self, job: Job, handle: "DaskFuture[Any]") -> None:
        """Take the answer of a worker; it is called in a thread of its own."""
        if handle.status in GONE or handle is not job.handle or self.lost:
            return  # the next look finds out why
        job.answered = True
        self._feed()  # the worker need not wait until its answer is read
        row, error = None, None
        try:
            row = self._row_of(handle)
        except TIMEOUTS:  # the worker that had the row may have died
            if not self.lost:
                self._call_back(job, handle)
            return
        except SexlikeError as wrong:
            error = wrong
        except Exception as wrong:  # of the connection, or of a task that cannot even begin there
            if handle.status in GONE or is_killed(wrong):
                return  # as above
            error = error_of(wrong)
        if isinstance(error, ClusterLost):
            self._lose(error)
        elif handle is job.handle:
            self._settle(job, row, error)

    def _row_of(self, handle: "DaskFuture[Any]") -> "Row":
        """The row of a task that has ended."""
        if handle.status == "error":
            raise handle.exception(timeout=SECONDS_FOR_AN_ANSWER)
        return row_of(handle.result(timeout=SECONDS_FOR_AN_ANSWER), self.wanted)

    def _settle(self, job: Job, row: "Row | None", error: BaseException | None) -> None:
        """Tell the caller how a task has ended."""
        with self._lock:
            if job not in self.running:
                return
            self.running.remove(job)
        self._forget(job.handle)
        job.settle(row, error)
        self._feed()

    def _forget(self, handle: "DaskFuture[Any] | None") -> None:
        """Let the scheduler forget a task; a worker that is at it goes on to its end."""
        if handle is not None and not self.lost:
            with suppress(Exception):  # if it cannot be told, it has forgotten
                handle.cancel()

    def _watching(self) -> None:
        """Look after the scheduler and the tasks, until the end."""
        while not self.lost and not self._ended.is_set():
            try:
                self._look()
            except Exception as error:  # nobody else would tell
                self._lose(ClusterLost(f"--cluster: {error_of(error)}"))
            self.deaths.told.wait(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> None:
        """See whether the scheduler is alive, and what has become of the tasks."""
        if not self.pulse.beats():
            self._lose(scheduler_gone(self.address))
            return
        for event in self.deaths.events():
            if isinstance(event, Death):
                self.pulse.forget(event.worker)
            for job in list(self.running):
                self._take_note(job, event)
        for job in list(self.running):
            job.missed = job.missed + 1 if job.worker and job.worker not in self.pulse.workers else 0
            if job.missed >= LOOKS_IN_VAIN:  # of whose death the scheduler has not told
                self._again(job, job.worker if job.begun else "")
            elif job.handle is not None and job.handle.status in GONE:
                self._dropped(job)
        self._feed()

    def _take_note(self, job: Job, event: Begun | Death) -> None:
        """Take note of an event, which may concern a task."""
        if isinstance(event, Begun):
            if event.key == job.key:
                job.begun, job.worker = True, event.worker
        elif job.key in event.at_work | event.answers:
            self._again(job, event.worker if event.is_the_fault_of(job.key, job.begun) else "")

    def _dropped(self, job: Job) -> None:
        """Hand out a task again that the scheduler has forgotten; if that is because it is another one, all is lost."""
        if not self.pulse.is_the_same():
            self._lose(scheduler_gone(self.address))
            return
        job.dropped += 1
        if job.dropped < MOST_DROPS:
            self._again(job)
        else:
            self._settle(job, None, dropped())

    def _again(self, job: Job, killed: str = "") -> None:
        """Hand out a task again, after all others; or give it up, if it has killed one worker too many."""
        if killed:
            job.killed.append(killed)
        if len(job.killed) >= MOST_DEATHS:
            self._settle(job, None, killed_workers(job.killed))
            return
        with self._lock:
            if job not in self.running:
                return
            self.running.remove(job)
            forgotten, job.handle = job.handle, None
            self.waiting.append(job)
        self._forget(forgotten)

    def _lose(self, error: ClusterLost) -> None:
        """Give up all tasks: the cluster is lost."""
        with self._lock:
            if self.lost:
                return
            self.lost = error
            jobs = [*self.waiting, *self.running]
            self.waiting.clear()
            self.running.clear()
        for job in jobs:
            job.settle(None, error)

"""Tasks are handed to an executor of any kind, and what comes of them is yielded as they end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from ...errors import SexlikeError
from ..cluster.failures import ClusterLost
from ..state.columns import FAILED, INTERRUPTED
from .answers import BadAnswer, check_row
from .task import Task, run_exposure, sentence_of


def run_tasks(
    tasks: Iterable[Task],
    executor: Executor,
    most: Callable[[], int] | None = None,
    work: Callable[[Task], Task] = run_exposure,
    tell: Callable[[int], object] | None = None,
) -> Generator[tuple[Task, Task], None, None]:
    """Run tasks, and yield each with its result as it ends.

    Parameters
    ----------
    tasks : iterable of dict
        They are asked for one at a time, when there is room for another one.
    executor : concurrent.futures.Executor
        Of threads, of processes, or Dask's ``client.get_executor()``; it is not shut down.
    most : callable, optional
        Gives the number of tasks that may be with the executor at a time; all by default.
    work : callable
        A function of a module that takes a task.
    tell : callable, optional
        Is called with the number of tasks that are with the executor, whenever that changes.

    Yields
    ------
    task, result : dict
        See `run_exposure`. A task whose worker died has failed; one that the executor has given up is interrupted.

    Notes
    -----
    Whoever stops to ask (a `close`, Ctrl-C) has all tasks that have not begun taken back.
    """
    waiting = iter(tasks)
    running: dict[Future[Task], Task] = {}
    more = True
    try:
        while more or running:
            while more and (most is None or len(running) < max(1, most())):
                task = next(waiting, None)
                if task is None:
                    more = False
                    break
                running[handed(executor, work, task)] = task
            if tell:
                tell(len(running))
            done, _ = wait(running, return_when=FIRST_COMPLETED) if running else (set(), None)
            for future in sorted(done, key=lambda future: running[future]["number"]):
                task = running.pop(future)
                yield task, result_of(future, task)
    finally:
        for future in running:
            future.cancel()


def handed(executor: Executor, work: Callable[[Task], Task], task: Task) -> Future[Task]:
    """Hand a task to an executor -> its future, also if the executor takes none any more."""
    try:
        return executor.submit(work, task)
    except (BrokenExecutor, RuntimeError) as error:  # it is broken, or was shut down
        future: Future[Task] = Future()
        future.set_exception(error if isinstance(error, BrokenExecutor) else BrokenExecutor(str(error)))
        return future


def result_of(future: Future[Task], task: Task) -> Task:
    """The result of a task that has ended, checked.

    What an executor has given up, or lost as a whole, is interrupted: it is no fault of the exposure.

    Raises
    ------
    ClusterLost
        No other task will be done there either.
    """
    if future.cancelled():
        return ended(task, INTERRUPTED, "it was given up")
    error = future.exception()
    if isinstance(error, ClusterLost):
        raise error
    if error is not None:
        return ended(task, INTERRUPTED if isinstance(error, BrokenExecutor) else FAILED, worker_lost(error))
    try:
        return check_row(future.result(), task)
    except BadAnswer as bad:
        return ended(task, FAILED, sentence_of(bad))


def ended(task: Task, status: str, sentence: str) -> Task:
    """The result of a task that has none of its own."""
    return {"number": task["number"], "stem": task["stem"], "status": status, "sentence": sentence}


def worker_lost(error: BaseException) -> str:
    """A sentence on an error of the executor: the process that worked on the task is gone, for example."""
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, MemoryError | SexlikeError):
        return sentence_of(error)
    return f"its worker was lost: {type(error).__name__}: {text:.300}"

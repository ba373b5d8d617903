"""Who works on the tiles: an executor that is given, or processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from ...errors import SexlikeError, SexlikeWarning
from ...memory import free_memory, in_words
from .plan import Plan, Tile
from .tasks import Result

BYTES = 24  # of a worker for each pixel of a tile: the image, what is above the threshold, and what is measured
LEAST_BYTES = 300_000_000  # of a worker
CLUSTERS = ("distributed", "concurrent", "asyncio")  # whose errors tell of workers and connections


def number_of_workers(threads: int, tiles: int, pixels: int) -> int:
    """Processes for a number of tiles, of so many pixels each: as many as there are threads, and fit into memory."""
    fitting = int(free_memory() / (LEAST_BYTES + BYTES * pixels))
    return max(1, min(threads, tiles, fitting))


@contextmanager
def local_processes(number: int) -> Iterator[Executor]:
    """Context with so many processes of this machine."""
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), end_with_command)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def end_with_command() -> None:
    """Have this process end if the command is killed: nothing else would tell it."""

    def wait() -> None:
        if command := multiprocessing.parent_process():
            command.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


class Work:
    """Tasks that are handed to an executor.

    Parameters
    ----------
    executor : concurrent.futures.Executor
    told : iterable of str
        Warnings that need not be given again.
    """

    def __init__(self, executor: Executor, told: Iterable[str] = ()) -> None:
        self.executor, self.told = executor, set(told)

    def submit(self, function: Callable[[Plan], Result], plan: Plan, tile: Tile, **more: Any) -> Future[Result]:
        """Hand a task to the executor: for a tile, with more than the plan of the mosaic."""
        try:
            return self.executor.submit(function, plan | more | {"tile": list(tile)})
        except BrokenProcessPool as error:
            raise lost() from error

    def result(self, future: Future[Result]) -> Result:
        """The result of a task, when it is there.

        Raises
        ------
        SexlikeError
            That of the task; or its process has died.

        Warns
        -----
        SexlikeWarning
            Whatever the task has warned of, if no other has.
        """
        try:
            result = future.result()
        except BrokenProcessPool as error:
            raise lost() from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in CLUSTERS:
                raise
            text = f"the cluster has lost a tile: {type(error).__name__} {error}"
            raise SexlikeError(text, "--tiles", "Smaller tiles need less memory.") from error
        if "error" in result:
            raise SexlikeError(*result["error"])
        for text in result["warnings"]:
            if text not in self.told:
                self.told.add(text)
                warnings.warn(text, SexlikeWarning, stacklevel=2)
        return result

    def all(
        self, function: Callable[[Plan], Result], plan: Plan, tiles: Sequence[Tile], more: Sequence[Plan] = ()
    ) -> list[Result]:
        """The results of a task for all tiles, in their order; with more for each than the plan of the mosaic."""
        pairs = zip(tiles, more or [{}] * len(tiles), strict=True)
        futures = [self.submit(function, plan, tile, **some) for tile, some in pairs]
        return [self.result(future) for future in futures]


def lost() -> SexlikeError:
    """The error for a process that has died."""
    hint = f"The system does that when memory is short; {in_words(free_memory())} are free. Smaller tiles need less."
    return SexlikeError("a process that worked on a tile was killed", "--tiles", hint)

"""Threads: work on slices of objects, or on bands of rows, goes to all cores (NTHREADS)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .progress import counter
from .stages import divided

if TYPE_CHECKING:
    import numpy as np

BAND_ROWS = 32  # of a band of rows, which stays near the processor; no result depends on it
LEAST_JOINED = 8  # arrays that are copied by a thread
LEAST_PICKED = 50_000  # elements that are picked by a thread
SLICES_PER_THREAD = 8  # some take longer than others
CGROUP_LIMIT = "/sys/fs/cgroup/cpu.max"
_number = ContextVar("number of threads", default=1)
_lent: ContextVar[int | None] = ContextVar("most threads that may be used", default=None)


def number_of_threads(nthreads: int) -> int:
    """Threads for a value of NTHREADS: 0 is one for each usable core; the sign does not count, as in SExtractor."""
    return abs(nthreads) or usable_cores()


def usable_cores() -> int:
    """Cores that the process may use: those of its affinity, as far as its container lets it."""
    cores = os.cpu_count() or 1
    with suppress(AttributeError):  # macOS and Windows do not tell
        cores = len(os.sched_getaffinity(0))
    with suppress(OSError, ValueError):  # "max" is no number
        with open(CGROUP_LIMIT) as file:
            quota, period = map(int, file.read().split())
        cores = min(cores, -(-quota // period))
    return max(cores, 1)


def use_threads(number: int) -> None:
    """Let `in_slices` use so many threads, but no more than are lent, in all that is called from here."""
    _number.set(min(number, _lent.get() or number))


@contextmanager
def lend_cores(most: int | None) -> Iterator[None]:
    """A context in which no more than so many threads are used, whatever NTHREADS is: others use the other cores."""
    token = _lent.set(most)
    try:
        yield
    finally:
        _lent.reset(token)


def in_slices(
    work: Callable[[int, int], object], count: int, least: int = 1, things: str = "rows", most: int | None = None
) -> None:
    """Call a function for slices of a number of things, on several threads.

    What comes out must not depend on how they are sliced: the function writes to arrays, each thing at its place.

    Parameters
    ----------
    work : callable
        It takes the first index of a slice, and the one after its last.
    count : int
    least : int
        Things in a slice for which a thread is worth its while.
    things : str
        What they are, for whoever is told how far the run is.
    most : int, optional
        Things in a slice after which Ctrl-C is due: compiled loops do not hear it.
    """
    threads, tell = _number.get(), counter(count, things)
    slices = min(threads * SLICES_PER_THREAD, count // least) if threads > 1 or tell else 1
    if most:
        slices = max(slices, -(-count // most))
    with divided(count // least > 1):
        if slices < 2:
            work(0, count)
            return
        bounds = [count * i // slices for i in range(slices + 1)]
        team = Team(work, pairwise(bounds))
        try:
            team.start(threads - 1)
            team.take_part(tell)
        finally:
            team.finish()


def picked(values: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Elements of a long array, found on several threads: (n,) and (k,) -> (k,)."""
    from numpy import empty

    found = empty(len(indices), values.dtype)

    def pick(first: int, stop: int) -> None:
        found[first:stop] = values[indices[first:stop]]

    in_slices(pick, len(indices), LEAST_PICKED, "pixels")
    return found


def joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Long arrays one after the other, copied on several threads: k of (n_i,) -> (sum of n_i,)."""
    from numpy import concatenate, cumsum, empty

    ends = cumsum([len(part) for part in parts])
    whole = empty(ends[-1], parts[0].dtype)

    def copy(first: int, stop: int) -> None:
        begin = ends[first - 1] if first else 0
        concatenate(parts[first:stop], out=whole[begin : ends[stop - 1]])

    in_slices(copy, len(parts), LEAST_JOINED, "bands")
    return whole


def bands(first: int, stop: int) -> Iterator[slice]:
    """Divide the rows `first` to `stop` (exclusive) into bands."""
    return (slice(start, min(start + BAND_ROWS, stop)) for start in range(first, stop, BAND_ROWS))


def in_bands(work: Callable[[slice], object], stop: int, first: int = 0) -> None:
    """Call a function for the bands of an image, on several threads. Each band must be independent of the others.

    Parameters
    ----------
    work : callable
        It takes the rows of a band.
    stop, first : int
        Rows of the image: from the first one to before this one.
    """

    def work_on(start: int, end: int) -> None:
        for rows in bands(first + start, first + end):
            work(rows)

    in_slices(work_on, stop - first, BAND_ROWS)


class Team:
    """Threads that call a function for one slice after the other.

    Parameters
    ----------
    work : callable
        It takes the first index of a slice, and the one after its last.
    slices : iterable of tuple of int
    """

    def __init__(self, work: Callable[[int, int], object], slices: Iterable[tuple[int, int]]) -> None:
        self.work = work
        self.slices = iter(slices)
        self.lock = threading.Lock()
        self.threads: list[threading.Thread] = []
        self.error: BaseException | None = None
        self.quiet: Callable[[], AbstractContextManager[object]] = nullcontext

    def start(self, number: int) -> None:
        """Start so many threads, or fewer if the system has no more.

        What numpy does about overflows is a setting of each thread: they get that of the thread that starts them.
        """
        from numpy import errstate, geterr  # not before NUMPY_MADVISE_HUGEPAGE is set

        settings: Any = geterr()
        self.quiet = partial(errstate, **settings)
        for _ in range(number):
            thread = threading.Thread(target=self.help, daemon=True)
            try:
                thread.start()
            except (RuntimeError, MemoryError):
                return
            self.threads.append(thread)

    def take_part(self, tell: Callable[[int], None] | None = None) -> None:
        """Work on slices until there are none left; `tell` is called with where each of them ends."""
        while (bounds := self.next_slice()) is not None:
            self.work(*bounds)
            if tell:
                tell(bounds[1])

    def next_slice(self) -> tuple[int, int] | None:
        """The next slice; None at the end, and after an error."""
        with self.lock:
            return next(self.slices, None)

    def help(self) -> None:
        """What a thread does: an error is kept, for whoever started it."""
        try:
            with self.quiet():
                self.take_part()
        except BaseException as error:
            self.error = error
            self.stop()

    def stop(self) -> None:
        """Begin no new slice."""
        with self.lock:
            self.slices = iter(())

    def finish(self) -> None:
        """Wait for the threads, and raise what went wrong in one of them."""
        self.stop()
        for thread in self.threads:
            thread.join()
        if self.error:
            raise self.error

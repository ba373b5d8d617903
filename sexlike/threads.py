"""Threads: work on slices of objects, or on bands of rows, goes to all cores (NTHREADS)."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

SLICES_PER_THREAD = 8  # some take longer than others
_number = ContextVar("number of threads", default=1)


def usable_cores() -> int:
    """Cores that the process may use: those of its affinity, as far as its cgroup lets it."""
    with suppress(AttributeError):  # macOS, Windows
        return max(1, min(len(os.sched_getaffinity(0)), _cores_of_cgroup()))
    return os.cpu_count() or 1


def _cores_of_cgroup() -> int:
    """Cores that the cgroup of a container is given, rounded up; as many as there are without a limit."""
    with suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return -(-int(quota) // int(period))
    return os.cpu_count() or 1


def number_of_threads(nthreads: int) -> int:
    """Threads for a value of NTHREADS; 0 is one per usable core, and the sign does not count, as in SExtractor."""
    return abs(nthreads) or usable_cores()


@contextmanager
def threads(number: int) -> Iterator[None]:
    """Let `in_slices` use so many threads."""
    before = _number.set(number)
    try:
        yield
    finally:
        _number.reset(before)


def in_slices(work: Callable[[int, int], object], count: int, least: int = 1) -> None:
    """Call a function for slices of a number of things, on several threads.

    What comes out must not depend on how they are sliced: the function writes to arrays, each thing at its place.

    Parameters
    ----------
    work : callable
        It takes the first index of a slice, and the one after its last.
    count : int
    least : int
        Things in a slice for which a thread is worth its while.
    """
    number = _number.get()
    slices = min(number * SLICES_PER_THREAD, count // max(least, 1))
    if number == 1 or slices < 2:
        work(0, count)
        return
    bounds = [count * i // slices for i in range(slices + 1)]
    pool = ThreadPoolExecutor(number)
    try:
        for _ in pool.map(work, bounds[:-1], bounds[1:]):
            pass
    finally:  # after an error, or Ctrl-C, no new slice begins
        pool.shutdown(cancel_futures=True)

"""Threads: work on slices of objects, or on bands of rows, goes to all cores (NTHREADS)."""

import os
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar

SLICES_PER_THREAD = 8  # some take longer than others
CGROUP_LIMIT = "/sys/fs/cgroup/cpu.max"
_number = ContextVar("number of threads", default=1)


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
    """Let `in_slices` use so many threads, in all that is called from here."""
    _number.set(number)


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
    threads = _number.get()
    slices = min(threads * SLICES_PER_THREAD, count // least)
    if threads == 1 or slices < 2:
        work(0, count)
        return
    from concurrent.futures import ThreadPoolExecutor

    bounds = [count * i // slices for i in range(slices + 1)]
    pool = ThreadPoolExecutor(threads)
    try:
        for _ in pool.map(work, bounds[:-1], bounds[1:]):
            pass
    finally:  # after an error, or Ctrl-C, no new slice begins
        pool.shutdown(cancel_futures=True)

"""How much memory there is, so that what does not fit is refused before it is taken."""

import math
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .errors import SexlikeError

_PROC = Path("/proc")
_CGROUPS = Path("/sys/fs/cgroup")
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB")


def free_memory() -> float:
    """Memory that can still be taken, in bytes.

    It is the least of what the machine has free, of what is left to the cgroup of the process (a container, a batch
    job), and of what is left of its address space (``ulimit -v``).

    Returns
    -------
    float
        Infinite where the system does not say.
    """
    return max(0.0, min(_of_machine(), _of_cgroups(), _of_address_space()))


def require_memory(needed: float, what: str, hint: str | None = None) -> None:
    """Refuse what takes more than half of the free memory: the rest of the run needs as much again.

    Parameters
    ----------
    needed : float
        Bytes.
    what : str
        What needs them, for the message.
    hint : str, optional
        What to do about it.

    Raises
    ------
    SexlikeError
    """
    free = free_memory()
    if needed > free / 2:
        raise SexlikeError(f"{what} would take {in_words(needed)} of memory; {in_words(free)} are free", hint=hint)


def in_words(size: float) -> str:
    """A number of bytes for people: ``1.5 GB``."""
    power = min(len(_UNITS) - 1, int(math.log10(size) / 3)) if size >= 1 else 0
    return f"{size / 1000**power:.3g} {_UNITS[power]}"


def out_of_memory(error: MemoryError) -> SexlikeError:
    """The error for a run that has used up the memory all the same."""
    reason = str(error).strip()  # numpy tells which array did not fit
    return SexlikeError(f"out of memory{f': {reason}' if reason else ''}", hint="Search a part of the image at a time.")


def _of_machine() -> float:
    """What the machine has free, or can free from its caches."""
    with suppress(OSError, ValueError, IndexError):
        for line in (_PROC / "meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024.0 * int(line.split()[1])
    with suppress(AttributeError, OSError, ValueError):  # other systems than Linux
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) / 2
    return math.inf


def _of_cgroups() -> float:
    """What is left to the cgroup of the process and to those above it."""
    free = math.inf
    with suppress(OSError):
        for line in (_PROC / "self/cgroup").read_text().splitlines():
            _, controllers, name = line.split(":", 2)
            if not controllers:
                free = min(free, *_left(_CGROUPS, name, "memory.max", "memory.current", "inactive_file"))
            elif "memory" in controllers.split(","):
                files = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
                free = min(free, *_left(_CGROUPS / "memory", name, *files))
    return free


def _left(root: Path, name: str, limit_file: str, usage_file: str, cache: str) -> Iterator[float]:
    """What is left in a cgroup and in each above it; what it holds of files not in use can be freed."""
    yield math.inf
    folder = root / name.strip("/")
    for place in (folder, *folder.parents):
        with suppress(OSError, ValueError):  # "max" is no number
            limit, usage = (int((place / file).read_text()) for file in (limit_file, usage_file))
            statistics = dict(line.split(maxsplit=1) for line in (place / "memory.stat").read_text().splitlines())
            yield limit - usage + int(statistics.get(cache, 0))
        if place == root:
            return


def _of_address_space() -> float:
    """What is left of the address space, if it is limited."""
    if sys.platform == "win32":
        return math.inf
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return math.inf
    with suppress(OSError, ValueError, IndexError):
        return float(limit - int((_PROC / "self/statm").read_text().split()[0]) * resource.getpagesize())
    return float(limit)

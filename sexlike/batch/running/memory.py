"""The largest memory that a process has taken, from one task to the next."""

import sys
from contextlib import suppress

MEGABYTE = 1_000_000
FORGET_PEAK = "5"  # what Linux takes for: from now on


def reset_peak() -> None:
    """Begin anew, where the system can do that: Linux."""
    with suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write(FORGET_PEAK)


def peak_memory() -> float | None:
    """The largest memory since then, or of the process, in megabytes; None where the system does not say."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return round(1024 * int(line.split()[1]) / MEGABYTE, 1)
    with suppress(ImportError):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return round(unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE, 1)
    return None

"""Measuring what a command takes: time, and memory from Linux' /proc."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.005
PRIVATE_PAGES = ("RssAnon:", "RssShmem:")  # those of files can be dropped at any time, and do not count
# Catalogs of two runs are the same bytes. Huge pages are left to sexlike itself.
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "0"}


def start(command, environment):
    """Start a command in the current folder -> Popen. What it prints is kept."""
    variables = os.environ | ENVIRONMENT | environment
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def time_of(command, environment=None):
    """Run a command -> wall time, and processor time of all its processes (s)."""
    begin = time.perf_counter()
    process = start(command, environment or {})
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.stdout.close()
    require_success(process, command, os.waitstatus_to_exitcode(status))
    return wall, used.ru_utime + used.ru_stime


def peak_memory(command, environment):
    """Run a command -> the largest sum of the memory of its processes (MB), and its standard output."""
    process = start(command, environment)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(private_memory, family(process.pid))))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    require_success(process, command, process.returncode)
    return peak / 1e6, process.communicate()[0]


def require_success(process, command, status):
    """End the race if a command has failed."""
    process.returncode = status
    if status:
        sys.exit(f"status {status} of: {' '.join(command)}")


def family(pid):
    """A process and all processes that it has started, directly or indirectly."""
    found = [pid]
    with suppress(OSError):  # it has ended
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += family(int(child))
    return found


def private_memory(pid):
    """Bytes of anonymous and of shared pages of a process; 0 if it has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(PRIVATE_PAGES))
    return 0


def medians_in_turn(commands, runs):
    """Median wall time (s) of some commands that run in turn; a first turn does not count.

    Parameters
    ----------
    commands : dict
        Name -> command.
    runs : int

    Returns
    -------
    dict
        Name -> seconds.
    """
    walls = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            wall, _ = time_of(command)
            if turn:
                walls[name].append(wall)
    return {name: statistics.median(values) for name, values in walls.items()}


def machine():
    """The processor, its cores, the memory, the system, and the load of the last minute: a dict of texts."""
    processor = platform.processor() or platform.machine()
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "load": f"{os.getloadavg()[0]:.1f}",
        "date": time.strftime("%Y-%m-%d"),
        "processor": processor,
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def versions(python, names):
    """Versions of Python and of packages that another Python has -> dict of texts."""
    code = "import sys, json, platform; from importlib.metadata import distributions\n"
    code += "found = {d.metadata['Name'].lower(): d.version for d in distributions()}\n"
    code += (
        "print(json.dumps({'Python': platform.python_version()} | {n: found[n] for n in sys.argv[1:] if n in found}))"
    )
    return json.loads(subprocess.run([python, "-c", code, *names], check=True, capture_output=True, text=True).stdout)


def first_line(command):
    """The first line that a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]

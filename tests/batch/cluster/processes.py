"""A Dask scheduler and workers, as processes of their own that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.1"
PATIENCE = 60  # seconds


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def wait_for(condition, what, patience=PATIENCE):
    """Wait until a condition holds -> its value."""
    end = time.monotonic() + patience
    while not (value := condition()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
    return value


def environment(**more):
    """The environment of all processes: they find this sexlike, and say the same of the time."""
    return os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "0"} | more


class Cluster:
    """A scheduler and its workers.

    Parameters
    ----------
    folder : path
        Where they write what they have to say.
    options : sequence of str
        Of all of them: ``--tls-cert`` and the like.
    protocol : str
    variables : dict of str
        Of the environment of all of them.
    """

    def __init__(self, folder, options=(), protocol="tcp", variables=None):
        self.folder, self.options, self.protocol = Path(folder), list(options), protocol
        self.variables = variables or {}
        self.port = free_port()
        self.address = f"{protocol}://{HOST}:{self.port}"
        self.scheduler, self.workers = None, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def start_scheduler(self):
        """Start the scheduler, and wait until its port is open."""
        where = ["--host", HOST, "--port", str(self.port), "--protocol", self.protocol]
        self.scheduler = self._start("scheduler", *where, "--no-dashboard", "--no-show")
        wait_for(self._answers, "the scheduler")

    def start_worker(self, **variables):
        """Start a worker of one thread, with a nanny."""
        how = ["--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--host", HOST]
        where = ["--local-directory", str(self.folder)]
        self.workers.append(self._start("worker", self.address, *how, *where, **variables))

    def worker_processes(self):
        """Processes that do the work: children of the nannies."""
        found = []
        for nanny in self.workers:
            with suppress(psutil.Error):
                children = psutil.Process(nanny.pid).children()
                found += [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        return found

    def kill_scheduler(self):
        """Kill the scheduler."""
        self.scheduler.kill()
        self.scheduler.wait()

    def end(self):
        """Kill all processes."""
        workers = self.worker_processes()
        for process in [*self.workers, self.scheduler]:
            if process:
                process.kill()
                process.wait()
        for process in workers:
            with suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)
        self.workers = []

    def _start(self, *words, **variables):
        """Start one of Dask's programs."""
        number = len(list(self.folder.glob("dask-*.log")))
        with open(self.folder / f"dask-{number}.log", "wb") as said:
            command = [sys.executable, "-m", "dask", *words, *self.options]
            return subprocess.Popen(
                command, stdout=said, stderr=said, cwd=self.folder, env=environment(**self.variables, **variables)
            )

    def _answers(self):
        """Whether the scheduler's port is open."""
        assert self.scheduler.poll() is None, "the scheduler has ended"
        with socket.socket() as one:
            return one.connect_ex((HOST, self.port)) == 0

"""Processes of this machine as an executor. One that is killed is replaced, and its exposure is begun again."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any

from ..state.columns import FAILED
from .loop import ended
from .task import Task

MOST_ATTEMPTS = 3  # after so many killed processes an exposure is left
PATIENCE = 5.0  # seconds that a process has to end when it is told to
# The same modules are found as here, and none that lies in the current folder.
CODE = "import sys; sys.path[:] = {path!r}; from sexlike.batch.running.worker import main; main()"
Job = tuple["Future[Task]", Task, int]


class Processes(Executor):
    """Processes that each work on an exposure at a time.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count: int) -> None:
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.stopped = threading.Event()
        self.children: dict[int, subprocess.Popen[bytes]] = {}
        self.threads = [threading.Thread(target=self.serve, args=(place,), daemon=True) for place in range(count)]
        for thread in self.threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """Have a task worked on; it is `run_exposure` that does it, whatever the function is."""
        future: Future[Task] = Future()
        self.jobs.put((future, args[0], 1))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: those that work on an exposure give it up and remove their temporary files."""
        self.stopped.set()
        for _ in self.threads:
            self.jobs.put(None)
        for child in list(self.children.values()):
            with suppress(OSError):
                child.terminate()
        if wait:
            for thread in self.threads:
                thread.join(PATIENCE)
            for child in list(self.children.values()):  # one that does not listen
                child.kill()

    def serve(self, place: int) -> None:
        """Have one process, or one after the other, do tasks until the end."""
        try:
            while (job := self.jobs.get()) is not None and not self.stopped.is_set():
                future, task, attempt = job
                if attempt == 1 and not future.set_running_or_notify_cancel():
                    continue
                result = self.ask(place, task)
                if isinstance(result, dict):
                    future.set_result(result | {"attempts": attempt})
                elif attempt < MOST_ATTEMPTS and not self.stopped.is_set():
                    self.jobs.put((future, task, attempt + 1))  # after all others: there may be more memory then
                else:
                    future.set_result(lost(task, attempt, result))
        finally:
            self.end(place)

    def ask(self, place: int, task: Task) -> Task | int:
        """Have a process do a task -> its result, or the exit status of the process if it died."""
        child = self.children.get(place)
        if child is None or child.poll() is not None:
            child = self.children[place] = start()
            if self.stopped.is_set():  # meanwhile
                child.terminate()
        assert child.stdin is not None
        assert child.stdout is not None
        line = b""
        with suppress(OSError, ValueError):
            child.stdin.write(json.dumps(task).encode() + b"\n")
            child.stdin.flush()
            line = child.stdout.readline()
        if line.endswith(b"\n"):
            result = json.loads(line)
            if isinstance(result, dict):
                return result
        self.end(place)
        return child.returncode

    def end(self, place: int) -> None:
        """End a process, if it is there."""
        child = self.children.pop(place, None)
        if child is None:
            return
        for file in (child.stdin, child.stdout):
            with suppress(OSError, ValueError):
                if file:
                    file.close()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def start() -> subprocess.Popen[bytes]:
    """Start a process, in a group of its own: Ctrl-C in a terminal is for the command, which tells the others."""
    code = CODE.format(path=[os.path.abspath(folder) for folder in sys.path])
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    if os.name == "posix":
        pipes["start_new_session"] = True
    else:
        pipes["creationflags"] = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen([sys.executable, "-c", code], **pipes)


def lost(task: Task, attempts: int, status: int) -> Task:
    """The result of a task whose processes died."""
    times = "once" if attempts == 1 else f"{attempts} times"
    how = f"ended {times} without a result, with exit status {status}"
    if status < 0:
        hint = "; the system does that when memory is short" if -status == getattr(signal, "SIGKILL", 9) else ""
        how = f"was killed {times}, by {name_of_signal(-status)}{hint}"
    more = {"log": task.get("log", ""), "attempts": attempts}
    return ended(task, FAILED, f"the process that worked on it {how}") | more


def name_of_signal(number: int) -> str:
    """The name of a signal, or its number where it has none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

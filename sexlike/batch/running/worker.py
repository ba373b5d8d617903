"""A process that works on one exposure after the other: tasks come on standard input, results go to standard output.

A line is a task, or a result, as JSON. The process ends when its standard input does: whoever started it is gone, or
has no more work; the exposure that it is working on is given up, and its temporary files are removed.
"""

import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from typing import IO

from ...commands.process import prepare_process
from ...signals import CleanupOnSignals, Terminated

READ_AT_ONCE = 1 << 16


def main() -> None:
    """Work until there is no more to do."""
    prepare_process()
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no result
    tasks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=listen, args=(tasks, busy), daemon=True).start()
    with suppress(Terminated, KeyboardInterrupt, BrokenPipeError), CleanupOnSignals(process_ends=True):
        work_on(tasks, busy, results)
    sys.stderr.flush()
    os._exit(0)  # the thread that listens may be reading


def listen(tasks: "queue.SimpleQueue[bytes | None]", busy: threading.Event) -> None:
    """Hand on the lines of standard input; at its end give up what is being worked on."""
    rest = b""
    while block := os.read(0, READ_AT_ONCE):
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            busy.set()
            tasks.put(line)
    tasks.put(None)
    if busy.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def work_on(tasks: "queue.SimpleQueue[bytes | None]", busy: threading.Event, results: IO[str]) -> None:
    """Do the tasks of a queue, up to None."""
    import sexlike.pipeline  # noqa: F401  # while the first task is on its way

    from .task import run_exposure

    while (line := tasks.get()) is not None:
        result = run_exposure(json.loads(line))
        busy.clear()
        results.write(json.dumps(result, default=str) + "\n")
        results.flush()

"""What happens on a worker: versions and paths are checked, then the task is run."""

import os
import socket
from collections.abc import Callable, Mapping
from typing import Any

from ...clock import VARIABLE
from .versions import versions

TOPIC = "sexlike"  # of the events that tell which task has begun where


def place() -> dict[str, Any]:
    """Where this process runs, and with which versions."""
    return {"host": socket.gethostname(), "versions": versions()}


def run_on_worker(
    function: Callable[[dict[str, Any]], dict[str, Any]],
    task: dict[str, Any],
    wanted: Mapping[str, str],
    epoch: str | None,
    key: str,
) -> dict[str, Any]:
    """Run a task on a worker, with as many threads as the worker has.

    Parameters
    ----------
    function : callable
        What to call with the task.
    task : dict
        Of plain texts and numbers: ``folder`` is the current folder of the client, from which names of files start.
    wanted : mapping
        Versions of the client.
    epoch : str or None
        Its SOURCE_DATE_EPOCH.
    key : str
        The task's name for the scheduler.

    Returns
    -------
    dict
        ``host`` and ``versions``, see `place`, and ``row``, what the function returned. There is no row if the versions
        are others than wanted, or if ``unseen``, a path of the task, is not visible here.
    """
    tell_begun(key)
    here = place()
    if here["versions"] != dict(wanted):
        return here
    if unseen := first_unseen(task):
        return here | {"unseen": unseen}
    if epoch is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = epoch
    return here | {"row": function(task | {"threads": task.get("threads") or threads_of_worker()})}


def first_unseen(task: Mapping[str, Any]) -> str:
    """The first path of a task that is not visible here; empty if all are.

    They are there for the client, or it would not hand out the task.
    """
    from ...images.files.selectors import split_selector

    folder = task["folder"]
    if not os.path.isdir(folder):
        return folder
    names = (*task["inputs"], *(split_selector(image)[0] for image in task["images"]))
    paths = (os.path.join(folder, name) for name in names)
    return next((path for path in paths if not os.path.exists(path)), "")


def tell_begun(key: str) -> None:
    """Tell the client that a task has begun: if the worker dies, others that wait here are not blamed."""
    from distributed import get_worker

    worker = get_worker()
    worker.log_event(TOPIC, {"key": key, "worker": worker.address})


def threads_of_worker() -> int:
    """How many threads the worker has that this runs on: an exposure may use them all, as there is one at a time."""
    from distributed import get_worker

    return int(get_worker().state.nthreads)

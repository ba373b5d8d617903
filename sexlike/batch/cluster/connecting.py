"""The way to a Dask scheduler, and a cluster on this machine for a try."""

import logging
import queue
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ...errors import SexlikeError
from .failures import error_of, other_versions, unreachable
from .versions import versions

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

    from .executor import ClusterExecutor

log = logging.getLogger("sexlike")

LOCAL = "local"
ADDRESS = re.compile(r"(\w+://)?(\[[^\]\s]+\]|[^:/\s]+):(?P<port>\d{1,9})(/\S*)?", re.ASCII)
WITHOUT_PORT, LAST_PORT = "inproc://", 65535
LOOPBACK = "127.0.0.1"
SECONDS_TO_CONNECT = 6
SECONDS_FOR_MORE = 2
SECONDS_TO_CLOSE = 3
SILENT = logging.CRITICAL + 1
LOUD = ("distributed", "asyncio", "tornado", "bokeh")  # loggers that write to standard error


@contextmanager
def cluster(address: str, workers: int = 1) -> Iterator["ClusterExecutor"]:
    """An executor whose tasks are run by the workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of a scheduler: ``tcp://host:8786``, ``tls://host:8786``; or ``local``, which starts a cluster on this machine.
    workers : int
        How many processes ``local`` has.

    Yields
    ------
    ClusterExecutor

    Raises
    ------
    SexlikeError
        Dask is not installed, the scheduler cannot be reached, or a worker has other versions.
    """
    if find_spec("distributed") is None:
        hint = "pip install 'sexlike[cluster]' (or pip install distributed)"
        raise SexlikeError("--cluster needs Dask's package distributed, which is not installed", hint=hint)
    check_address(address)
    be_quiet()
    from .executor import ClusterExecutor

    with _started(address, workers) as reached, _client(reached) as client:
        require_same_versions(client)
        with ClusterExecutor(client, address) as executor:
            yield executor


def check_address(address: str) -> None:
    """Raise SexlikeError if an address has no port, or one that cannot be: nobody can answer there."""
    if address.lower() == LOCAL or address.startswith(WITHOUT_PORT):
        return
    found = ADDRESS.fullmatch(address)
    if not found or not 0 < int(found["port"]) <= LAST_PORT:
        hint = f"Addresses are such as tcp://host:8786, with a port up to {LAST_PORT}; --cluster local starts a cluster"
        raise SexlikeError(f"--cluster: {address!r} is no address of a scheduler", hint=f"{hint} on this machine.")


def be_quiet() -> None:
    """Have Dask write nothing to standard error: what happens we tell ourselves."""
    import distributed  # noqa: F401  # sets the levels of its own

    known = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOUD]
    for name in {*LOUD, *known}:
        logging.getLogger(name).setLevel(SILENT)


@contextmanager
def _started(address: str, workers: int) -> Iterator[str]:
    """The address of the scheduler; of one that is started here, and ended, for ``local``."""
    if address.lower() != LOCAL:
        yield address
        return
    import dask
    from distributed import LocalCluster

    # Nothing listens on other addresses than the loopback, and nothing shows the state of the cluster.
    quiet: dict[str, Any] = {f"distributed.{kind}.http.routes": [] for kind in ("scheduler", "worker", "nanny")}
    with (
        dask.config.set(quiet),
        _deaf_to_ctrl_c(LocalCluster)(
            n_workers=workers,
            threads_per_worker=1,
            host=LOOPBACK,
            # Without addresses, some versions of Dask listen everywhere, though there is no dashboard.
            dashboard_address=f"{LOOPBACK}:0",
            worker_dashboard_address=f"{LOOPBACK}:0",
            silence_logs=SILENT,
        ) as started,
    ):
        yield started.scheduler_address


def _deaf_to_ctrl_c(start: Callable[..., "LocalCluster"]) -> Callable[..., "LocalCluster"]:
    """A function that starts processes: Ctrl-C in a terminal is for the command, which ends them itself."""

    def started(**options: Any) -> "LocalCluster":
        if not hasattr(signal, "pthread_sigmask"):
            return start(**options)
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # it would be started with the first process, and its thread would hear of Ctrl-C from then on
        # Threads and processes inherit what is blocked, those also that replace others later.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return start(**options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    return started


@contextmanager
def _client(address: str) -> Iterator["Client"]:
    """A client of the scheduler at an address."""
    client = reach(address)
    try:
        yield client
    finally:
        close(client, SECONDS_TO_CLOSE)


def close(client: "Client", seconds: float) -> None:
    """Close a client; one that does not hear of its scheduler is left after a while."""
    with suppress(Exception):
        client.close(timeout=seconds)


def reach(address: str) -> "Client":
    """Connect with a scheduler.

    Raises
    ------
    SexlikeError
        It cannot be reached, or not in time.
    """
    from distributed import Client

    made: queue.SimpleQueue[Client | BaseException] = queue.SimpleQueue()

    def connect() -> None:
        client = Client.__new__(Client)
        try:
            client.__init__(address, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="sexlike")  # type: ignore[misc]
            made.put(client)
        except BaseException as error:  # whatever it is, it is told by the other thread
            made.put(error)
            # One that is left to the garbage collector closes where it finds it, for which others may wait.
            close(client, 1)

    # Dask waits without end for what listens, and is no scheduler: a thread of its own can be left alone.
    threading.Thread(target=connect, daemon=True).start()
    try:
        found = made.get(timeout=SECONDS_TO_CONNECT + SECONDS_FOR_MORE)
    except queue.Empty:
        found = TimeoutError("what listens there is no scheduler, or is too busy")
    if isinstance(found, Client):
        return found
    raise unreachable(address, found) from found


def require_same_versions(client: "Client") -> None:
    """Raise SexlikeError if a worker that is there has other versions than the client. Later ones tell with tasks."""
    from .onworker import place

    answers: dict[str, Any] = client.run(place, on_error="return")
    if not answers:
        log.info("The scheduler has no workers yet: exposures wait for the first")
    here = versions()
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise error_of(answer)
        if answer["versions"] != here:
            raise other_versions(f"{answer['host']} ({worker})", answer["versions"], here)

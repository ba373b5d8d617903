"""What goes wrong on a cluster, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import SexlikeError
from .versions import difference

CERTIFICATES = (
    "tls:// takes certificates from Dask's own configuration: distributed.comm.tls in ~/.config/dask/distributed.yaml, "
    "or DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ..__CLIENT__CERT and ..__CLIENT__KEY in the environment."
)


class ClusterLost(SexlikeError):
    """Nothing else can be done on the cluster: the batch ends."""


class OtherVersions(ClusterLost):
    """A worker has other versions than the client."""


def unreachable(address: str, error: BaseException) -> SexlikeError:
    """The error for an address at which no scheduler answers."""
    reason = str(error).strip().splitlines()
    text = f"--cluster: no scheduler answers at {address}{f': {reason[0]}' if reason else ''}"
    hint = "Is it running there (dask scheduler), and does a firewall let its port through? Addresses are such as "
    hint += "tcp://host:8786; --cluster local starts a cluster on this machine."
    return SexlikeError(text, hint=CERTIFICATES if address.startswith("tls") else hint)


def scheduler_gone(address: str) -> ClusterLost:
    """The error for a scheduler that has ended, or that no longer answers."""
    hint = "What is done is in the state: the same command does the rest when there is a scheduler again."
    return ClusterLost(f"--cluster: the scheduler at {address} has ended, or cannot be reached any more", hint=hint)


def other_versions(worker: str, there: Mapping[str, str], here: Mapping[str, str]) -> OtherVersions:
    """The error for a worker with other versions."""
    text = f"--cluster: the worker on {worker} has {difference(there, here)}"
    return OtherVersions(text, hint="Catalogs could differ: install the same versions everywhere.")


def unseen(path: str, host: str) -> SexlikeError:
    """The error for a path that is there for the client, and not for a worker."""
    return SexlikeError(f"{path} is not visible on the host {host}; files must have the same names on all hosts")


def killed_workers(workers: Sequence[str]) -> SexlikeError:
    """The error for a task that is given up, with the workers that it has killed."""
    text = f"it was given up: {len(workers)} workers died while they were at it ({', '.join(workers)})"
    return SexlikeError(text, hint="Was it too large for their memory? MEMORY_LIMIT sets what an exposure takes.")


def dropped() -> SexlikeError:
    """The error for a task that the scheduler forgets again and again."""
    return SexlikeError("the scheduler has dropped it: somebody else has told it to")


def is_killed(error: BaseException) -> bool:
    """Whether Dask says that the worker of a task has died, as it does where the scheduler allows no failures."""
    return type(error).__name__ == "KilledWorker"


def error_of(error: BaseException) -> SexlikeError:
    """The error for what Dask raised in place of an answer."""
    if isinstance(error, ImportError):
        return ClusterLost(f"--cluster: a worker cannot run sexlike: {error}", hint="Install it on all hosts.")
    first = (str(error).strip().splitlines() or [""])[0][:300]
    return SexlikeError(f"the cluster: {type(error).__name__}: {first}")


def row_of(answer: Any, wanted: Mapping[str, str]) -> Any:
    """The row of what `run_on_worker` returned.

    Raises
    ------
    SexlikeError
        The worker has other versions, does not see a path, or has answered with something else.
    """
    host = answer.get("host") if isinstance(answer, dict) else None
    if not isinstance(host, str) or not isinstance(answer.get("versions"), dict):
        raise SexlikeError("a worker has answered with what is no answer")
    if "row" in answer:
        return answer["row"]
    raise (
        unseen(str(answer["unseen"]), host) if "unseen" in answer else other_versions(host, answer["versions"], wanted)
    )

"""The log of an exposure: a file with what the command would say on standard error."""

import io
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

from ..._version import __version__
from ...errors import SexlikeError

QUIETEST = "NORMAL"  # a log that says nothing is of no use


@contextmanager
def writing_log(task: dict[str, Any]) -> Iterator[Callable[[Exception], None]]:
    """Write the messages of a task into its log. One that cannot be written is left out: the catalog counts.

    Yields
    ------
    callable
        Adds an error to the log.
    """
    from ...clock import now
    from ...output.console import describe_start, error_text, forget_warnings, log, show_messages
    from ...threads import usable_cores

    forget_warnings()
    values = task["config"]["values"]
    verbose = values.get("VERBOSE_TYPE", QUIETEST)
    with ExitStack() as stack:
        file = stack.enter_context(opened(task.get("log", "")))
        stack.enter_context(show_messages(QUIETEST if verbose == "QUIET" else verbose, file))
        threads = abs(values.get("NTHREADS", 0)) or task.get("threads") or usable_cores()
        log.info(describe_start("sexlike", __version__, now(), threads))

        def tell(error: Exception) -> None:
            known = isinstance(error, SexlikeError)
            text = error_text(error) if known else "".join(traceback.format_exception(error))
            file.write(f"\n> {text}\n")

        yield tell


def opened(path: str) -> TextIO:
    """A new log, or a file in memory if there is none."""
    if not path:
        return io.StringIO()
    try:
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        return open(path, "w", encoding="utf-8", errors="backslashreplace")
    except OSError:
        return io.StringIO()

"""The command's ``--report``: a page on the state of a batch, and a summary on standard output."""

import logging
import os

from ...errors import SexlikeError
from ...output.files.outputs import atomic_file
from ...output.files.stdout import standard_output
from ..state.store import State
from .page import page
from .summary import summary

log = logging.getLogger("sexlike")

ENDING = ".html"


def report(path: str, how: str) -> None:
    """Write the page beside the state, and print the summary.

    Parameters
    ----------
    path : str
        The state of a batch, which may be at work.
    how : {"page", "-"}
        The latter prints the summary alone.

    Raises
    ------
    SexlikeError
        There is no state, or the page cannot be written.
    """
    rows = list(State(path, writing=False).rows.values())
    if not rows:
        hint = "A batch writes it: sexlike --batch 'night/*.fits' -c run.toml; --state names another one."
        raise SexlikeError(f"--report: there is no state of a batch in {path}", hint=hint)
    if how == "page":
        name = os.path.splitext(path)[0]
        text = page(rows, os.path.basename(name), os.path.dirname(path))
        with atomic_file(name + ENDING, "--report") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        log.info("The report is %s", name + ENDING)
    with standard_output("--report") as output:
        output.write(summary(rows))

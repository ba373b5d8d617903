"""The manual page on a terminal: shown by man or rendered by groff, where they are; as plain text elsewhere."""

import os
import shutil
import subprocess
from contextlib import suppress
from tempfile import NamedTemporaryFile

from ..config.shells.plainmanual import plain_manual
from .progressline import terminal_width

WIDEST = 100  # characters; longer lines are hard to read


def is_terminal(stream):
    """Whether a file is a terminal; one that is closed is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def show_page(roff, stream):
    """Show a manual page on a terminal, with a pager if man is there to do it.

    Parameters
    ----------
    roff : str
        The page, in the macros of man.
    stream : text file
        The terminal.

    Returns
    -------
    str or None
        The page as text, if it is still to be written; None if it was shown.
    """
    if shown_by_man(roff):
        return None
    width = min(terminal_width(stream), WIDEST)
    return rendered(roff, width) or plain_manual(roff, width)


def shown_by_man(roff):
    """Have man show a page, and tell whether it could."""
    program = shutil.which("man")
    if program is None:
        return False
    with NamedTemporaryFile("w", prefix="sexlike.", suffix=".1", encoding="ascii", delete=False) as file:
        file.write(roff)
    try:
        return subprocess.run([program, file.name], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False
    finally:
        with suppress(OSError):
            os.unlink(file.name)


def rendered(roff, width):
    """A page as groff renders it, or None."""
    program = shutil.which("groff")
    if program is None:
        return None
    argv = [program, "-man", "-Tascii", "-P-cbou", f"-rLL={width - 1}n"]
    with suppress(OSError, subprocess.CalledProcessError):
        return subprocess.run(argv, input=roff, capture_output=True, text=True, check=True).stdout
    return None

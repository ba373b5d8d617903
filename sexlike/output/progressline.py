"""The line that shows on a terminal how far a run is: a bar where tqdm is installed, and a text anywhere."""

import os
import shutil
from contextlib import suppress

from ..progress import describe_left

BAR_LENGTH, LEAST_BAR = 20, 5  # characters; it is shortened where the text needs the room
LEAST_TEXT = 40  # characters; where there is no room for so many, there is no bar
BLOCKS = "▏▎▍▌▋▊▉█"


def progress_line(standing, width, encoding):
    """The line on how far a run is.

    Parameters
    ----------
    standing : Standing
    width : int
        Characters in a row of the terminal.
    encoding : str
        That of the terminal: where it has no block characters, the bar is one of ASCII.

    Returns
    -------
    str
        At most width - 1 characters: a row that is full may begin the next one.
    """
    left = "" if standing.left is None else f"{describe_left(standing.left)}, "
    begin, text = f"> {standing.share:4.0%} ", f"{left}{standing.text}"
    room = min(BAR_LENGTH, width - 1 - len(begin) - len(text) - len("|| "))
    bar = drawn_bar(standing.share, room, encoding) if room >= LEAST_BAR and width > BAR_LENGTH + LEAST_TEXT else ""
    return f"{begin}{bar}{text}"[: width - 1]


def drawn_bar(share, length, encoding):
    """A bar of so many characters, of which a share is filled; empty where tqdm is not installed."""
    try:
        from tqdm.std import Bar
    except ImportError:
        return ""
    return f"|{Bar(share, length, Bar.UTF if has_blocks(encoding) else Bar.ASCII)}| "


def has_blocks(encoding):
    """Whether an encoding has the characters that bars are made of."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def terminal_width(stream):
    """Characters in a row of the terminal that a file is."""
    with suppress(AttributeError, OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or shutil.get_terminal_size().columns
    return shutil.get_terminal_size().columns

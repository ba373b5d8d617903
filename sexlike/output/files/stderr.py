"""Standard error, where messages go. A run does not stop because they cannot be written."""

import os
import sys
from contextlib import suppress

STANDARD_FILES = 3  # input, output and error


def write_message(text, stream=None):
    """Write on standard error; what cannot be written (no room on the disk, no reader of the pipe) is lost.

    Parameters
    ----------
    text : str
    stream : text file, optional
        Another file in place of standard error.
    """
    stream = stream or sys.stderr
    if stream is None:  # it is closed
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        drop_buffer(stream)


def drop_buffer(stream):
    """Drop what the buffer of a file holds, so that it does not fail again with the next text, or when Python ends."""
    with suppress(OSError, ValueError, AttributeError):
        descriptor = stream.fileno()
        kept, nowhere = os.dup(descriptor), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, descriptor)
            stream.flush()
        finally:
            os.dup2(kept, descriptor)
            os.close(kept)
            os.close(nowhere)


def occupy_closed_descriptors():
    """Open the standard files that are closed, for reading: an output must not get the descriptor of standard error.

    Libraries in C write their messages there.
    """
    for descriptor in range(STANDARD_FILES):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # which takes the lowest number that is free

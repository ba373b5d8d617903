"""Standard output."""

import os
import stat
import sys
from contextlib import contextmanager, suppress

from ...errors import SexlikeError


@contextmanager
def standard_output(what):
    """Standard output, for writing. It is not an error if its reader (head, for example) has closed it.

    Parameters
    ----------
    what : str
        What is written, for the message.

    Yields
    ------
    text file

    Raises
    ------
    SexlikeError
        If it is closed, or cannot be written.
    """
    if sys.stdout is None:
        raise SexlikeError(f"{what}: standard output is closed")
    try:
        yield sys.stdout
        sys.stdout.flush()
        close_copy(sys.stdout)
    except OSError as error:
        with suppress(OSError):  # what is left in its buffer must not fail once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise SexlikeError(f"{what}: cannot write to standard output: {error.strerror or error}") from error


def close_copy(stream):
    """Close a copy of an open file: some file systems (NFS, quotas) say only then that they cannot store it."""
    try:
        descriptor = os.dup(stream.fileno())
    except (AttributeError, OSError, ValueError):
        return  # it has no descriptor
    os.close(descriptor)


def identity_of_stdout():
    """Device and inode of standard output, as `identity` has them; None if it is a terminal or the like."""
    from .places import of_status  # which takes longer to import than the version takes to print

    try:
        status = os.fstat(sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        return None
    return None if stat.S_ISCHR(status.st_mode) else of_status(status)

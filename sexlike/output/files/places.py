"""Which file the name of an output stands for: device, inode and file type decide, not the spelling of the name."""

import os
import stat
from contextlib import suppress

from ...errors import SexlikeError
from ...pipes import open_descriptor


def identity(path):
    """The file that a name stands for, links followed: the same for all names of a file.

    Parameters
    ----------
    path : str or path-like
        Path of a file, which need not exist.

    Returns
    -------
    tuple
        Device and inode; for a file that does not exist, those of its folder, and its name there.
    """
    try:
        return of_status(os.stat(path))
    except OSError:
        real = os.path.realpath(path)
        with suppress(OSError):
            return *of_status(os.stat(os.path.dirname(real))), os.path.basename(real)
        return (real,)


def of_status(status):
    """Device and inode in a result of `os.stat`."""
    return status.st_dev, status.st_ino


def is_character_device(path):
    """Whether a path is that of a character device, such as a terminal or ``/dev/null``."""
    try:
        return stat.S_ISCHR(os.stat(path).st_mode)
    except OSError:
        return False


def is_stream(path):
    """Whether an output is written directly: devices, pipes and open files (``/dev/stdout``) cannot be replaced."""
    return open_descriptor(path) is not None or (os.path.exists(path) and not os.path.isfile(path))


def require_writable(path, keyword):
    """Check that a file can be written, without writing it.

    Parameters
    ----------
    path : str or path-like
    keyword : str
        Keyword that the name is from, for error messages.

    Raises
    ------
    SexlikeError
        The file cannot be written.
    """
    path = os.fspath(path)
    folder = os.path.dirname(os.path.realpath(path))
    if not path:
        reason = "the name is empty"
    elif os.path.isdir(path) or path.endswith(os.sep):
        reason = "it is a folder"
    elif os.path.exists(path):
        reason = why_not_writable(path)
    elif not os.path.isdir(folder):
        reason = f"there is no folder {folder}"
    else:
        reason = None if os.access(folder, os.W_OK | os.X_OK) else f"no permission in the folder {folder}"
    if reason:
        raise SexlikeError(f"{keyword}: cannot open {path} for writing: {reason}")


def why_not_writable(path):
    """Why an existing file cannot be written, or None."""
    if stat.S_ISBLK(os.stat(path).st_mode):
        return "it is a block device"
    return None if os.access(path, os.W_OK) else "no permission"

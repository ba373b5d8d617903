"""Files that appear whole under their name, or not at all."""

import os
import stat
from contextlib import contextmanager, suppress

from ..errors import SexlikeError


@contextmanager
def whole(path, keyword):
    """Open a file for writing; it takes its name when all is written, and an older file stays until then.

    Devices and pipes (``/dev/stdout``) are written directly. A symbolic link stays one: its target is replaced.
    The mode of an older file is kept.

    Parameters
    ----------
    path : str or path-like
    keyword : str
        Keyword that gave the name, for the message.

    Yields
    ------
    file
        Binary, for writing.

    Raises
    ------
    SexlikeError
        If it cannot be written.
    """
    require_writable(path, keyword)
    try:
        if is_direct(path):
            with open(path, "wb") as file:
                yield file
        else:
            with replacing(os.path.realpath(path)) as file:
                yield file
    except OSError as error:
        raise SexlikeError(f"{keyword}: cannot write {path}: {error.strerror or error}") from error


@contextmanager
def replacing(path):
    """Write under another name in the same folder, then rename."""
    temporary = os.path.join(os.path.dirname(path), f".sexlike-{os.urandom(6).hex()}.part")
    try:
        with open(temporary, "xb") as file:
            yield file
        if os.path.exists(path):
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.remove(temporary)
        raise


def is_direct(path):
    """Whether there is no sense in, or no way of, replacing the file: devices, pipes, closed folders."""
    name = os.path.abspath(path)
    if name.startswith(("/dev/", "/proc/")):
        return True
    return os.path.exists(name) and (not os.path.isfile(name) or not os.access(folder_of(name), os.W_OK))


def require_writable(path, keyword):
    """Raise SexlikeError if the file cannot be written; nothing is written."""
    path = os.fspath(path)
    folder = folder_of(path)
    if not path:
        reason = "the name is empty"
    elif os.path.isdir(path):
        reason = "it is a folder"
    elif os.path.exists(path):
        reason = None if os.access(path, os.W_OK) else "no permission"
    elif not os.path.isdir(folder):
        reason = f"there is no folder {folder}"
    else:
        reason = None if os.access(folder, os.W_OK | os.X_OK) else f"no permission in the folder {folder}"
    if reason:
        raise SexlikeError(f"{keyword}: cannot open {path} for writing: {reason}")


def folder_of(path):
    """The folder of what a name stands for, links followed."""
    return os.path.dirname(os.path.realpath(path))

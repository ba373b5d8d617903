"""Files that appear whole under their name, or not at all."""

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress

from ..errors import SexlikeError

BUFFER = 1 << 16


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
    with saying(path, keyword):
        real = os.path.realpath(path)
    if is_direct(path):
        with opened_for_writing(path, "wb", path, keyword) as file:
            yield file
    else:
        with replacing(real, path, keyword) as file:
            yield file


@contextmanager
def saying(path, keyword):
    """Turn what the system refuses into a SexlikeError: cannot write."""
    try:
        yield
    except OSError as error:
        raise SexlikeError(f"{keyword}: cannot write {path}: {error.strerror or error}") from error


class _Output(io.FileIO):
    """A file whose own failures, and no others, are SexlikeErrors."""

    def __init__(self, place, mode, path, keyword):
        self.asked = path, keyword
        with saying(*self.asked):
            super().__init__(place, mode)

    def write(self, data):
        with saying(*self.asked):
            return super().write(data)


def opened_for_writing(place, mode, path, keyword):
    """Open a file; what goes wrong names the path and the keyword that were asked for."""
    return io.BufferedWriter(_Output(place, mode, path, keyword), BUFFER)


@contextmanager
def replacing(real, path, keyword):
    """Write under another name in the same folder, then rename."""
    temporary = os.path.join(os.path.dirname(real), f".sexlike-{os.urandom(6).hex()}.part")
    try:
        with opened_for_writing(temporary, "xb", path, keyword) as file:
            yield file
        with saying(path, keyword):
            if os.path.exists(real):
                os.chmod(temporary, stat.S_IMODE(os.stat(real).st_mode))
            os.replace(temporary, real)
    except BaseException:
        with suppress(FileNotFoundError):
            os.remove(temporary)
        raise


@contextmanager
def standard_output(what):
    """Standard output, for writing; if its reader (head, for example) has had enough, that is no failure.

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
    except OSError as error:
        with suppress(OSError):  # what is left in its buffer must not fail once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise SexlikeError(f"{what}: cannot write to standard output: {error.strerror or error}") from error


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

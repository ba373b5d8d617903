"""Files that are written completely or not at all."""

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress

from ..errors import SexlikeError

BUFFER_BYTES = 1 << 16
DEVICES = ("/dev/", "/proc/")


@contextmanager
def atomic_file(path, keyword):
    """Open a file for writing. It gets its name when it is complete; until then an older file of that name stays.

    Devices and pipes (``/dev/stdout``) are written directly. The target of a symbolic link is replaced, not the link.
    The permissions of an older file are kept.

    Parameters
    ----------
    path : str or path-like
    keyword : str
        Keyword that the name is from, for error messages.

    Yields
    ------
    file
        A binary file.

    Raises
    ------
    SexlikeError
        The file cannot be written.
    """
    require_writable(path, keyword)
    with as_sexlike_error(path, keyword):
        real = os.path.realpath(path)
    if is_written_in_place(path):
        with open_for_writing(path, "wb", path, keyword) as file:
            yield file
    else:
        with replacing(real, path, keyword) as file:
            yield file


@contextmanager
def as_sexlike_error(path, keyword):
    """Turn an OSError into a SexlikeError that names the file and the keyword."""
    try:
        yield
    except OSError as error:
        raise SexlikeError(f"{keyword}: cannot write {path}: {error.strerror or error}") from error


class _Output(io.FileIO):
    """A file that raises SexlikeError where it cannot be opened or written."""

    def __init__(self, name, mode, path, keyword):
        self.told = path, keyword
        with as_sexlike_error(*self.told):
            super().__init__(name, mode)

    def write(self, data):
        with as_sexlike_error(*self.told):
            return super().write(data)


def open_for_writing(name, mode, path, keyword):
    """Open the file of a name; its errors tell `path` and `keyword`."""
    return io.BufferedWriter(_Output(name, mode, path, keyword), BUFFER_BYTES)


@contextmanager
def replacing(real, path, keyword):
    """Write a file under another name in the same folder, then rename it."""
    temporary = os.path.join(os.path.dirname(real), f".sexlike-{os.urandom(6).hex()}.part")
    try:
        with open_for_writing(temporary, "xb", path, keyword) as file:
            yield file
        with as_sexlike_error(path, keyword):
            if os.path.exists(real):
                os.chmod(temporary, stat.S_IMODE(os.stat(real).st_mode))
            os.replace(temporary, real)
    except BaseException:
        with suppress(FileNotFoundError):
            os.remove(temporary)
        raise


@contextmanager
def standard_output(what):
    """Standard output, for writing. It is not an error if its reader (``head``, for example) closes it early.

    Parameters
    ----------
    what : str
        What is written, for error messages.

    Yields
    ------
    text file

    Raises
    ------
    SexlikeError
        Standard output is closed, or cannot be written.
    """
    if sys.stdout is None:
        raise SexlikeError(f"{what}: standard output is closed")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError):  # or what is left in the buffer raises once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise SexlikeError(f"{what}: cannot write to standard output: {error.strerror or error}") from error


def is_written_in_place(path):
    """Whether a file is written directly, not replaced: devices, pipes, files in folders that are read-only."""
    name = os.path.abspath(path)
    if name.startswith(DEVICES):
        return True
    return os.path.exists(name) and (not os.path.isfile(name) or not os.access(folder_of(name), os.W_OK))


def require_writable(path, keyword):
    """Raise SexlikeError if a file cannot be written; nothing is written."""
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
    """The folder of a file, with links followed."""
    return os.path.dirname(os.path.realpath(path))

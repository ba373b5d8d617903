"""Open output files, whose errors name the file and the keyword."""

import errno
import io
import os
from contextlib import contextmanager

from ...errors import SexlikeError
from ...pipes import is_pipe, open_descriptor, open_pipe

BUFFER = 1 << 16
NO_FSYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)  # errors of fsync on file systems that do not have it


@contextmanager
def as_sexlike_error(path, keyword):
    """Turn an OSError into a SexlikeError that names the file and the keyword."""
    try:
        yield
    except OSError as error:
        raise SexlikeError(f"{keyword}: cannot write {path}: {error.strerror or error}") from error


class Output(io.FileIO):
    """A file that raises SexlikeError where it cannot be opened, written or closed.

    Parameters
    ----------
    place : str or int
        Path, or descriptor of an open file.
    mode : str
    path : str
        Path as the user gave it, for error messages.
    keyword : str
        Keyword that the path is from.
    """

    def __init__(self, place, mode, path, keyword):
        self.given = path, keyword
        with as_sexlike_error(*self.given):
            super().__init__(place, mode)

    def write(self, data):
        with as_sexlike_error(*self.given):
            return super().write(data)

    def close(self):
        with as_sexlike_error(*self.given):
            super().close()

    def sync(self):
        """Wait until all that was written is on the disk."""
        try:
            with as_sexlike_error(*self.given):
                os.fsync(self.fileno())
        except SexlikeError as error:
            if error.__cause__.errno not in NO_FSYNC:
                raise


class Stream(Output):
    """A device or a pipe. It is not an error if the reader of the pipe (head, for example) has closed it."""

    def write(self, data):
        try:
            return super().write(data)
        except SexlikeError as error:
            if not isinstance(error.__cause__, BrokenPipeError):
                raise
            return len(data)


@contextmanager
def new_file(place, path, keyword):
    """Create a file for writing; at the end it is on the disk.

    Parameters
    ----------
    place : str
        Its path.
    path, keyword : str
        For error messages.

    Yields
    ------
    binary file
    """
    with io.BufferedWriter(Output(place, "xb", path, keyword), BUFFER) as file:
        yield file
        file.flush()
        file.raw.sync()


@contextmanager
def stream(path, keyword):
    """Open a device, a pipe or an open file for writing. An open file is not emptied: what is written is appended.

    Yields
    ------
    binary file
    """
    with as_sexlike_error(path, keyword):
        descriptor = open_descriptor(path)
        if descriptor is not None:
            place = os.dup(descriptor)
        else:
            place = open_pipe(path, os.O_WRONLY) if is_pipe(path) else path
    with io.BufferedWriter(Stream(place, "wb", path, keyword), BUFFER) as file:
        yield file

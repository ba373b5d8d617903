"""Named pipes, which are opened without waiting for ever for another program at the other end."""

import errno
import os
import re
import stat
import threading
from contextlib import suppress
from io import BufferedReader

PATIENCE = 5.0  # seconds that the other program has to open the pipe, too; it may write and read as slowly as it likes
_DEVICE_BYTES = 1 << 20  # that are read of a device: /dev/zero has no end

_MOST_LINKS = 40  # that Linux follows
_OPEN_FILES = re.compile(r"/proc/(?P<process>\d+)(/task/\d+)?/fd|/dev/fd")

# What was read from pipes without a name, <(command) in a shell: it may be asked for again for the next extension.
_read: dict[tuple[str, int, int], bytes] = {}


def open_input(path: str | os.PathLike[str]) -> BufferedReader:
    """Open a file for reading.

    Parameters
    ----------
    path : str or path-like
        Of a file, a device or a pipe.

    Returns
    -------
    file
        Binary and buffered.

    Raises
    ------
    OSError
        It cannot be opened; TimeoutError if it is a pipe that no program opens for writing.
    """
    if not is_pipe(path):
        return open(path, "rb")
    return os.fdopen(open_pipe(path, os.O_RDONLY), "rb")


def read_input(path: str | os.PathLike[str]) -> bytes:
    """Read a small file as a whole.

    Parameters
    ----------
    path : str or path-like
        Of a file, a device or a pipe.

    Raises
    ------
    OSError
        It cannot be read, see `open_input`.
    """
    status = os.stat(path)
    key = os.fspath(path), status.st_dev, status.st_ino
    if key in _read:
        return _read[key]
    with open_input(path) as file:
        data = file.read(_DEVICE_BYTES if stat.S_ISCHR(status.st_mode) else -1)
    if is_pipe(path) and open_descriptor(path) is not None:
        _read[key] = data
    return data


def open_descriptor(path: str | os.PathLike[str]) -> int | None:
    """Descriptor of the open file that ``/dev/stdout``, ``/dev/fd/3`` and the like stand for; None for other names."""
    path = os.path.abspath(path)
    for _ in range(_MOST_LINKS):
        folder, name = os.path.split(path)
        found = _OPEN_FILES.fullmatch(os.path.realpath(folder))
        if found and name.isdecimal():
            return int(name) if found["process"] in (None, str(os.getpid())) else None
        if not os.path.islink(path):
            return None
        path = os.path.join(folder, os.readlink(path))
    return None


def is_pipe(path: str | os.PathLike[str]) -> bool:
    """Whether a path is that of a pipe."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False


def open_pipe(path: str | os.PathLike[str], flags: int) -> int:
    """Open a pipe, and wait some seconds for the program at its other end.

    Parameters
    ----------
    path : str or path-like
    flags : int
        ``os.O_RDONLY`` or ``os.O_WRONLY``.

    Returns
    -------
    int
        Descriptor.

    Raises
    ------
    OSError
        It cannot be opened; TimeoutError if no other program does so.
    """
    opened: list[int | OSError] = []

    def wait() -> None:
        try:
            opened.append(os.open(path, flags))
        except OSError as error:
            opened.append(error)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if not opened:
        _release(path, flags)
        thread.join(PATIENCE)
        for descriptor in opened:
            if isinstance(descriptor, int):
                os.close(descriptor)
        missing = "writes to it" if flags == os.O_RDONLY else "reads from it"
        raise TimeoutError(errno.ETIMEDOUT, f"it is a pipe, and no program {missing} (waited {PATIENCE:.0f} s)")
    if isinstance(opened[0], OSError):
        raise opened[0]
    return opened[0]


def _release(path: str | os.PathLike[str], flags: int) -> None:
    """Be the other end of a pipe for a moment, so that whoever waits for it goes on."""
    other = os.O_WRONLY if flags == os.O_RDONLY else os.O_RDONLY
    with suppress(OSError):
        os.close(os.open(path, other | os.O_NONBLOCK))

"""Arrays as large as an image: in memory as far as MEMORY_LIMIT goes, and beyond it in files without a name.

Such a scratch map is a file from which the system reads pages when they are looked at, and to which it writes them when
it needs the memory for something else. The file has no name from the beginning, or loses it at once, so that nothing
is left of it when the run ends, however it ends.
"""

import errno
import mmap
import os
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from ..errors import SexlikeError
from ..memory import free_memory, in_words, require_memory
from .window import is_partial

MEGABYTE = 1_000_000
_CANNOT_RESERVE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)  # of file systems that cannot do it
_ZEROS = memoryview(bytes(1 << 20))
_FRAMES = 0.25  # of the limit, for arrays as large as an image: objects, and what is measured, need memory as well


class Budget:
    """The memory that arrays as large as an image may take.

    Parameters
    ----------
    megabytes : int
        MEMORY_LIMIT; 0 is half of what is free.
    folder : str
        Where scratch maps are made.
    """

    def __init__(self, megabytes: int, folder: str) -> None:
        free = free_memory()
        self.for_frames = _FRAMES * (min(megabytes * MEGABYTE, free) if megabytes else free / 2)
        self.folder = folder
        self._held: dict[int, int] = {}

    def left(self) -> float:
        """Bytes that can still be taken."""
        return self.for_frames - sum(self._held.values())

    def hold(self, array: np.ndarray) -> np.ndarray:
        """The same array, which counts as long as it exists."""
        key = id(array)
        self._held[key] = array.nbytes
        weakref.finalize(array, self._held.pop, key)
        return array


_budget: ContextVar[Budget | None] = ContextVar("memory for arrays as large as an image", default=None)


def use_memory(megabytes: int, catalog: str = "") -> None:
    """Let arrays as large as an image take so much memory (MEMORY_LIMIT), in all that is called from here.

    Parameters
    ----------
    megabytes : int
        0 is half of what is free.
    catalog : str
        Scratch maps are made in its folder, unless the environment variable TMPDIR names another.
    """
    _budget.set(Budget(megabytes, scratch_folder(catalog)))


def scratch_folder(catalog: str) -> str:
    """The folder for scratch maps: that of TMPDIR, else that of the catalog, else where temporary files go."""
    beside = os.path.dirname(catalog) if not os.path.exists(catalog) or os.path.isfile(catalog) else ""
    for folder in (os.environ.get("TMPDIR"), beside or os.curdir):
        if folder and os.access(folder, os.W_OK | os.X_OK) and os.path.isdir(folder):
            return folder
    return tempfile.gettempdir()


def require_scratch(needed: float, what: str) -> None:
    """Refuse what fits neither into memory nor on the disk.

    Parameters
    ----------
    needed : float
        Bytes, in arrays as large as an image.
    what : str
        What needs them, for the message.

    Raises
    ------
    SexlikeError
    """
    budget = _budget.get()
    if budget is None or is_partial():
        return
    beyond = needed - budget.left()
    if beyond > 0 and beyond > (free := shutil.disk_usage(budget.folder).free):
        raise _no_room(budget, what, beyond, f", and {in_words(free)} are free")


def frame(shape: Sequence[int], dtype: DTypeLike = np.float32, what: str = "a map of the image") -> np.ndarray:
    """A new array as large as an image, full of zeros.

    Parameters
    ----------
    shape : sequence of int
    dtype : type of numpy
    what : str
        What it is, for messages.

    Returns
    -------
    ndarray
        In memory, or a scratch map if MEMORY_LIMIT does not allow that.

    Raises
    ------
    SexlikeError
        There is no room for it.
    """
    dtype, budget = np.dtype(dtype), _budget.get()
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if is_partial():  # zeros that nobody has written take no memory
        return np.zeros(shape, dtype)
    if budget is None:
        require_memory(size, what)
        return np.zeros(shape, dtype)
    if size <= budget.left():
        return budget.hold(np.zeros(shape, dtype))
    return np.frombuffer(_scratch_map(size, budget, what), dtype).reshape(shape)


def _scratch_map(size: int, budget: Budget, what: str) -> Any:
    """A file without a name, of so many bytes, as memory."""
    try:
        with tempfile.TemporaryFile(dir=budget.folder) as file:
            _reserve(file.fileno(), size)
            return mmap.mmap(file.fileno(), size)
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise MemoryError(f"no address space for {what}") from None
        raise _no_room(budget, what, size, f": {error.strerror}") from None


def _reserve(file: int, size: int) -> None:
    """Give a file its room on the disk: pages for which there is none would end the process."""
    if hasattr(os, "posix_fallocate"):
        try:
            return os.posix_fallocate(file, 0, size)
        except OSError as error:
            if error.errno not in _CANNOT_RESERVE:
                raise
    left = size
    while left:
        left -= os.write(file, _ZEROS[:left])
    return None


def _no_room(budget: Budget, what: str, size: float, why: str) -> SexlikeError:
    text = f"{what} needs {in_words(size)} on the file system of {os.path.abspath(budget.folder)}{why}"
    hint = (
        f"{in_words(budget.for_frames)} of memory may be taken. Raise MEMORY_LIMIT, or set the environment "
        "variable TMPDIR to a folder with more room."
    )
    return SexlikeError(text, "MEMORY_LIMIT", hint)

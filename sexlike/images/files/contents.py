"""The bytes of a file, to be read at any offset."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np

from ...errors import SexlikeError
from ...pipes import open_input
from .unpacking import PIECE, find_unpacker, unpacked

_IN_MEMORY = 32 << 20  # bytes; longer data go to a temporary file without a name
_LONGEST_TRAIL = 100 << 20  # bytes behind the last extension that are unpacked to get at the checksum


class Contents:
    """The bytes of a file; of a compressed one, what it unpacks to.

    The file is opened once, and read where it is asked for, by any thread. Nothing is mapped to memory: a file that is
    cut short meanwhile is an error then, and not the end of the process. A compressed file, or a pipe, is unpacked
    once, as far as it is asked for.

    Parameters
    ----------
    path : str

    Attributes
    ----------
    path : str
    packed : bool
        Whether it is a compressed file, or a pipe: its length is known when its end has been seen.

    Raises
    ------
    OSError
        It cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._lock = threading.Lock()  # a place in the file, and reading there, belong together
        file = open_input(path)
        weakref.finalize(self, file.close)  # when nobody has a use for the contents any more
        status = os.fstat(file.fileno())
        unpacker = find_unpacker(file.peek()[:8])
        self.packed = unpacker is not None or not stat.S_ISREG(status.st_mode)
        if self.packed:
            self._file: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
            weakref.finalize(self, self._file.close)
            self._pieces = unpacked(unpacker, file, path) if unpacker else iter(lambda: file.read(PIECE), b"")
            self._length, self._complete = 0, False
        else:
            self._file, self._length, self._complete = file, status.st_size, True

    @classmethod
    def of_pieces(cls, path: str, pieces: Iterator[bytes]) -> Contents:
        """What pieces of bytes add up to, in a temporary file; `path` is where they come from, for messages."""
        contents = cls.__new__(cls)
        contents.path, contents.packed, contents._lock = path, True, threading.Lock()
        contents._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(contents, contents._file.close)
        contents._pieces, contents._length, contents._complete = pieces, 0, False
        return contents

    def length(self, enough: int) -> int:
        """Number of bytes; a packed file is unpacked to this number only if it has more."""
        if not self._complete and self._length < enough:
            self._file.seek(self._length)
            while self._length < enough:
                piece = next(self._pieces, b"")
                if not piece:
                    self._complete = True
                    break
                self._write(piece)
        return self._length

    def read(self, offset: int, count: int) -> bytes:
        """The bytes from an offset on, fewer where the file ends before."""
        with self._lock:
            self.length(offset + count)
            self._file.seek(offset)
            return self._file.read(count)

    def read_all(self, offset: int, count: int) -> bytes:
        """The bytes from an offset on.

        Raises
        ------
        SexlikeError
            The file ends before.
        """
        data = self.read(offset, count)
        if len(data) < count:
            text = f"{self.path} ended at byte {offset + len(data)} while it was read"
            raise SexlikeError(text, hint="Is it still being written?")
        return data

    def numbers(self, offset: int, kind: str, count: int) -> np.ndarray:
        """Numbers of a kind (``>f4``) from an offset on, see `read_all` -> ndarray, shape (count,)"""
        return np.frombuffer(self.read_all(offset, count * np.dtype(kind).itemsize), kind)

    def check_end(self) -> None:
        """Unpack what is left of a packed file, if it is not very long, without keeping it: its checksum is there."""
        left = _LONGEST_TRAIL
        while not self._complete and left > 0:
            piece = next(self._pieces, b"")
            left -= len(piece)
            self._complete = not piece

    def _write(self, piece: bytes) -> None:
        try:
            self._file.write(piece)
        except OSError as error:
            hint = "It is a temporary file; the environment variable TMPDIR tells in which folder."
            raise SexlikeError(f"{self.path} cannot be unpacked: {error.strerror}", hint=hint) from None
        self._length += len(piece)

"""Files that are compressed as a whole: gzip, bzip2, xz, zip. All checks of the format are made."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from ...errors import SexlikeError, warn

PIECE = 1 << 20  # bytes at a time
_NO_MEMBER = "Not a gzipped file"  # in the words of gzip's exception: something else follows the compressed data


def find_unpacker(beginning: bytes) -> Callable[[BinaryIO], Any] | None:
    """The function that opens a compressed file, by the first bytes of the file; None if it is not compressed."""
    return next((unpacker for magic, unpacker in _UNPACKERS.items() if beginning.startswith(magic)), None)


def unpacked(unpacker: Callable[[BinaryIO], Any], file: BinaryIO, path: str) -> Iterator[bytes]:
    """Unpack a file, piece by piece.

    Parameters
    ----------
    unpacker : callable
        See `find_unpacker`.
    file : binary file
        At its beginning.
    path : str
        Its name, for messages.

    Yields
    ------
    bytes

    Raises
    ------
    SexlikeError
        The file is cut short, or damaged: it does not unpack, or to other data than were packed, as its checksum and
        its length tell.
    """
    length = 0
    try:
        stream = unpacker(file)
        while piece := stream.read1(PIECE):
            length += len(piece)
            yield piece
    except EOFError:
        hint = "Was the download or the copy interrupted?"
        raise SexlikeError(f"{path} is truncated: its compressed data have no end", hint=hint) from None
    except _errors() as problem:
        if isinstance(problem, OSError) and problem.errno:
            raise
        if length and str(problem).startswith(_NO_MEMBER):
            warn(f"{path}: what follows the compressed data is ignored")
            return
        hint = "If it is damaged, copy or download it once more."
        raise SexlikeError(f"{path} cannot be unpacked: {str(problem).rstrip('.')}", hint=hint) from None


def _errors() -> tuple[type[Exception], ...]:
    """What Python's modules raise for files that are damaged."""
    import lzma
    import zipfile
    import zlib

    return zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, lzma.LZMAError, zipfile.BadZipFile


def _gzip(file: BinaryIO) -> Any:
    import gzip

    return gzip.GzipFile(fileobj=file)


def _bzip2(file: BinaryIO) -> Any:
    import bz2

    return bz2.BZ2File(file)


def _xz(file: BinaryIO) -> Any:
    import lzma

    return lzma.LZMAFile(file)


def _zip(file: BinaryIO) -> Any:
    import zipfile

    archive = zipfile.ZipFile(file)
    names = archive.namelist()
    if len(names) != 1:
        raise zipfile.BadZipFile(f"it holds {len(names)} files, where there should be one")
    return archive.open(names[0])


def _lzw(file: BinaryIO) -> Any:
    raise NotImplementedError("it was made by compress; gzip -d unpacks it")


_UNPACKERS = {b"\x1f\x8b": _gzip, b"\x1f\x9d": _lzw, b"BZh": _bzip2, b"\xfd7zXZ\0": _xz, b"PK\x03\x04": _zip}

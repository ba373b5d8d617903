"""Small text files, whatever their encoding."""

import math
import os
from collections.abc import Iterator, Sequence

from ...errors import SexlikeError
from .filekinds import kind_of_file

_MEMORY_PER_BYTE = 20  # of a text that is split into words
Path = str | os.PathLike[str]


def decode(data: bytes) -> str:
    """Decode UTF-8, or else Latin-1, which takes any bytes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def decode_text(data: bytes, name: str, expected: str = "a text file") -> str:
    """Decode the bytes of a text file.

    Parameters
    ----------
    data : bytes
    name : str
        Name of the file, for messages.
    expected : str
        What the file should be, for messages.

    Raises
    ------
    SexlikeError
        It is not a text file but an image, say, or a text in UTF-16.
    """
    kind = kind_of_file(data)
    if kind:
        raise SexlikeError(f"{name} is {kind}, not {expected}")
    if b"\0" in data:
        raise SexlikeError(f"{name} is a binary file, not {expected}")
    return decode(data)


def read_text(path: Path, expected: str = "a text file") -> tuple[str, str]:
    """Read a text file.

    Parameters
    ----------
    path : str or path-like
    expected : str
        What the file should be, for messages.

    Returns
    -------
    text, name : str
        The text, and the base name of the file.

    Raises
    ------
    SexlikeError
        The file cannot be read, or is not a text file.
    """
    try:
        return decode_text(read_bytes(path, expected), os.fspath(path), expected), os.path.basename(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        reason = getattr(error, "strerror", None) or error
        raise SexlikeError(f"can't read {os.fspath(path)}: {reason}") from None


def read_bytes(path: Path, expected: str = "a text file") -> bytes:
    """Read the bytes of a text file.

    Raises
    ------
    SexlikeError
        There is not enough memory for it.
    OSError, ValueError
        It cannot be read.
    """
    from ...memory import require_memory  # needed when there is a file, and so not at the start
    from ...pipes import read_input

    require_memory(_MEMORY_PER_BYTE * os.stat(path).st_size, f"{os.fspath(path)} as {expected}")
    return read_input(path)


def unpacked(data: bytes, name: str) -> bytes:
    """The bytes of a file, unpacked if it is compressed by gzip.

    Raises
    ------
    SexlikeError
        It is damaged.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SexlikeError(f"{name} cannot be unpacked: {error}") from None


def lines_of(text: str) -> list[str]:
    """The lines of a text; other characters that Python takes for ends of lines (form feeds, U+2028) are none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def data_lines(text: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a text that hold more than a comment; comments begin with ``#``.

    Yields
    ------
    tuple of str and list of str
        Where the line stands, ``run.conv:3``, and its words.
    """
    for number, line in enumerate(lines_of(text), 1):
        words = line.partition("#")[0].split()
        if words:
            yield f"{name}:{number}", words


def parse_numbers(words: Sequence[str], where: str) -> list[float]:
    """Convert words to finite numbers.

    Raises
    ------
    SexlikeError
        A word is not a number.
    """
    values = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            hint = "Numbers are separated by blanks." if "," in word else None
            raise SexlikeError(f"{where}: {word!r} is not a number", hint=hint)
        values.append(value)
    return values

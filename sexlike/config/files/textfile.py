"""Small text files, in whatever encoding."""

import os

from ...errors import SexlikeError


def decode(data):
    """Bytes as text: UTF-8, or Latin-1, which takes anything."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def decode_text(data, name, wanted="a text file"):
    """Bytes of a file as text.

    Parameters
    ----------
    data : bytes
    name : str
        Name of the file, for messages.
    wanted : str
        What the file should be, for messages.

    Raises
    ------
    SexlikeError
        If they are none: an image, say, or a file in UTF-16.
    """
    if data.startswith(b"SIMPLE  ="):
        raise SexlikeError(f"{name} is a FITS file, not {wanted}")
    if b"\0" in data:
        raise SexlikeError(f"{name} is a binary file, not {wanted}")
    return decode(data)


def read_text(path, wanted="a text file"):
    """The text of a file and its base name; `wanted` is what it should be, for messages.

    Raises
    ------
    SexlikeError
        If it cannot be read, or is no text.
    """
    try:
        with open(path, "rb") as file:
            return decode_text(file.read(), os.fspath(path), wanted), os.path.basename(path)
    except OSError as error:
        raise SexlikeError(f"can't read {os.fspath(path)}: {error.strerror or error}") from None


def meaningful_lines(text, where):
    """Number and words of each line that is neither empty nor a comment; a comment ends a line.

    Yields
    ------
    tuple of str and list of str
        ``run.conv:3``, and the words.
    """
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            yield f"{where}:{number}", words


def numbers_of(words, where):
    """Words as finite numbers.

    Raises
    ------
    SexlikeError
        If one is no number.
    """
    import math

    values = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            hint = "Numbers are separated by blanks." if "," in word else None
            raise SexlikeError(f"{where}: {word!r} is no number", hint=hint)
        values.append(value)
    return values

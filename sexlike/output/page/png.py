"""PNG files in memory: grey, or red, green and blue, with 8 bits each."""

import struct
import zlib

import numpy as np

BEGIN = b"\x89PNG\r\n\x1a\n"
COLOUR_TYPES = {1: 0, 3: 2}  # numbers for a pixel -> grey, or red, green and blue
NONE, SUB, UP = 0, 1, 2  # filters: the bytes themselves, or what each has more than the pixel on the left, or above


def png(pixels: np.ndarray, level: int = 6) -> bytes:
    """Write a picture as a PNG.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width) or (height, width, 3)
        Shades of grey, or red, green and blue; the first row is at the top.
    level : int
        Of the compression: from 0, none, to 9, the slowest.

    Returns
    -------
    bytes
    """
    height, width = pixels.shape[:2]
    numbers = pixels.size // max(1, height * width)
    size = struct.pack(">2I5B", width, height, 8, COLOUR_TYPES[numbers], 0, 0, 0)
    lines = zlib.compress(_filtered(pixels.reshape(height, width * numbers), numbers), level)
    return BEGIN + b"".join(_chunk(kind, data) for kind, data in ((b"IHDR", size), (b"IDAT", lines), (b"IEND", b"")))


def _filtered(lines: np.ndarray, step: int) -> bytes:
    """The rows, each behind the number of its filter: that whose bytes are nearest to 0, as these compress best."""
    above = np.zeros_like(lines)
    above[1:] = lines[:-1]
    left = np.zeros_like(lines)
    left[:, step:] = lines[:, :-step]
    choices = {NONE: lines, SUB: lines - left, UP: lines - above}
    best = min(choices, key=lambda filter_: float(np.abs(choices[filter_].view(np.int8).astype(np.int16)).mean()))
    return np.pad(choices[best], ((0, 0), (1, 0)), constant_values=best).tobytes()


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Thumbnails of images, as PNG files in memory."""

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np

from ...errors import SexlikeError

SIDE = 224  # pixels of the longer side
ROWS_AT_ONCE = 512
PNG_BEGIN = b"\x89PNG\r\n\x1a\n"
GRAY_8_BITS = (8, 0, 0, 0, 0)  # bits, colour type, compression, filter, interlace


def thumbnail(image: str, side: int = SIDE) -> bytes | None:
    """Draw an image of the sky small: dark where it is faint, north where it is in the file.

    Parameters
    ----------
    image : str
        Name of a file, with or without selector. Of several images in it the first is drawn.
    side : int
        The longer side, in pixels.

    Returns
    -------
    bytes or None
        A PNG; None if the image cannot be read.
    """
    from ...images.files.extensions import open_extensions

    with suppress(SexlikeError, MemoryError, OSError), _silence():
        return png(gray(small(open_extensions(image)[0].read(), side)))
    return None


def small(pixels: np.ndarray, side: int) -> np.ndarray:
    """An image, binned until its longer side has no more pixels than `side` -> ndarray, NaN where there is no value."""
    from ...images.image import BAD
    from ...output.plots.layers import rebin

    factor = -(-max(pixels.shape) // side)
    step = -(-ROWS_AT_ONCE // factor) * factor
    parts = []
    for first in range(0, len(pixels), step):
        rows = pixels[first : first + step]
        parts.append(rebin(np.where(rows > BAD, rows, np.float32(np.nan)), factor))
    return np.concatenate(parts)


def gray(values: np.ndarray) -> np.ndarray:
    """Values as shades from 0 to 255, first row at the bottom."""
    from ...output.plots.layers import colour_range, zscale

    low, high = colour_range(values, zscale)
    with np.errstate(invalid="ignore"):
        shades = np.clip((values.astype(float) - low) / (high - low), 0, 1) * 255
    return np.nan_to_num(shades).astype(np.uint8)[::-1]


def png(shades: np.ndarray) -> bytes:
    """A PNG of an array of uint8, shape (height, width)."""
    height, width = shades.shape
    lines = np.zeros((height, width + 1), dtype=np.uint8)  # each begins with the number of its filter: none
    lines[:, 1:] = shades
    size = struct.pack(">2I5B", width, height, *GRAY_8_BITS)
    parts = (b"IHDR", size), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b"")
    return PNG_BEGIN + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@contextmanager
def _silence() -> Iterator[None]:
    """Without the warnings and the log of reading: the log of the exposure has them."""
    log = logging.getLogger("sexlike")
    before = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before

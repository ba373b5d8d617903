"""Thumbnails of images, as PNG files in memory."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np

from ...errors import SexlikeError
from ...output.page.png import png

SIDE = 224  # pixels of the longer side
ROWS_AT_ONCE = 512


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

"""Masks: images that are not 0 where a pixel shall be ignored (MASK_IMAGE)."""

import logging

import numpy as np

from ...config.config import Config
from ...threads import bands
from ..image import BAD
from ..window import rows_of
from .companions import open_companion
from .source import Source, refuse_or_warn

log = logging.getLogger("sexlike")


def mask_pixels(raw: np.ndarray, source: Source, config: Config) -> None:
    """Make the masked pixels of an image bad (in place).

    Parameters
    ----------
    raw : ndarray of float32, shape (height, width)
    source : Source
        The image.
    config : Config

    Raises
    ------
    SexlikeError
        There is no such mask, it is of another size, or it leaves no pixel of the only image of a file.
    """
    for name in config.MASK_IMAGE:
        companion = open_companion(name, source, config.called("MASK_IMAGE"))
        mask, count, left, here = companion.read(), 0, 0, rows_of(len(raw))
        for rows in bands(here.start, here.stop):
            masked = mask[rows] != 0
            raw[rows][masked] = BAD
            count += int(np.count_nonzero(masked))
            left += int(np.count_nonzero(raw[rows] > BAD))
        if count and not left:
            text = f"{companion} hides all pixels of {source}"
            refuse_or_warn(source, text, config.called("MASK_IMAGE"), "0 is what is not masked.")
        log.info("%s: mask %s, %d pixels (%.2g %%)", source.name, companion.name, count, 100 * count / raw.size)

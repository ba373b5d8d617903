"""Reading the pixels of an image, and marking those that are masked or hold no number."""

import logging

import numpy as np

from ..config.config import Config
from ..stages import stage
from ..threads import in_bands
from .files.masks import mask_pixels
from .files.source import Source, refuse_or_warn
from .image import BAD
from .window import rows_of

log = logging.getLogger("sexlike")


@stage("reading")
def read_pixels(source: Source, config: Config) -> np.ndarray:
    """Read the pixels of an image, and log how many hold no number.

    Parameters
    ----------
    source : Source
        The image.
    config : Config
        Of FITS_UNSIGNED and MASK_IMAGE.

    Returns
    -------
    ndarray of float32, shape (height, width)
        -1e30 where a pixel has no value, or is masked.

    Raises
    ------
    SexlikeError
        No pixel of the only image of a file has a value; or its mask cannot be used.
    """
    raw = source.read(config.FITS_UNSIGNED)
    counts: list[int] = []
    here = rows_of(len(raw))
    in_bands(lambda rows: counts.append(int(np.count_nonzero(raw[rows] <= BAD))), here.stop, here.start)
    bad = sum(counts)
    mask_pixels(raw, source, config)
    if bad == raw.size:
        text, hint = _no_valid_pixel(source)
        refuse_or_warn(source, text, hint=hint)
    elif bad:
        log.info("%s: %d pixels (%.3g %%) have no value, and are ignored", source.name, bad, 100 * bad / raw.size)
    return raw


def _no_valid_pixel(source: Source) -> tuple[str, str]:
    """What is wrong with an image of which no pixel has a value, and a hint."""
    largest = source.largest_value()
    if largest >= -float(BAD):
        text = f"no pixel of {source} fits: in single precision they go from -1e30 to 3.4e38, and here to {largest:.3g}"
        return text, "Divide the image by a power of ten, and correct MAG_ZEROPOINT for it."
    hint = "Is it the right extension? [1] or [SCI] after the file's name selects one."
    return f"no pixel of {source} holds a number (NaN, infinite, masked or BLANK everywhere)", hint

"""From files to images that are ready to be searched: pixels, background, gain."""

import logging
import warnings

import numpy as np

from ..errors import SexlikeError, SexlikeWarning
from .background import measure_background
from .cards import first_number
from .fitsfile import open_extensions
from .image import BAD, Image

log = logging.getLogger("sexlike")


def load_pairs(images, config):
    """Load the extensions of an image, one after the other.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the one to search and the one to measure.
    config : Config

    Yields
    ------
    image, detection_image : Image
        Where to measure, and where to search: one and the same, if there is one image.

    Raises
    ------
    SexlikeError
    """
    for source in open_extensions(images[-1], config.HEADER_SUFFIX):
        image = load_image(source, config)
        yield image, image


def load_image(source, config, fields=(0, 1)):
    """Load an image.

    Parameters
    ----------
    source : Source
    config : Config
    fields : tuple of int
        What it is for: 0 to search, 1 to measure; decides which of two values of a keyword counts.

    Returns
    -------
    Image
    """
    raw = source.read(config.FITS_UNSIGNED)
    report_bad_pixels(raw, source)
    background = measure_background(
        raw,
        config.BACK_SIZE,
        config.BACK_FILTERSIZE,
        config.BACK_FILTTHRESH,
        config.BACK_PEARSON,
        given_background(config, fields),
    )
    return Image(
        name=source.name, hdu=source.hdu, rank=source.rank, of=source.of, header=source.header,
        bits=int(source.header["BITPIX"]), raw=raw, pixels=subtracted(raw, background), background=background,
        gain=max(first_number(source.header, config.GAIN_KEY, np.float32(config.GAIN)), 0.0),
        saturation=first_number(source.header, config.SATUR_KEY, np.float32(config.SATUR_LEVEL)),
        external_header=source.external,
    )  # fmt: skip


def report_bad_pixels(raw, source):
    """Say how many pixels hold no number; raise SexlikeError if none of the only image does."""
    bad = int(np.count_nonzero(raw <= BAD))
    if bad == raw.size:
        text = f"no pixel of {source} holds a number (NaN, infinite or BLANK everywhere)"
        if source.alone:
            raise SexlikeError(text, hint="Is it the right extension? [1] or [SCI] after the file's name selects one.")
        warnings.warn(text, SexlikeWarning, stacklevel=2)
    elif bad:
        log.info("%s: %d pixels (%.2g %%) hold no number and are ignored", source.name, bad, 100 * bad / raw.size)


def given_background(config, fields):
    """The background that BACK_TYPE MANUAL gives to an image for these uses, or None."""
    manual = [config.BACK_TYPE[min(field, len(config.BACK_TYPE) - 1)] == "MANUAL" for field in fields]
    value = config.BACK_VALUE[min(fields[0], len(config.BACK_VALUE) - 1)]
    return float(np.float32(value)) if any(manual) else None


def subtracted(raw, background, rows=128):
    """Pixels without their background, float32."""
    pixels = np.empty_like(raw)
    for first in range(0, len(raw), rows):
        last = min(first + rows, len(raw))
        np.subtract(raw[first:last], background.rows(first, last), out=pixels[first:last])
    return pixels

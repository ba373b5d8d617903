"""From the numbers stored in a FITS file to pixels: float32, native byte order, -1e30 where there is no value."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...threads import bands
from ..image import BAD
from ..scratch import frame
from .cards import card_value, number


def physical_pixels(stored: np.ndarray, header: Mapping[str, Any], unsigned: bool = False) -> np.ndarray:
    """Apply BSCALE, BZERO and BLANK as SExtractor 2.25 does.

    Scaling is done in float32, with two roundings; doubles are scaled in float64 (by factors rounded to float32) and
    rounded once.

    Parameters
    ----------
    stored : ndarray, shape (height, width)
        Numbers as they are in the file, of any type and byte order.
    header : mapping
        Where BSCALE, BZERO and BLANK are looked up.
    unsigned : bool
        Integers are stored without sign (FITS_UNSIGNED).

    Returns
    -------
    ndarray of float32, shape (height, width)
        Pixels; -1e30 where they are BLANK, NaN or infinite.
    """
    blank = card_value(header, "BLANK")
    blanked = stored == blank if stored.dtype.kind in "iu" and isinstance(blank, int) else False
    if unsigned and stored.dtype.kind == "i":
        stored = stored.view(stored.dtype.str.replace("i", "u"))
    factor, zero = (np.float32(number(card_value(header, key), usual)) for key, usual in (("BSCALE", 1), ("BZERO", 0)))
    with np.errstate(over="ignore", invalid="ignore"):
        pixels = np.ascontiguousarray(_scaled(stored, factor, zero), dtype=np.float32)
    pixels[~np.isfinite(pixels) | blanked] = BAD
    return pixels


def _scaled(stored: np.ndarray, factor: np.float32, zero: np.float32) -> np.ndarray:
    if factor == 1 and zero == 0:
        return stored.astype(np.float32)
    if stored.dtype.kind == "f" and stored.dtype.itemsize > 4:
        return stored * np.float64(factor) + np.float64(zero)
    pixels = stored.astype(np.float32)
    pixels *= factor
    pixels += zero
    return pixels


def pixels_of_array(array: np.ndarray) -> np.ndarray:
    """Pixels of an array in memory: any numeric type, byte order and layout; what is masked becomes -1e30."""
    pixels = frame(array.shape)
    for rows in bands(0, len(array)):
        pixels[rows] = physical_pixels(np.ma.getdata(array[rows]), {})
        pixels[rows][np.ma.getmaskarray(array[rows])] = BAD
    return pixels

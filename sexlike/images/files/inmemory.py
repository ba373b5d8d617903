"""Images in memory: arrays, lists of numbers, HDUs and NDData of astropy."""

import warnings
from numbers import Number
from typing import Any

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError
from ..memory.arrays import masked_array, plain_array, set_unit
from ..memory.described import Described
from ..memory.wcscopy import is_wcs, set_wcs, warn_of_unused


def image_in_memory(image: Any) -> tuple[str, fits.Header, np.ndarray]:
    """Name, header and pixels of an image in memory.

    Parameters
    ----------
    image : ndarray, Quantity, HDU, NDData or Cutout2D of astropy, nested sequence of numbers, or Described
        Of NDData (CCDData), pixels that are masked have no value, and its header and WCS are used. BUNIT is the unit
        of the image, if it has one.

    Returns
    -------
    name : str
        For messages.
    header : astropy.io.fits.Header
        A copy that describes this array.
    array : ndarray
        A masked array if pixels are masked.

    Raises
    ------
    SexlikeError
        It is no array of numbers with two dimensions or more.
    """
    if isinstance(image, Described):
        name, header, array = image_in_memory(image.image)
        header = image.describe(header)
        set_structure(header, array)
        return name, header, array
    name, header, array = _parts_of(image)
    unit = None
    if array is not None:
        array, unit = plain_array(array)
    set_unit(header, getattr(image, "unit", None) or unit)
    if array is not None and array.dtype.kind == "O":
        raise SexlikeError(
            f"an object of type {type(image).__name__} is no image", hint="Give the name of a file, an array or an HDU."
        )
    if array is None or array.ndim < 2 or array.size == 0 or array.dtype.kind not in "iufb":
        what = "no data" if array is None else f"an array of shape {array.shape} and type {array.dtype}"
        raise SexlikeError(f"an image is a two-dimensional array of numbers, but {name} has {what}")
    set_structure(header, array)
    return name, header, array


def _parts_of(image: Any) -> tuple[str, fits.Header, Any]:
    """Name, header and array of an image in memory, as they are."""
    kind = type(image).__name__
    if isinstance(image, np.ndarray):
        return "array", fits.Header(), image
    if hasattr(image, "uncertainty") and hasattr(image, "mask"):
        data = None if image.data is None else masked_array(np.asanyarray(image.data), image.mask)
        return kind, header_with_wcs(image, image.meta), data
    if hasattr(image, "origin_original") and hasattr(image, "data"):  # Cutout2D
        return kind, header_with_wcs(image, {}), np.asanyarray(image.data)
    if hasattr(image, "header") and hasattr(image, "data"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return image.name or "HDU", image.header.copy(), image.data
    return "array", fits.Header(), to_array(image)


def header_with_wcs(image: Any, meta: Any) -> fits.Header:
    """Header of a NDData or cut-out: its metadata, with the cards of its WCS in place of any others."""
    header = fits.Header()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd cards
        for name, value in (meta or {}).items():
            if isinstance(value, str | Number | np.generic):
                header[name] = value
    if is_wcs(image.wcs):
        set_wcs(header, image.wcs)
    elif image.wcs is not None:
        warn_of_unused(image.wcs, type(image).__name__)
    return header


def to_array(numbers: Any) -> np.ndarray:
    """Anything that can be an array, as an array."""
    try:
        return np.asanyarray(numbers)
    except ValueError:  # rows of different lengths
        raise SexlikeError("an image is a two-dimensional array of numbers: its rows have one length") from None


def set_structure(header: fits.Header, array: np.ndarray) -> None:
    """Set the cards of a header (in place) that tell the type and the axes of its array."""
    bits = array.dtype.itemsize * 8
    if array.dtype.kind == "f":
        bits = -min(max(bits, 32), 64)
    if "SIMPLE" not in header and "XTENSION" not in header:
        header.insert(0, ("SIMPLE", True))
    header.set("BITPIX", bits, after=0)
    header.set("NAXIS", array.ndim, after="BITPIX")
    for axis, length in enumerate(reversed(array.shape), 1):
        header.set(f"NAXIS{axis}", length, after=header.index("NAXIS") + axis - 1)
    for axis in range(array.ndim + 1, 10):  # of the image that a header was taken from
        header.remove(f"NAXIS{axis}", ignore_missing=True)

"""Images in memory: arrays, lists of numbers, HDUs and NDData of astropy."""

import re
import warnings
from numbers import Number
from typing import Any

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError


def image_in_memory(image: Any) -> tuple[str, fits.Header, np.ndarray]:
    """Name, header and pixels of an image in memory.

    Parameters
    ----------
    image : ndarray, HDU or NDData of astropy, or nested sequence of numbers
        Of NDData (CCDData), pixels that are masked have no value, and its header and WCS are used.

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
    header = fits.Header()
    array: np.ndarray | None
    if isinstance(image, np.ndarray):
        name, array = "array", image
    elif hasattr(image, "uncertainty") and hasattr(image, "mask"):
        name, header, array = type(image).__name__, header_of_nddata(image), data_of_nddata(image)
    elif hasattr(image, "header") and hasattr(image, "data"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name, header, array = image.name or "HDU", image.header.copy(), image.data
    else:
        name, array = "array", to_array(image)
    if array is not None and array.dtype.kind == "O":
        raise SexlikeError(
            f"an object of type {type(image).__name__} is no image", hint="Give the name of a file, an array or an HDU."
        )
    if array is None or array.ndim < 2 or array.size == 0 or array.dtype.kind not in "iufb":
        what = "no data" if array is None else f"an array of shape {array.shape} and type {array.dtype}"
        raise SexlikeError(f"an image is a two-dimensional array of numbers, but {name} has {what}")
    set_structure(header, array)
    return name, header, array


def data_of_nddata(image: Any) -> np.ndarray | None:
    """Pixels of a NDData, as a masked array if it has a mask."""
    if image.mask is None or image.data is None:
        return image.data
    return np.ma.MaskedArray(image.data, np.broadcast_to(np.asarray(image.mask, bool), np.shape(image.data)))


def header_of_nddata(image: Any) -> fits.Header:
    """Header of a NDData: its metadata, with the cards of its WCS in place of any others."""
    header = fits.Header()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd cards
        for name, value in (image.meta or {}).items():
            if isinstance(value, str | Number | np.generic):
                header[name] = value
        if hasattr(image.wcs, "to_header"):
            for name in [name for name in header if re.fullmatch(r"(CD|PC)\d_\d", name)]:
                del header[name]
            header.update(image.wcs.to_header(relax=True))
    return header


def to_array(numbers: Any) -> np.ndarray:
    """Anything that can be an array, as an array."""
    try:
        return np.asanyarray(numbers)
    except ValueError:  # rows of different lengths
        raise SexlikeError("an image is a two-dimensional array of numbers: its rows have one length") from None


def set_structure(header: fits.Header, array: np.ndarray) -> None:
    """Set the cards of a header (in place) that tell the type and the axes of its array."""
    bits = array.dtype.itemsize * 8 * (-1 if array.dtype.kind == "f" else 1)
    if "SIMPLE" not in header and "XTENSION" not in header:
        header.insert(0, ("SIMPLE", True))
    header.set("BITPIX", bits, after=0)
    header.set("NAXIS", array.ndim, after="BITPIX")
    for axis, length in enumerate(reversed(array.shape), 1):
        header.set(f"NAXIS{axis}", length, after=header.index("NAXIS") + axis - 1)

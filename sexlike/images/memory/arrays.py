"""Arrays of numbers with what astropy may have attached to them: units, masks."""

from typing import Any

import numpy as np
from astropy.io.fits import Header


def plain_array(array: Any) -> tuple[np.ndarray, Any]:
    """An array without unit, and the unit.

    Parameters
    ----------
    array : ndarray, Quantity, masked array, or Masked array or quantity of astropy

    Returns
    -------
    array : ndarray
        A masked array if it has a mask.
    unit : astropy.units.Unit or None
    """
    unit = getattr(array, "unit", None)
    if hasattr(array, "unmasked"):
        array = np.ma.MaskedArray(np.asarray(array.unmasked), np.asarray(array.mask))
    elif unit is not None:
        array = np.asarray(array)
    return array, unit


def masked_array(array: np.ndarray, mask: Any) -> np.ndarray:
    """An array with a mask on top of any that it has."""
    if mask is None:
        return array
    both = np.ma.getmaskarray(array) | np.broadcast_to(np.asarray(mask, bool), array.shape)
    return np.ma.MaskedArray(np.ma.getdata(array), both)


def set_unit(header: Header, unit: Any) -> None:
    """Set BUNIT of a header (in place), if there is a unit."""
    if unit is None:
        return
    try:
        header["BUNIT"] = unit.to_string("fits")
    except ValueError:  # FITS has no word for it
        header["BUNIT"] = unit.to_string()

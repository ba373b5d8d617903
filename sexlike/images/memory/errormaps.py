"""Error maps from what callers from Python have: standard deviations, variances, inverse variances, with units."""

import logging
import os
from typing import Any

import numpy as np

from ...errors import SexlikeError, warn
from .arrays import plain_array
from .described import Described

log = logging.getLogger("sexlike")

# uncertainty_type of astropy -> name, and which power of the unit of the image its unit is
KINDS = {"std": ("standard deviation", 1), "var": ("variance", 2), "ivar": ("inverse variance", -2)}


def error_map(error: Any, image: Any) -> Any:
    """What is given by ``error=``, as standard deviations in the unit of the image.

    Parameters
    ----------
    error : str, path, ndarray, Quantity, HDU, NDData or NDUncertainty
    image : object
        The image that it goes with.

    Returns
    -------
    object
        An image, as `image_in_memory` takes it, or the name of a file.

    Raises
    ------
    SexlikeError
        Its unit does not fit that of the image, or it is an uncertainty of an unknown kind.
    """
    if error is None or isinstance(error, str | os.PathLike):
        return error
    unit = unit_of(image)
    if hasattr(error, "uncertainty_type"):
        found = standard_deviations(error, unit)
        if found is None:
            text = f"error: a {type(error).__name__} does not say what it means"
            raise SexlikeError(text, hint="Give a StdDevUncertainty, or an array of standard deviations.")
        return found
    if not isinstance(error, np.ndarray) or getattr(error, "unit", None) is None:
        return error
    array, own = plain_array(error)
    if unit is None and own.decompose().bases:
        text = f"error: it is in {own}, and the image has no unit: its numbers are taken"
        warn(text)
    return in_unit(array, own, unit, 1, "error")


def weight_map(weight: Any) -> Any:
    """What is given by ``weight=``, where units do not count: an image, or the name of a file."""
    if not hasattr(weight, "uncertainty_type"):
        return weight
    if weight.uncertainty_type != "ivar":
        hint = "Weights are inverse variances. Give error=, which takes any uncertainty."
        raise SexlikeError(f"weight: a {type(weight).__name__} is no weight", hint=hint)
    return np.asanyarray(weight.array)


def deviations_of_image(image: Any) -> np.ndarray | None:
    """The standard deviations of the pixels of a NDData, in its unit; None if it has none.

    Raises
    ------
    SexlikeError
        They have another shape.

    Warns
    -----
    SexlikeWarning
        It has an uncertainty of a kind that says nothing of the noise.
    """
    image = image.image if isinstance(image, Described) else image
    uncertainty = getattr(image, "uncertainty", None)
    if uncertainty is None or not hasattr(uncertainty, "uncertainty_type") or uncertainty.array is None:
        return None
    name = f"the {type(uncertainty).__name__} of the {type(image).__name__}"
    found = standard_deviations(uncertainty, unit_of(image))
    if found is None:
        text = f"{name} is not used: it does not say what it means. Give error=, or a StdDevUncertainty."
        warn(text)
        return None
    log.info("%s is taken as %s", name, KINDS[uncertainty.uncertainty_type][0])
    try:
        return np.broadcast_to(found, np.shape(image.data))
    except ValueError:
        text = f"the shape of {name} is {found.shape}, and that of its pixels {np.shape(image.data)}"
        raise SexlikeError(text) from None


def standard_deviations(uncertainty: Any, unit: Any) -> np.ndarray | None:
    """The standard deviations that an uncertainty stands for.

    Square roots are taken in float64: that of the float32 square of a float32 number is the number itself.

    Parameters
    ----------
    uncertainty : NDUncertainty
    unit : astropy.units.Unit or None
        Of the image.

    Returns
    -------
    ndarray or None
        In the unit of the image, not finite where there is none. None if the uncertainty is of another kind.

    Raises
    ------
    SexlikeError
        Its unit does not fit that of the image.
    """
    kind = uncertainty.uncertainty_type
    if kind not in KINDS:
        return None
    array = in_unit(np.asanyarray(uncertainty.array), uncertainty.unit, unit, KINDS[kind][1], "uncertainty")
    if kind == "std":
        return array
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(array.astype(np.float64))
        return 1 / root if kind == "ivar" else root


def unit_of(image: Any) -> Any:
    """The unit of an image in memory, or None."""
    image = image.image if isinstance(image, Described) else image
    unit = getattr(image, "unit", None)
    return getattr(getattr(image, "data", None), "unit", None) if unit is None else unit  # the latter of a Cutout2D


def in_unit(array: np.ndarray, own: Any, wanted: Any, power: int, argument: str) -> np.ndarray:
    """An array in a power of a unit; as it is where either unit is not known.

    Raises
    ------
    SexlikeError
        The units have not the same dimension.
    """
    if own is None or wanted is None:
        return array
    from astropy.units import UnitConversionError

    target = wanted**power
    try:
        factor = own.to(target)
    except UnitConversionError:
        text = f"{argument}: its unit is {own}, and that of the image {wanted}"
        raise SexlikeError(text, hint=f"Give it in {target}.") from None
    return array if factor == 1 else array * factor

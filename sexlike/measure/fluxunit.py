"""The unit of fluxes: FLUX_UNIT."""

import logging
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..config.config import Config
from ..constants import BAD_PIXEL
from ..errors import SexlikeError, advise, warning_text
from ..images.image import ImageDescription, ZeroPoint
from .registry import COLUMNS, Request

log = logging.getLogger("sexlike")

COUNT = "count"  # unit of the columns that are fluxes, or surface brightnesses per pixel
JANSKY = 8.9  # AB magnitude of 1 Jy
IN_AB = "uJy"  # what AUTO is where the zero-point is AB


def with_flux_unit(config: Config, image: ImageDescription) -> Config:
    """The configuration with a unit, or COUNT, in place of FLUX_UNIT AUTO; which of them is logged.

    Parameters
    ----------
    config : Config
    image : ImageDescription
        The image that is measured.

    Raises
    ------
    SexlikeError
        FLUX_UNIT is a unit, and the zero-point is not known.
    """
    zero_point = image.zero_point or ZeroPoint(config.MAG_ZEROPOINT)
    if config.FLUX_UNIT == "AUTO":
        unit = IN_AB if zero_point.system == "AB" else "COUNT"
        why = f"AB, from {zero_point.origin}" if zero_point.system else "not known to be AB"
        log.info("%s: FLUX_UNIT is %s, as the zero-point is %s", image.name, unit, why)
        return config.with_value("FLUX_UNIT", unit)
    if config.FLUX_UNIT != "COUNT" and not zero_point.origin:
        raise SexlikeError(
            f"FLUX_UNIT {config.FLUX_UNIT}: the zero-point of {image.name} is not known, neither from its header nor "
            "from MAG_ZEROPOINT",
            where=config.origin("FLUX_UNIT"),
            hint="Set MAG_ZEROPOINT to the AB magnitude of 1 unit of the image, or FLUX_UNIT to COUNT.",
        )
    return config


def tell_of_flux_unit(request: Request, config: Config, image: ImageDescription) -> None:
    """Say that an image is in a unit of flux density, of which nothing is made.

    That is so if there are columns of fluxes or magnitudes, and neither MAG_ZEROPOINT nor FLUX_UNIT is set.

    Warns
    -----
    SexlikeWarning
        The image is an array with a unit; see `advise`. Of a header that has one, it is a line of the log.
    """
    offered = image.zero_point.offered if image.zero_point else ""
    if (
        not image.zero_point
        or not offered
        or image.rank > 1
        or not any(depends_on_unit(name) for name in request.sizes)
    ):
        return
    text = f"{image.name} is in a unit of flux density, but MAG_ZEROPOINT and FLUX_UNIT are not set: magnitudes are "
    text += "those of a zero-point of 0, and fluxes are called counts"
    hint = f"FLUX_UNIT AUTO gives AB magnitudes and fluxes in uJy; MAG_ZEROPOINT AUTO the magnitudes (it is {offered})."
    told = warning_text(text, hint=f"{hint} MAG_ZEROPOINT 0 leaves it at that.")
    if image.zero_point.has_unit:
        advise(told, config.COMPATIBILITY)
    else:
        log.info(told)


def depends_on_unit(name: str) -> bool:
    """Whether a column is a flux or a magnitude."""
    return COLUMNS[name].unit == COUNT or COLUMNS[name].unit.startswith("mag")


def flux_factor(config: Config) -> float:
    """What 1 unit of the image is in FLUX_UNIT; 1 for COUNT."""
    if config.FLUX_UNIT == "COUNT":
        return 1.0
    from astropy import units

    janskys = 10 ** (-0.4 * (config.MAG_ZEROPOINT - JANSKY))
    return float(janskys * units.Jy.to(units.Unit(config.FLUX_UNIT)))


def in_flux_unit(values: Mapping[str, np.ndarray], config: Config) -> dict[str, np.ndarray]:
    """Columns in FLUX_UNIT; those that are no fluxes stay as they are, and so do pixels that have no value.

    Parameters
    ----------
    values : mapping
        Name of the column -> array of shape (n, ...), with fluxes in units of the image.
    config : Config
        Of the image: FLUX_UNIT and MAG_ZEROPOINT are no longer AUTO.
    """
    factor = flux_factor(config)
    return {
        name: scaled(column, factor) if factor != 1 and COLUMNS[name].unit == COUNT else column
        for name, column in values.items()
    }


def scaled(values: np.ndarray, factor: float) -> np.ndarray:
    """Values times a factor, multiplied in double precision, and of the same type; bad pixels stay -1e30."""
    product = (values.astype(np.float64) * factor).astype(values.dtype)
    return np.where(values == np.asarray(BAD_PIXEL, values.dtype), values, product)


def in_units_of(request: Request, config: Config) -> Request:
    """The request with the unit that the fluxes have."""
    if config.FLUX_UNIT == "COUNT":
        return request
    return replace(request, units={name: config.FLUX_UNIT for name in request.sizes if COLUMNS[name].unit == COUNT})

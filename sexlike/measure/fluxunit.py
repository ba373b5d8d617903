"""The unit of fluxes: FLUX_UNIT."""

import logging
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..config.config import Config
from ..constants import BAD_PIXEL
from ..errors import SexlikeError
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

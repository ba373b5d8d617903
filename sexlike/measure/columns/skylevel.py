"""The sky under the objects: its level, and the thresholds."""

import numpy as np

from ...config.config import Config
from ...detection.objects import Objects
from ...images.image import Image
from ...magnitudes import magnitude
from ..fluxcolumns import FLUX
from ..photometry.localbackground import LocalBackground
from ..registry import column, quantity

SQUARE_ARCSEC = 3600**2  # in a square degree
SURFACE_BRIGHTNESS = "f4 %8.4f mag * arcsec**(-2)"


@quantity
def background_level(image: Image, objects: Objects, local_background: LocalBackground) -> np.ndarray:
    """Background at the objects; float32 of shape (n,)."""
    x, y = (objects.x + 0.5).astype(int), (objects.y + 0.5).astype(int)
    return image.background.at(x, y).astype(np.float32) + local_background.offset[objects.detection]


@column("BACKGROUND", FLUX, about="Background at the barycentre", ucd="instr.skyLevel")
def _(background_level):
    return background_level


@column("THRESHOLD", FLUX, about="Detection threshold above the background", ucd="instr.sensitivity;phot.flux.sb")
@column("THRESHOLDMAX", FLUX, about="The same as THRESHOLD", ucd="phot.flux.sb;stat.max")
def _(objects):
    return objects.threshold


def surface_brightness(level: np.ndarray, pixel_area: np.ndarray, config: Config) -> np.ndarray:
    """Surface brightness of light in a pixel, mag/arcsec^2; 99 where it is not positive.

    Parameters
    ----------
    level : ndarray, shape (n,)
        In the units of the image.
    pixel_area : ndarray, shape (n,)
        Square degrees.
    config : Config
    """
    brightness = magnitude(level / np.abs(pixel_area * SQUARE_ARCSEC), config.MAG_ZEROPOINT)
    return np.where((level > 0) & (pixel_area < 0), np.nan, brightness)  # there is no sky


@column("MU_THRESHOLD", SURFACE_BRIGHTNESS, about="Analysis threshold", ucd="instr.sensitivity;phot.mag.sb")
def _(isophotal, pixel_area, config):
    return surface_brightness(isophotal.threshold, pixel_area, config)


@column("MU_MAX", SURFACE_BRIGHTNESS, about="Brightest pixel above the background", ucd="phot.mag.sb;stat.max")
def _(isophotal, pixel_area, config):
    return surface_brightness(isophotal.peak, pixel_area, config)

"""The response of the detector (DETECT_TYPE): CCD, or PHOTO for a photographic plate, whose pixels are densities.

A density is the logarithm of light: MAG_GAMMA is the contrast of the emulsion, and light is 10^(density / MAG_GAMMA).
"""

from typing import NamedTuple

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError
from ...images.background.background import Background
from ...images.image import Image

LARGEST_DENSITY = 50  # e-folds of light


def density_scale(config: Config) -> float:
    """Density by which light increases e-fold on a photographic plate; 0 for a CCD, which is linear."""
    return config.MAG_GAMMA / np.log(10) if config.DETECT_TYPE == "PHOTO" else 0.0


class Precision(NamedTuple):
    """Types in which SExtractor computes light in apertures of a kind: float32 (single precision) or float64.

    Attributes
    ----------
    area : type
        Of the number of pixels times the local background.
    scale, exponent, light : type
        Of what `density_scale` gives, of densities divided by it, and of the light of a pixel.
    """

    area: type[np.floating]
    scale: type[np.floating]
    exponent: type[np.floating]
    light: type[np.floating]


CIRCLES = Precision(np.float64, np.float32, np.float64, np.float64)
ELLIPSES = Precision(np.float32, np.float32, np.float32, np.float32)
ISOPHOTES = Precision(np.float32, np.float64, np.float64, np.float32)
GROWTH = Precision(np.float64, np.float64, np.float64, np.float64)


def intensity(value: np.ndarray, scale: float | np.floating, precision: Precision = GROWTH) -> np.ndarray:
    """Light of pixels.

    Parameters
    ----------
    value : ndarray of any shape
    scale : float
        What `density_scale` gives.
    precision : Precision, optional
        In single precision, light is infinite above 3e38.

    Returns
    -------
    ndarray
        The values themselves if the scale is 0; else 1 for the sky.
    """
    if not scale:
        return value
    exponent = value.astype(precision.exponent) / precision.exponent(precision.scale(scale))
    with np.errstate(over="ignore"):
        return np.exp(exponent.astype(np.float64)).astype(precision.light)


def sky_variance(image: Image) -> np.float32:
    """Variance of the sky in an image, in single precision, as SExtractor has it."""
    return np.float32(image.background.sigma) * np.float32(image.background.sigma)


def gain_follows_weights(image: Image, config: Config) -> bool:
    """Whether the photon noise of an image is that of a gain in proportion to its weights (WEIGHT_GAIN)."""
    return image.variance is not None and config.WEIGHT_GAIN and image.gain > 0


def check_densities(background: Background, config: Config) -> None:
    """Raise SexlikeError if the sky of a photographic plate is too dense to be turned into light."""
    scale = density_scale(config)
    if scale and background.mean + 3 * background.sigma > LARGEST_DENSITY * scale:
        raise SexlikeError(
            f"DETECT_TYPE PHOTO: the range of densities is too large for MAG_GAMMA {config.MAG_GAMMA:g} "
            f"(background {background.mean:g})",
            where=config.origin("MAG_GAMMA"),
            hint="MAG_GAMMA is in the units of the pixels; for a CCD, leave out DETECT_TYPE.",
        )

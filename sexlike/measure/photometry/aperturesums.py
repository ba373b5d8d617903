"""Sums of light in apertures, and their errors."""

import numpy as np

from ...config.config import Config
from ...images.image import Image
from .pixelrows import add_up
from .response import density_scale, intensity


class ApertureSums:
    """Sums over the pixels of n apertures: their fractions inside, their light, and its variance.

    The variance of the light's own photons is added at the end, from the whole flux, or pixel by pixel where the gain
    follows the weights (WEIGHT_GAIN). On a photographic plate only the latter is done.

    Parameters
    ----------
    n : int
    image : Image
    config : Config

    Attributes
    ----------
    area, light, variance : ndarray of float64, shape (n,)
        Pixels, and sums so far.
    """

    def __init__(self, n: int, image: Image, config: Config):
        self.area, self.light, self.variance = np.zeros(n), np.zeros(n), np.zeros(n)
        self.sigma2 = np.float32(image.background.sigma) * np.float32(image.background.sigma)
        self.density_scale = density_scale(config)
        self.gain = image.gain
        self.uniform = image.variance is None and not self.density_scale
        self.gain_follows = image.variance is not None and config.WEIGHT_GAIN and self.gain > 0

    def add(
        self, owner: np.ndarray, value: np.ndarray, variance: np.ndarray | None, fraction: np.ndarray | None = None
    ) -> None:
        """Add pixels.

        Parameters
        ----------
        owner : ndarray of int64, shape (p,)
            Their apertures, ascending.
        value : ndarray of float32, shape (p,)
        variance : ndarray of float32, shape (p,), or None
            None without weights.
        fraction : ndarray of float32, shape (p,), optional
            Parts of them that are inside.
        """
        part = 1 if fraction is None else fraction.astype(np.float64)
        light = intensity(value, self.density_scale)
        add_up(owner, (self.area, fraction), (self.light, part * light))
        if not self.uniform:
            scatter = np.float64(self.sigma2) if variance is None else variance
            add_up(owner, (self.variance, part * (scatter * light * light if self.density_scale else scatter)))
        if self.gain_follows and variance is not None:
            bright = np.flatnonzero(light > 0)
            photons = light[bright].astype(np.float64) / self.gain * variance[bright] / self.sigma2
            add_up(owner[bright], (self.variance, photons))

    def total(self, local_background: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Flux and its variance, float64 arrays of shape (n,).

        Parameters
        ----------
        local_background : ndarray of float32, shape (n,)
            To be subtracted from each pixel.
        """
        scale = self.density_scale
        if scale:
            sky = intensity(local_background, scale)
            return scale * (self.light - self.area * sky), self.variance / scale**2
        flux = self.light - self.area * local_background.astype(np.float64)
        variance = self.area * np.float64(self.sigma2) if self.uniform else self.variance
        if self.gain > 0 and not self.gain_follows:
            variance = variance + np.maximum(flux, 0) / self.gain
        return flux, variance

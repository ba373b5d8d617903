"""Sums of light in apertures, and their errors."""

import numpy as np

from ...config.config import Config
from ...images.image import Image
from .pixelrows import add_up
from .response import Precision, density_scale, gain_follows_weights, intensity, sky_variance


class ApertureSums:
    """Sums over the pixels of n apertures: their fractions inside, their light, and its variance.

    The variance of the light's own photons is added at the end, from the whole flux, or pixel by pixel where the gain
    follows the weights (WEIGHT_GAIN). On a photographic plate only the latter is done.

    Parameters
    ----------
    n : int
    image : Image
    config : Config
    precision : Precision
        That of this kind of apertures.

    Attributes
    ----------
    table : ndarray of float64, shape (n, 5)
        Sums so far: pixels, light, variance, variance of photons where the gain follows the weights, masked pixels.
    """

    def __init__(self, n: int, image: Image, config: Config, precision: Precision):
        self.table = np.zeros((n, 5))
        self.sigma2 = sky_variance(image)
        self.density_scale = precision.scale(density_scale(config))
        self.precision = precision
        self.gain = image.gain
        self.uniform = image.variance is None and not self.density_scale
        self.gain_follows = gain_follows_weights(image, config)

    @property
    def area(self) -> np.ndarray:
        """Pixels."""
        return self.table[:, 0]

    @property
    def masked(self) -> np.ndarray:
        """Pixels that are masked."""
        return self.table[:, 4]

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
        area, light, scatter, photons, _ = self.table.T
        part = 1 if fraction is None else fraction.astype(np.float64)
        value = intensity(value, self.density_scale, self.precision)
        add_up(owner, (area, fraction), (light, part * value))
        if not self.uniform:
            noise = np.float64(self.sigma2) if variance is None else variance.astype(np.float64)
            wide = value.astype(np.float64)
            noise_of_light = noise * wide * wide if self.density_scale else noise
            add_up(owner, (scatter, np.asarray(part * noise_of_light)))
        if self.gain_follows and variance is not None:
            bright = np.flatnonzero(value > 0)
            of_photons = value[bright].astype(np.float64) / self.gain * variance[bright] / self.sigma2
            add_up(owner[bright], (photons, of_photons))

    def total(self, local_background: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Flux and its variance, float64 arrays of shape (n,).

        Parameters
        ----------
        local_background : ndarray of float32, shape (n,)
            To be subtracted from each pixel.
        """
        area, light, scatter, photons, _ = self.table.T
        scale = self.density_scale
        if scale:
            sky = intensity(local_background, scale)
            return np.float64(scale) * (light - area * sky), (scatter + photons) / (scale * scale)
        pixels, sky = (values.astype(self.precision.area) for values in (area, local_background))
        flux = light - pixels * sky
        variance = area * np.float64(self.sigma2) if self.uniform else scatter + photons
        if self.gain > 0 and not self.gain_follows:
            variance = variance + np.maximum(flux, 0) / self.gain
        return flux, variance

"""Sums of light in apertures, and their errors."""

import numpy as np

from .zones import add_up


class Sums:
    """What adds up over the pixels of n apertures: fractions of pixels, their light, its variance.

    The variance of the light's own photons is added at the end, from the whole flux, or pixel by pixel where the gain
    follows the weights (WEIGHT_GAIN).
    """

    def __init__(self, n, image, config):
        self.area, self.light, self.variance = np.zeros(n), np.zeros(n), np.zeros(n)
        self.sigma2 = np.float32(image.background.sigma) * np.float32(image.background.sigma)
        self.gain = image.gain
        self.weighted = image.variance is not None
        self.gain_follows = self.weighted and config.WEIGHT_GAIN and self.gain > 0

    def add(self, owner, light, fraction=None):
        """Add pixels: their owners (ascending), their Light, and the fractions of them that are inside (float32)."""
        part = 1 if fraction is None else fraction.astype(np.float64)
        weighted = ((self.variance, part * light.variance),) if self.weighted else ()
        add_up(owner, (self.area, fraction), (self.light, part * light.value), *weighted)
        if self.gain_follows:
            bright = np.flatnonzero(light.value > 0)
            value, variance = light.value[bright].astype(np.float64), light.variance[bright]
            add_up(owner[bright], (self.variance, value / self.gain * variance / self.sigma2))

    def total(self, local_background):
        """Flux and error -> float64 arrays of shape (n,)."""
        flux = self.light - self.area * local_background
        variance = self.variance if self.weighted else self.area * np.float64(self.sigma2)
        if self.gain > 0 and not self.gain_follows:
            variance = variance + np.maximum(flux, 0) / self.gain
        return flux, np.sqrt(variance)

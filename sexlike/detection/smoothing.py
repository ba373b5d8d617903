"""The smoothed detection image, its smoothed noise, and the threshold that follows."""

from dataclasses import dataclass

import numpy as np

from ..config.config import Config
from ..images.image import Image
from ..stages import stage
from .filtering import convolve
from .footprints import Footprints

LARGEST_VARIANCE = 1e26  # smoothed, of a pixel that counts


@dataclass(frozen=True)
class SmoothedImage:
    """The image that is searched.

    Attributes
    ----------
    pixels : ndarray of float32, shape (height, width)
        Filtered detection image.
    variance : ndarray of float32, shape (height, width), or None
        Its variance, filtered alike; None without weights.
    threshold : numpy.float32, or ndarray of float32, shape (height, width)
        Detection threshold.
    """

    pixels: np.ndarray
    variance: np.ndarray | None
    threshold: np.ndarray | np.float32

    @classmethod
    @stage("filtering")
    def from_image(
        cls, image: Image, config: Config, kernel: np.ndarray | None, threshold: np.float32
    ) -> "SmoothedImage":
        """Smooth an image and its variance; the threshold follows the noise, unless it is given in absolute terms.

        SExtractor takes a surface brightness for a multiple of the noise where there are weights.
        """
        pixels = convolve(image.pixels, kernel)
        if image.variance is None:
            return cls(pixels, None, threshold)
        variance = convolve(image.variance, kernel)
        brightness = len(config.DETECT_THRESH) > 1 and config.COMPATIBILITY != "SEXTRACTOR"
        if config.THRESH_TYPE[0] == "ABSOLUTE" or brightness:
            return cls(pixels, variance, threshold)
        noise = np.sqrt(variance.astype(np.float64))
        return cls(pixels, variance, (config.DETECT_THRESH[0] * noise).astype(np.float32))

    def at(self, footprints: Footprints) -> np.ndarray:
        """Filtered image at the pixels of footprints, float32 of shape (p,)."""
        return self.pixels[footprints.y, footprints.x]

    def threshold_at(self, footprints: Footprints) -> np.ndarray:
        """Detection threshold at the pixels of footprints, float32 of shape (p,)."""
        return np.broadcast_to(self.threshold, self.pixels.shape)[footprints.y, footprints.x]

    def low_weight_at(self, footprints: Footprints, worst_variance: float) -> np.ndarray | None:
        """Which pixels of footprints have hardly any weight, or touch one that has; None without weights."""
        if self.variance is None:
            return None
        low = np.pad(self.variance >= min(worst_variance, LARGEST_VARIANCE), 1)
        around = (low[footprints.y + dy, footprints.x + dx] for dy in range(3) for dx in range(3))
        return np.logical_or.reduce(list(around))

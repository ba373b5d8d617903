"""The smoothed detection image, its smoothed noise, and the threshold that follows."""

from dataclasses import dataclass

import numpy as np

from ..config.config import Config
from ..images.image import Image
from .filtering import convolved_rows

LARGEST_VARIANCE = 1e26  # smoothed, of a pixel that counts


@dataclass(frozen=True)
class SmoothedImage:
    """The image that is searched. It is never there as a whole: its rows are smoothed when they are asked for.

    Attributes
    ----------
    image : Image
        The detection image.
    kernel : ndarray of float32, shape (h, w), or None
    common_threshold : numpy.float32, or None
        Detection threshold of all pixels; None if it follows their noise.
    factor : float
        Detection threshold in units of the noise.
    """

    image: Image
    kernel: np.ndarray | None
    common_threshold: np.float32 | None
    factor: float

    @classmethod
    def from_image(
        cls, image: Image, config: Config, kernel: np.ndarray | None, threshold: np.float32
    ) -> "SmoothedImage":
        """Smooth an image and its variance; the threshold follows the noise, unless it is given in absolute terms.

        SExtractor takes a surface brightness for a multiple of the noise where there are weights.
        """
        brightness = len(config.DETECT_THRESH) > 1 and config.COMPATIBILITY != "SEXTRACTOR"
        follows = image.variance is not None and config.THRESH_TYPE[0] != "ABSOLUTE" and not brightness
        return cls(image, kernel, None if follows else threshold, config.DETECT_THRESH[0])

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)"""
        return self.image.shape

    def pixels(self, first: int, stop: int) -> np.ndarray:
        """Filtered pixels on the rows `first` to `stop` (exclusive): float32, shape (rows, width)."""
        return convolved_rows(self.image.pixels, self.kernel, first, stop)

    def variance(self, first: int, stop: int) -> np.ndarray | None:
        """Their variance, filtered alike; None without weights."""
        return None if self.image.variance is None else convolved_rows(self.image.variance, self.kernel, first, stop)

    def threshold(self, variance: np.ndarray | None) -> np.ndarray | np.float32:
        """Detection threshold of pixels of these filtered variances, float32 of their shape, or of all pixels."""
        if self.common_threshold is not None or variance is None:
            return np.float32(self.common_threshold)
        return (self.factor * np.sqrt(variance.astype(np.float64))).astype(np.float32)

    def is_low(self, variance: np.ndarray) -> np.ndarray:
        """Which pixels of these filtered variances have hardly any weight."""
        return variance >= min(self.image.worst_variance, LARGEST_VARIANCE)

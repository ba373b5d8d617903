"""The windows in which models are fitted, and the rasters on which they are drawn."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows
from ...constants import ALMOST_HALF, ALMOST_HALF_OF_FITS, MODEL_WINDOW_MARGIN, MODEL_WINDOW_STRETCH
from ...detection.objects import Objects
from ..photometry.aperture_shapes import toward_zero
from ..psf.checks import check_light
from ..psf.model import Psf
from ..registry import quantity

LARGEST_WINDOW = 512  # pixels; those of larger windows are binned
LARGEST_RASTER = 512  # samples


@dataclass(frozen=True)
class ModelWindows(Rows):
    """The windows of n objects; arrays of shape (n,).

    Attributes
    ----------
    x, y : ndarray of int64
        Central pixels, 0-based.
    size : ndarray of int64
        Width and height, in binned pixels. Pixels count within a circle of this diameter.
    binning : ndarray of int64
        Pixels along the side of a binned pixel: 1, unless the window is larger than 512 pixels.
    raster : ndarray of int64
        Samples along the side of the raster.
    step : ndarray of float64
        Distance of the samples, in pixels of the image: that of the PSF, unless there would be more than 512.
    """

    x: np.ndarray
    y: np.ndarray
    size: np.ndarray
    binning: np.ndarray
    raster: np.ndarray
    step: np.ndarray

    def coarser(self, psf: Psf) -> np.ndarray:
        """Which rasters are coarser than the samples of the PSF, as they would be too large; bool of shape (n,)."""
        return self.step != psf.step


@quantity
def model_windows(objects: Objects, psf_model: Psf) -> ModelWindows:
    """Windows around the barycentres: the bounding box and the PSF, and a fifth more.

    Raises
    ------
    SexlikeError
        The PSF has no light.
    """
    if len(objects):
        check_light(psf_model)
    x, y = (toward_zero(centre + ALMOST_HALF) for centre in (objects.x, objects.y))
    extent = float(np.float32(psf_model.shape[1]) * np.float32(psf_model.step))
    boxes = (objects.x_max - objects.x_min + 1, objects.y_max - objects.y_min + 1)
    full = np.max([stretched(toward_zero(box + extent + MODEL_WINDOW_MARGIN)) for box in boxes], axis=0)
    binning = np.maximum(-(-full // LARGEST_WINDOW), 1)
    size = full // binning
    wanted = (toward_zero(size * binning / psf_model.step + ALMOST_HALF_OF_FITS) // 2 + 1) * 2
    too_large = wanted > LARGEST_RASTER
    step = np.where(too_large, wanted / LARGEST_RASTER, psf_model.step)
    return ModelWindows(x, y, size, binning, np.where(too_large, LARGEST_RASTER, wanted), step)


def stretched(size: np.ndarray) -> np.ndarray:
    """Sizes of windows with their margin: int64 (n,) -> (n,)."""
    return toward_zero(size * MODEL_WINDOW_STRETCH + 1)

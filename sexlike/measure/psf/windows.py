"""The windows in which the PSF is fitted to objects."""

from dataclasses import dataclass

import numpy as np

from ...arrays import groups
from ...detection.objects import Objects
from ...images.image import Image
from ..registry import quantity
from .model import Psf

OBJECTS_AT_A_TIME = 64
PIXELS_AT_A_TIME = 1 << 16  # in windows that are fitted together, which stay near the processor


@dataclass(frozen=True)
class Windows:
    """The windows of n objects.

    Attributes
    ----------
    centre : ndarray of int64, shape (n, 2)
        Central pixel, x and y: the one of the index `size` // 2 in the window.
    size : ndarray of int64, shape (n, 2)
        Height and width of the part that may be on the image.
    area : ndarray of float64, shape (n,)
        Pixels of the whole windows.
    """

    centre: np.ndarray
    size: np.ndarray
    area: np.ndarray

    @property
    def corner(self) -> np.ndarray:
        """First pixel of each window, x and y; int64 of shape (n, 2)."""
        return self.centre - self.size[:, ::-1] // 2

    def groups(self) -> list[np.ndarray]:
        """Indices of the objects whose windows are worked on together: those of about the same size."""
        side = self.size.max(axis=1)
        order = np.lexsort((self.size.min(axis=1), side))
        room = np.maximum(side[order] ** 2, PIXELS_AT_A_TIME // OBJECTS_AT_A_TIME)
        return [order[group] for group in groups(room, PIXELS_AT_A_TIME)]


@quantity
def psf_windows(image: Image, objects: Objects, psf_model: Psf) -> Windows:
    """Windows around the boxes of the objects, larger by the FWHM of the PSF.

    As in SExtractor, that is multiplied by the distance of the PSF's samples, though it is in pixels of the image.
    """
    margin = np.float32(psf_model.fwhm) * np.float32(psf_model.step)
    sides, centres, area = [], [], np.ones(len(objects))
    for low, high, length in (
        (objects.y_min, objects.y_max, image.shape[0]),
        (objects.x_min, objects.x_max, image.shape[1]),
    ):
        extent = (high - low + 1).astype(np.float32) + margin
        side = np.maximum(extent.astype(np.int64), int(2 * margin))
        area *= side
        sides.append(np.minimum(side, 2 * length + 4))  # wherever the object is, no more is on the image
        centres.append((low.astype(np.int64) + high + 1) // 2)
    return Windows(np.column_stack(centres[::-1]), np.column_stack(sides), area)

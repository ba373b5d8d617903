"""Pixels of the objects that have no weight: FLAGS_WEIGHT, NLOWWEIGHT_ISO, NLOWDWEIGHT_ISO."""

from dataclasses import dataclass

import numpy as np

from ...detection.detections import Detections
from ...detection.objects import Objects
from ...images.image import Image
from ..flags import WeightFlag, add_bits
from ..registry import column, quantity
from .shape import OwnPixels


@dataclass(frozen=True)
class LowWeight:
    """Pixels without weight in the own footprints of n objects; int64 of shape (n,).

    Attributes
    ----------
    measured : ndarray
        Number of pixels that have none in the measurement image.
    searched : ndarray
        Number that have hardly any in the smoothed detection image, or touch one that has.
    """

    measured: np.ndarray
    searched: np.ndarray


@quantity
def low_weight(image: Image, detections: Detections, objects: Objects, own_pixels: OwnPixels) -> LowWeight:
    """Count pixels without weight. There are none unless both images have weights."""
    if image.variance is None or detections.raw.low_weight is None:
        nothing = np.zeros(len(objects), np.int64)
        return LowWeight(nothing, nothing)
    footprints = own_pixels.footprints
    measured = footprints.values_of(image.variance) >= image.worst_variance
    searched = detections.raw.low_weight[own_pixels.index]
    return LowWeight(*(footprints.sum(bad).astype(np.int64) for bad in (measured, searched)))


@column("FLAGS_WEIGHT", "i2 %1d", about="Bits that tell of pixels without weight", ucd="meta.code.qual")
def _(low_weight):
    return add_bits({WeightFlag.MEASUREMENT: low_weight.measured > 0, WeightFlag.DETECTION: low_weight.searched > 0})


@column("NLOWWEIGHT_ISO", "i4 %9d", about="Detected pixels without weight", ucd="meta.number")
def _(low_weight):
    return low_weight.measured


@column("NLOWDWEIGHT_ISO", "i4 %9d", about="Detected pixels with, or next to, no detection weight", ucd="meta.number")
def _(low_weight):
    return low_weight.searched

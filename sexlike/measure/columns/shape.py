"""Shapes of the objects, and the errors of their positions."""

from dataclasses import dataclass

import numpy as np

from ...constants import PIXEL_VARIANCE_OF_ERRORS
from ...detection.detections import Detections
from ...detection.footprints import Footprints
from ...detection.moments import Moments
from ...detection.objects import Objects
from ...images.image import Image
from ...threads import picked
from ..momentcolumns import moment_columns
from ..registry import column, quantity


@dataclass(frozen=True)
class OwnPixels:
    """The pixels of n objects, without those of the detections that were merged into them, in list order.

    Attributes
    ----------
    footprints : Footprints
    index : ndarray of int64, shape (p,)
        Their indices among the pixels of all detections.
    value : ndarray of float32, shape (p,)
        Measurement image.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image.
    """

    footprints: Footprints
    index: np.ndarray
    value: np.ndarray
    filtered: np.ndarray


@quantity
def own_pixels(image: Image, detections: Detections, objects: Objects) -> OwnPixels:
    """The pixels of the objects' own footprints."""
    raw = detections.raw
    index, footprints = raw.footprints.pixel_indices(objects.detection), raw.footprints.take(objects.detection)
    return OwnPixels(footprints, index, footprints.values_of(image.pixels), picked(raw.filtered, index))


@quantity
def position_error(image: Image, detection_image: Image, objects: Objects, own_pixels: OwnPixels) -> Moments:
    """Errors of the barycentre.

    The noise is the detection background's, the same everywhere, and the photon noise of the filtered light.
    """
    footprints, light = own_pixels.footprints, own_pixels.filtered
    owner = footprints.owner
    sigma = np.float32(detection_image.background.sigma)
    noise = np.full(len(light), sigma * sigma, np.float64)
    if image.gain > 0:
        noise += np.maximum(light, 0) / image.gain
    dx, dy = footprints.x - objects.x[owner], footprints.y - objects.y[owner]
    flux = footprints.sum(light).astype(np.float32)
    flux2 = (flux * flux).astype(np.float64)  # beyond the range of single precision, errors are 0 as in SExtractor
    x2, y2, xy = (footprints.sum(noise * product) / flux2 for product in (dx * dx, dy * dy, dx * dy))
    floor = PIXEL_VARIANCE_OF_ERRORS * footprints.sum(noise) / flux2
    is_tiny = objects.singular & (x2 * y2 - xy * xy < floor * floor)
    return Moments.from_variances(x2 + floor * is_tiny, y2 + floor * is_tiny, xy)


moment_columns("{}", of=lambda objects: objects, about="the detected light", main=";meta.main")
moment_columns(
    "ERR{}", of=lambda position_error: position_error, about="the barycentre error", error=True, main=";meta.main"
)


@column("ELONGATION", "f4 %8.3f", about="A / B", ucd="src.ellipticity;arith.ratio;instr.det")
def _(objects):
    return objects.a / objects.b


@column("ELLIPTICITY", "f4 %8.3f", about="1 - B / A", ucd="src.ellipticity;instr.det\t")
def _(objects):
    return 1 - objects.b / objects.a


@column("POLAR_IMAGE", "f4 %7.5f", about="Polarisation (A^2 - B^2) / (A^2 + B^2)", ucd="src.ellipticity;instr.det")
def _(objects):
    a2, b2 = objects.a**2, objects.b**2
    return (a2 - b2) / (a2 + b2)

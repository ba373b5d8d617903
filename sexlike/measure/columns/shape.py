"""Shapes of the objects, and the errors of their positions."""

from dataclasses import dataclass

import numpy as np

from ...detection.moments import Moments
from ..momentcolumns import moment_columns
from ..registry import column, quantity

DIVISION_NOISE = 0.08333  # 1/12: variance of a position within its pixel


@dataclass(frozen=True)
class OwnPixels:
    """The pixels of n objects before they absorbed others, in list order.

    Attributes
    ----------
    footprints : Footprints
    value : ndarray of float32, shape (p,)
        Measurement image.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image.
    """

    footprints: object
    value: np.ndarray
    filtered: np.ndarray


@quantity
def own_pixels(image, detections):
    """The pixels of the objects' own footprints -> OwnPixels."""
    footprints = detections.footprints.of(detections.detection)
    filtered = detections.filtered[detections.footprints.places(detections.detection)]
    return OwnPixels(footprints, image.pixels[footprints.y, footprints.x], filtered)


@quantity
def position_error(image, detection_image, detections, own_pixels):
    """Errors of the barycentre -> Moments.

    The noise is the detection background's, the same everywhere, and the photon noise of the filtered light.
    """
    footprints, light = own_pixels.footprints, own_pixels.filtered
    owner = footprints.owner
    sigma = np.float32(detection_image.background.sigma)
    noise = np.full(len(light), sigma * sigma, np.float64)
    if image.gain > 0:
        noise += np.maximum(light, 0) / image.gain
    dx, dy = footprints.x - detections.x[owner], footprints.y - detections.y[owner]
    flux2 = footprints.sum(light) ** 2
    x2, y2, xy = (footprints.sum(noise * product) / flux2 for product in (dx * dx, dy * dy, dx * dy))
    floor = DIVISION_NOISE * footprints.sum(noise) / flux2
    tiny = detections.singular & (x2 * y2 - xy * xy < floor * floor)
    return Moments.of(x2 + floor * tiny, y2 + floor * tiny, xy)


moment_columns("detections", "{}_IMAGE", "the detected light", main=";meta.main")
moment_columns("position_error", "ERR{}_IMAGE", "the barycentre error", error=True, main=";meta.main")


@column("ELONGATION", type="f4", format="%8.3f", ucd="src.ellipticity;arith.ratio;instr.det", about="A / B")
def _(detections):
    return detections.a / detections.b


@column("ELLIPTICITY", type="f4", format="%8.3f", ucd="src.ellipticity;instr.det\t", about="1 - B / A")
def _(detections):
    return 1 - detections.b / detections.a


@column(
    "POLAR_IMAGE",
    type="f4",
    format="%7.5f",
    ucd="src.ellipticity;instr.det",
    about="Polarisation (A^2 - B^2) / (A^2 + B^2)",
)
def _(detections):
    a2, b2 = detections.a**2, detections.b**2
    return (a2 - b2) / (a2 + b2)

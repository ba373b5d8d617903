"""Fluxes in circles of fixed size: FLUX_APER and its family."""

from dataclasses import dataclass

import numpy as np

from ..fluxcolumns import flux_columns
from ..photometry.aperture_shapes import circle_boxes, circle_zone
from ..photometry.masking import completed
from ..photometry.subpixels import RIM, fraction_inside
from ..photometry.sums import Sums
from ..reach import aperture_diameters
from ..registry import quantity

DIVISIONS = 5  # sub-pixels along the side of a pixel


@dataclass(frozen=True)
class AperturePhotometry:
    """Fluxes and errors in k circles, float64 arrays of shape (n, k); whether one left the image, (n,)."""

    flux: np.ndarray
    flux_error: np.ndarray
    cut: np.ndarray


@quantity
def aperture(image, objects, config, request, masking, local_background):
    """Light in circles of PHOT_APERTURES -> AperturePhotometry."""
    radii = [np.float32(diameter / 2) for diameter in aperture_diameters(request, config)]
    x, y = objects.x, objects.y
    boxes = [circle_boxes(x, y, radius, image.shape) for radius in radii]
    sums = [Sums(len(objects), image, config) for _ in radii]
    zone = circle_zone(x.astype(np.float32), y.astype(np.float32), max(radii), image.shape, margin=RIM)
    for pixels in zone.chunks():
        light = completed(image, masking, pixels, x, y)
        for radius, box, total in zip(radii, boxes, sums, strict=True):
            near, fraction = fraction_inside(pixels, radius, DIVISIONS)
            touched = touched_by(box, pixels, near, fraction, zone.width)
            part = light.at(near[touched])
            total.add(pixels.owner[near[touched]], part.value, part.variance, fraction[touched])
    offset = local_background.offset[objects.detection]
    flux, variance = np.moveaxis([total.total(offset) for total in sums], 0, -1)
    return AperturePhotometry(flux, np.sqrt(variance), np.any([box.cut for box in boxes], axis=0))


def touched_by(box, pixels, near, fraction, width):
    """Which pixels near the rims SExtractor looks at: those with a part inside, and all others in the aperture's box.

    The latter have no flux in the aperture, but their photons count in its error where the gain follows the weights.
    """
    touched = fraction > 0
    empty = np.flatnonzero(~touched)
    row, column = np.divmod(pixels.flat_index[near[empty]], width)
    touched[empty] = box.holds(pixels.owner[near[empty]], column, row)
    return np.flatnonzero(touched)


flux_columns(
    "APER", of=lambda aperture: (aperture.flux, aperture.flux_error), about="in circles of fixed size", dimensions=1
)

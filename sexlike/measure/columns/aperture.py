"""Fluxes in circles of fixed size: FLUX_APER and its family."""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...config.config import Config
from ...constants import RIM, SUBPIXELS
from ...detection.objects import Objects
from ...images.image import Image
from ..fluxcolumns import flux_columns
from ..photometry.aperture_shapes import Boxes, circle_boxes, rows_in_circles
from ..photometry.aperturesums import ApertureSums
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking, corrected_light
from ..photometry.pixelrows import Pixels
from ..photometry.response import CIRCLES
from ..photometry.scene import for_objects, scene_of
from ..photometry.subpixels import areas, corner_distance, fraction_inside
from ..reach import aperture_diameters
from ..registry import Request, quantity


@dataclass(frozen=True)
class AperturePhotometry:
    """Light of n objects in k circles.

    Attributes
    ----------
    flux, flux_error : ndarray of float64, shape (n, k)
    clipped : ndarray of bool, shape (n,)
        One of the circles leaves the image.
    """

    flux: np.ndarray
    flux_error: np.ndarray
    clipped: np.ndarray


@quantity
def aperture(
    image: Image,
    objects: Objects,
    config: Config,
    request: Request,
    masking: Masking,
    local_background: LocalBackground,
) -> AperturePhotometry:
    """Light in circles of PHOT_APERTURES."""
    radii = [np.float32(diameter / 2) for diameter in aperture_diameters(request, config)]
    x, y = objects.x, objects.y
    boxes = [circle_boxes(x, y, radius, image.shape[1], objects.view) for radius in radii]
    sums = [ApertureSums(len(objects), image, config, CIRCLES) for _ in radii]
    x, y = x.astype(np.float32), y.astype(np.float32)
    scene = scene_of(image, masking, config)
    if scene:
        area, corner = areas(SUBPIXELS), corner_distance(SUBPIXELS)
        for radius, box, total in zip(radii, boxes, sums, strict=True):
            circles = x, y, box.bounds(), radius, corner, area
            for_objects(loops.add_up_circles, scene, len(x), *circles, total.table)
    else:
        rows = rows_in_circles(x, y, max(radii), image.shape[1], objects.view, margin=RIM)
        for pixels in rows.pixels():
            light = corrected_light(image, masking, pixels, x, y)
            for radius, box, total in zip(radii, boxes, sums, strict=True):
                near, fraction = fraction_inside(pixels, radius, SUBPIXELS)
                touched = touched_by(box, pixels, near, fraction, rows.width)
                part = light.take(near[touched])
                total.add(pixels.owner[near[touched]], part.value, part.variance, fraction[touched])
    offset = local_background.offset[objects.detection]
    totals = np.array([total.total(offset) for total in sums])
    clipped = np.any([box.clipped for box in boxes], axis=0)
    return AperturePhotometry(totals[:, 0].T, np.sqrt(totals[:, 1]).T, clipped)


def touched_by(box: Boxes, pixels: Pixels, near: np.ndarray, fraction: np.ndarray, width: int) -> np.ndarray:
    """Which pixels near the rims SExtractor looks at: those with a part inside, and all others in the aperture's box.

    The latter have no flux in the aperture, but their photons count in its error where the gain follows the weights.

    Parameters
    ----------
    box : Boxes
        Of the apertures.
    pixels : Pixels
    near, fraction : ndarray, shape (q,)
        As `fraction_inside` gives them.
    width : int
        Of the image.

    Returns
    -------
    ndarray of int64
        Indices among the q pixels.
    """
    touched = fraction > 0
    empty = np.flatnonzero(~touched)
    row, column = np.divmod(pixels.flat_index[near[empty]], width)
    touched[empty] = box.holds(pixels.owner[near[empty]], column, row)
    return np.flatnonzero(touched)


flux_columns(
    "APER", of=lambda aperture: (aperture.flux, aperture.flux_error), about="in circles of fixed size", dimensions=1
)

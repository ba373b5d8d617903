"""Light in ellipses that are scaled to each object: what Kron and Petrosian photometry have in common."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ... import loops
from ...config.config import Config
from ...detection.objects import Objects
from ...images.image import Image
from .aperture_shapes import Ellipses, circles, ellipse_boxes, rows_within
from .aperturesums import ApertureSums
from .localbackground import LocalBackground
from .masking import Masking, corrected_light
from .pixelrows import PixelRows, Pixels, add_up
from .response import ELLIPSES
from .scene import for_objects, scene_of

CROWDED_FRACTION = 0.1  # of the pixels that are masked, above which an aperture is crowded


class EllipseSize(NamedTuple):
    """The size of the ellipses of n objects; arrays of shape (n,).

    Attributes
    ----------
    radius : ndarray of float32
        Of the aperture, in units of A or B; 0 where there is none.
    crowded, clipped : ndarray of bool
        More than a tenth of the pixels looked at are masked; the image ends within them.
    """

    radius: np.ndarray
    crowded: np.ndarray
    clipped: np.ndarray


class EllipticalFlux(NamedTuple):
    """Light in the ellipses of n objects; arrays of shape (n,).

    Attributes
    ----------
    flux, flux_error : ndarray of float32
    radius : ndarray of float32
        In units of A or B; 0 where a circle replaced the ellipse, and where the flux is not positive.
    crowded, clipped : ndarray of bool
        More than a tenth of the pixels are masked, or the image ends within them; also of those searched for the size.
    """

    flux: np.ndarray
    flux_error: np.ndarray
    radius: np.ndarray
    crowded: np.ndarray
    clipped: np.ndarray


def scaled_ellipses(objects: Objects, radius: np.ndarray, least_diameter: float) -> tuple[Ellipses, np.ndarray]:
    """The objects' ellipses at some radius, or circles where the ellipses are smaller than these.

    Parameters
    ----------
    objects : Objects
    radius : ndarray of float32, shape (n,)
        In units of A or B.
    least_diameter : float
        Of the circles, pixels.

    Returns
    -------
    ellipses : Ellipses
    is_circle : ndarray of bool, shape (n,)
    """
    mean_axis = np.sqrt(objects.a.astype(np.float64) * objects.b)
    is_circle = ~(radius * mean_axis > least_diameter / 2)
    shapes = Ellipses(objects.cxx, objects.cyy, objects.cxy, radius)
    least = circles(np.full(len(radius), least_diameter / 2, np.float32))
    return Ellipses(*(np.where(is_circle, c, e) for c, e in zip(least, shapes, strict=True))), is_circle


def centres(objects: Objects) -> tuple[np.ndarray, np.ndarray]:
    """Centres of the ellipses: float32, as offsets from them and mirror images about them are."""
    return objects.x.astype(np.float32), objects.y.astype(np.float32)


def pixels_inside(rows: PixelRows, ellipses: Ellipses) -> Iterator[tuple[Pixels, np.ndarray]]:
    """List the pixels whose centres lie in the ellipses, with their squared elliptical radii (float32)."""
    limit2 = ellipses.limit * ellipses.limit
    for pixels in rows.pixels():
        r2 = ellipses.radius2(pixels)
        inside = np.flatnonzero(r2 <= limit2[pixels.owner])
        yield pixels.take(inside), r2[inside]


def is_crowded(masked: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Whether more than a tenth of the pixels are masked; just a tenth, rounded to float32, counts as more."""
    return (masked / np.maximum(number, 1)).astype(np.float32).astype(np.float64) > CROWDED_FRACTION


def elliptical_flux(
    image: Image,
    objects: Objects,
    config: Config,
    masking: Masking,
    local_background: LocalBackground,
    size: EllipseSize,
) -> EllipticalFlux:
    """Light in ellipses of a radius of each object's own, in whole pixels.

    Parameters
    ----------
    image : Image
    objects : Objects
    config : Config
    masking : Masking
    local_background : LocalBackground
    size : EllipseSize
    """
    ellipses, is_circle = scaled_ellipses(objects, size.radius, config.PHOT_AUTOAPERS[1])
    sums = ApertureSums(len(objects), image, config, ELLIPSES)
    scene = scene_of(image, masking, config)
    x, y = centres(objects)
    boxes = ellipse_boxes(x, y, ellipses, image.shape[1], objects.view)
    if scene:
        for_objects(loops.add_up_ellipses, scene, len(x), x, y, boxes.bounds(), ellipses.table(), sums.table)
    else:
        for pixels, _ in pixels_inside(rows_within(x, y, ellipses, boxes, image.shape[1]), ellipses):
            light = corrected_light(image, masking, pixels, x, y)
            sums.add(pixels.owner, light.value, light.variance)
            add_up(pixels.owner[light.masked], (sums.masked, None))
    total, variance = sums.total(local_background.offset[objects.detection])
    flux, error = total.astype(np.float32), np.sqrt(variance).astype(np.float32)
    shown = np.where(is_circle | (flux <= 0), np.float32(0), size.radius)
    crowded = size.crowded | (sums.masked > CROWDED_FRACTION * sums.area)
    return EllipticalFlux(flux, error, shown, crowded, size.clipped | boxes.clipped)

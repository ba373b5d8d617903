"""Light in ellipses that are scaled to each object: what Kron and Petrosian photometry have in common."""

from typing import NamedTuple

import numpy as np

from .aperture_shapes import Ellipses, circles, ellipse_zone
from .masking import completed, visible
from .sums import Sums
from .zones import add_up

SEARCH_RADIUS = 6  # of the zone in which the size is looked for, in units of A or B
MOST_HIDDEN = 0.1  # part of the pixels that may be a neighbour's


class EllipticalFlux(NamedTuple):
    """Flux and error (float32), the radius as it is shown, whether much is hidden or cut; arrays of shape (n,)."""

    flux: np.ndarray
    flux_error: np.ndarray
    radius: np.ndarray
    crowded: np.ndarray
    cut: np.ndarray


def scaled_ellipses(objects, radius, least_diameter):
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


def centres(objects):
    """Centres of the ellipses, in the precision in which offsets from them are computed."""
    return objects.x.astype(np.float32), objects.y.astype(np.float32)


def search_zone(objects, config, shape):
    """Where the size of the objects is looked for -> Zone, Ellipses."""
    radius = np.full(len(objects), SEARCH_RADIUS, np.float32)
    ellipses, _ = scaled_ellipses(objects, radius, config.PHOT_AUTOAPERS[0])
    return ellipse_zone(*centres(objects), ellipses, shape), ellipses


def pixels_inside(zone, ellipses):
    """Chunks of the pixels whose centres lie in the ellipses, with their squared elliptical radii (float32)."""
    limit2 = ellipses.limit * ellipses.limit
    for pixels in zone.chunks():
        r2 = ellipses.radius2(pixels)
        inside = np.flatnonzero(r2 <= limit2[pixels.owner])
        yield pixels.at(inside), r2[inside]


def searched_pixels(detection_image, objects, config, masking):
    """Chunks of the pixels in which the size of the objects is looked for -> Pixels, squared radii, Light."""
    zone, ellipses = search_zone(objects, config, detection_image.shape)
    for pixels, r2 in pixels_inside(zone, ellipses):
        yield pixels, r2, visible(detection_image, masking, pixels.owner, pixels.flat_index)


def many_hidden(hidden, number):
    """Whether more than a tenth of the pixels in a zone are hidden; just a tenth, rounded to float32, is more."""
    return (hidden / np.maximum(number, 1)).astype(np.float32).astype(np.float64) > MOST_HIDDEN


def elliptical_flux(image, objects, config, masking, offset, radius):
    """Light in ellipses of a radius of each object's own, in whole pixels.

    Parameters
    ----------
    image, objects, config, masking
    offset : ndarray, shape (n,)
        Local background.
    radius : ndarray of float32, shape (n,)
        In units of A or B; 0 for no ellipse at all.

    Returns
    -------
    EllipticalFlux
        Its radius is 0 where a circle took the ellipse's place, and where the flux is not positive.
    """
    n = len(objects)
    ellipses, is_circle = scaled_ellipses(objects, radius, config.PHOT_AUTOAPERS[1])
    zone = ellipse_zone(*centres(objects), ellipses, image.shape)
    sums, hidden = Sums(n, image, config), np.zeros(n)
    for pixels, _ in pixels_inside(zone, ellipses):
        light = completed(image, masking, pixels, objects.x, objects.y)
        sums.add(pixels.owner, light.value, light.variance)
        add_up(pixels.owner[light.hidden], (hidden, None))
    flux, variance = sums.total(offset)
    flux, error = flux.astype(np.float32), np.sqrt(variance).astype(np.float32)
    shown = np.where(is_circle | (flux <= 0), np.float32(0), radius)
    return EllipticalFlux(flux, error, shown, hidden > MOST_HIDDEN * sums.area, zone.cut)

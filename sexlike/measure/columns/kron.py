"""Fluxes in Kron's ellipse: FLUX_AUTO and its family, KRON_RADIUS (Kron 1980; Bertin & Arnouts 1996, section 8.1)."""

import numpy as np

from ..fluxcolumns import flux_columns
from ..photometry.ellipses import elliptical_flux, many_hidden, search_zone, searched_pixels
from ..photometry.zones import add_up
from ..registry import column, quantity


@quantity
def kron_search(detection_image, objects, config, masking):
    """Look for Kron's radius: the mean radius, weighted with light, in units of A or B.

    Returns
    -------
    radius : ndarray of float32, shape (n,)
        Of the aperture: times PHOT_AUTOPARAMS; 0 where there is no pixel.
    crowded, cut : ndarray of bool, shape (n,)
        More than a tenth of the pixels are hidden; the image ends within them.
    """
    n = len(objects)
    light_radius, total, seen, hidden = np.zeros((4, n))
    for pixels, r2, light in searched_pixels(detection_image, objects, config, masking):
        visible = np.flatnonzero(~light.hidden)
        owner, value = pixels.owner[visible], light.value[visible]
        weighted_radius = np.sqrt(r2[visible], dtype=np.float64) * value
        add_up(owner, (seen, None), (light_radius, weighted_radius), (total, value))
        add_up(pixels.owner[light.hidden], (hidden, None))
    factor, least = config.PHOT_AUTOPARAMS
    found = (light_radius > 0) & (total > 0)
    radius = np.where(found, factor * light_radius / np.where(found, total, 1), 0)
    number = seen + hidden
    radius = np.where(number > 0, np.maximum(radius, least), 0).astype(np.float32)
    crowded = many_hidden(hidden, number)
    return radius, crowded, search_zone(objects, config, detection_image.shape)[0].cut


@quantity
def kron(image, objects, config, masking, local_background, kron_search):
    """Light in Kron's ellipse -> EllipticalFlux."""
    radius, crowded, cut = kron_search
    offset = local_background.offset[objects.detection]
    found = elliptical_flux(image, objects, config, masking, offset, radius)
    return found._replace(crowded=found.crowded | crowded, cut=found.cut | cut)


flux_columns("AUTO", of=lambda kron: (kron.flux, kron.flux_error), about="in the Kron ellipse", ucd=";meta.main")


@column(
    "KRON_RADIUS", "f4 %5.2f", about="Radius of the Kron ellipse, in units of A or B", ucd="arith.factor;arith.ratio"
)
def _(kron):
    return kron.radius

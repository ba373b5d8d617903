"""Fluxes in the Petrosian ellipse: FLUX_PETRO and its family, PETRO_RADIUS (Petrosian 1976)."""

import numpy as np

from ..fluxcolumns import flux_columns
from ..photometry.ellipses import elliptical_flux, many_hidden, search_zone, searched_pixels
from ..photometry.zones import add_up_in_bins
from ..registry import column, quantity

STEPS = 20  # radii that are tried, out to the limit of the zone
RING = 12  # outer radius of the ring, in tenths of its inner radius
MIDDLE = 11  # radius between both, that is compared with
TENTHS = 10
CONTRAST = 0.2  # the ring at the Petrosian radius is so much fainter than what lies within its middle
TRIED = np.arange(1, (TENTHS * STEPS - 1) // RING + 1)  # inner radii, in steps, of the rings that end within the zone
EDGES = np.unique(np.outer((TENTHS, MIDDLE, RING), TRIED))  # of all rings, in tenths of a step
INNER, BETWEEN, OUTER = (np.searchsorted(EDGES, edge * TRIED) for edge in (TENTHS, MIDDLE, RING))


@quantity
def petrosian_search(detection_image, objects, config, masking):
    """Look for the Petrosian radius, at which the mean light of a ring is a fifth of that within.

    Returns
    -------
    radius : ndarray of float32, shape (n,)
        Of the aperture, in units of A or B: times PHOT_PETROPARAMS.
    crowded, cut : ndarray of bool, shape (n,)
        More than a tenth of the pixels within the ring are hidden; the image ends within the zone.
    """
    zone, ellipses = search_zone(objects, config, detection_image.shape)
    step = ellipses.limit.astype(np.float64) / STEPS
    light, seen, hidden = cumulated(searched_pixels(detection_image, objects, config, masking), step)
    ring_count, ring_light = (v[:, OUTER] - v[:, INNER] for v in (seen, light))
    inner_count, inner_light = seen[:, BETWEEN], light[:, BETWEEN]
    populated = (ring_count > 0) & (inner_count > 0)
    ring_mean, inner_mean = ring_light / np.maximum(ring_count, 1), inner_light / np.maximum(inner_count, 1)
    faint = populated & (ring_mean < CONTRAST * inner_mean)
    last = np.where(faint.any(axis=1), faint.argmax(axis=1), len(TRIED) - 1)
    factor, least = config.PHOT_PETROPARAMS
    each = np.arange(len(objects))
    radius = factor * step * TRIED[last] * (MIDDLE / TENTHS)
    # A sum of exactly zero is no sum to SExtractor; with integers it happens.
    summed = (ring_light[each, last] != 0) & (inner_light[each, last] != 0)
    radius = np.where(summed, np.maximum(radius, least), least).astype(np.float32)
    number, hidden = seen[each, OUTER[last]] + hidden[each, OUTER[last]], hidden[each, OUTER[last]]
    crowded = many_hidden(hidden, number)
    return radius, crowded, zone.cut


def cumulated(chunks, step):
    """Light, and numbers of visible and of hidden pixels, within each edge: three arrays of shape (n, edges)."""
    bin_of = np.searchsorted(EDGES, np.arange(TENTHS * STEPS + 1), "right")
    totals = np.zeros((3, len(step), len(EDGES) + 1))
    for pixels, r2, light in chunks:
        tenth = np.sqrt(r2, dtype=np.float64) / (step / TENTHS)[pixels.owner]
        bins = bin_of[np.minimum(tenth.astype(np.int64), TENTHS * STEPS)]
        visible = np.flatnonzero(~light.hidden)
        add_up_in_bins(totals[0], pixels.owner[visible], bins[visible], light.value[visible])
        add_up_in_bins(totals[1], pixels.owner[visible], bins[visible])
        add_up_in_bins(totals[2], pixels.owner[light.hidden], bins[light.hidden])
    return totals.cumsum(axis=2)


@quantity
def petrosian(image, objects, config, masking, local_background, petrosian_search):
    """Light in the Petrosian ellipse -> EllipticalFlux."""
    radius, crowded, cut = petrosian_search
    offset = local_background.offset[objects.detection]
    found = elliptical_flux(image, objects, config, masking, offset, radius)
    return found._replace(crowded=found.crowded | crowded, cut=found.cut | cut)


flux_columns("PETRO", of=lambda petrosian: (petrosian.flux, petrosian.flux_error), about="in the Petrosian ellipse")


@column(
    "PETRO_RADIUS",
    "f4 %5.2f",
    about="Radius of the Petrosian ellipse, in units of A or B",
    ucd="arith.factor;arith.ratio",
)
def _(petrosian):
    return petrosian.radius

"""Fluxes in the Petrosian ellipse: FLUX_PETRO and its family, PETRO_RADIUS (Petrosian 1976)."""

import numpy as np

from ... import loops
from ...config.config import Config
from ...detection.objects import Objects
from ...images.image import Image
from ..fluxcolumns import flux_columns
from ..photometry.ellipses import EllipseSize, EllipticalFlux, elliptical_flux, is_crowded
from ..photometry.ellipsesearch import EllipseSearch
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking
from ..photometry.pixelrows import add_up_in_bins
from ..registry import column, quantity

STEPS = 20  # radii that are tried, out to the limit of the search
RING = 12  # outer radius of the ring, in tenths of its inner radius
MIDDLE = 11  # radius between both; the ring is compared with the mean within it
TENTHS = 10
CONTRAST = 0.2  # brightness of the ring at the Petrosian radius, in units of the mean within its middle
TRIED = np.arange(1, (TENTHS * STEPS - 1) // RING + 1)  # inner radii, in steps, of the rings that end within the limit
EDGES = np.unique(np.outer((TENTHS, MIDDLE, RING), TRIED))  # of all rings, in tenths of a step
BIN_OF_TENTH = np.searchsorted(EDGES, np.arange(TENTHS * STEPS + 1), "right")  # the last takes all that are beyond
INNER, BETWEEN, OUTER = (np.searchsorted(EDGES, edge * TRIED) for edge in (TENTHS, MIDDLE, RING))


@quantity
def petrosian_search(detection_image: Image, objects: Objects, config: Config, search_masking: Masking) -> EllipseSize:
    """Look for the Petrosian radius, at which the mean light of a ring is a fifth of that within.

    That of the aperture is PHOT_PETROPARAMS times as large. It is crowded if the pixels within the ring are.
    """
    search = EllipseSearch.from_objects(detection_image, objects, config, search_masking)
    step = search.ellipses.limit.astype(np.float64) / STEPS
    totals = np.zeros((len(objects), 3, len(EDGES) + 1))
    if not search.add_up(loops.add_up_petrosian, step / TENTHS, BIN_OF_TENTH, totals):
        add_up_petrosian(search, step / TENTHS, totals)
    light, visible, masked = np.moveaxis(totals.cumsum(axis=2), 1, 0)
    ring_count, ring_light = (v[:, OUTER] - v[:, INNER] for v in (visible, light))
    inner_count, inner_light = visible[:, BETWEEN], light[:, BETWEEN]
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
    visible_within, masked_within = visible[each, OUTER[last]], masked[each, OUTER[last]]
    return EllipseSize(radius, is_crowded(masked_within, visible_within + masked_within), search.boxes.clipped)


def add_up_petrosian(search: EllipseSearch, tenth: np.ndarray, totals: np.ndarray) -> None:
    """Add up light, and numbers of visible and of masked pixels, between the edges.

    Parameters
    ----------
    search : EllipseSearch
    tenth : ndarray of float64, shape (n,)
        Tenths of the step between the radii that are tried, in units of A or B.
    totals : ndarray of float64, shape (n, 3, number of edges + 1)
        Changed in place.
    """
    number = totals.shape[2]
    rows = totals.reshape(len(totals), 3 * number)
    for pixels, r2, light in search.pixels():
        tenths = np.sqrt(r2, dtype=np.float64) / tenth[pixels.owner]
        bins = BIN_OF_TENTH[np.fmin(tenths, TENTHS * STEPS).astype(np.int64)]
        clean = np.flatnonzero(~light.masked)
        add_up_in_bins(rows, pixels.owner[clean], bins[clean], light.value[clean])
        add_up_in_bins(rows, pixels.owner[clean], number + bins[clean])
        add_up_in_bins(rows, pixels.owner[light.masked], 2 * number + bins[light.masked])


@quantity
def petrosian(
    image: Image,
    objects: Objects,
    config: Config,
    masking: Masking,
    local_background: LocalBackground,
    petrosian_search: EllipseSize,
) -> EllipticalFlux:
    """Light in the Petrosian ellipse."""
    return elliptical_flux(image, objects, config, masking, local_background, petrosian_search)


flux_columns("PETRO", of=lambda petrosian: (petrosian.flux, petrosian.flux_error), about="in the Petrosian ellipse")


@column(
    "PETRO_RADIUS",
    "f4 %5.2f",
    about="Radius of the Petrosian ellipse, in units of A or B",
    ucd="arith.factor;arith.ratio",
)
def _(petrosian):
    return petrosian.radius

"""Fluxes in Kron's ellipse: FLUX_AUTO and its family, KRON_RADIUS (Kron 1980; Bertin & Arnouts 1996, section 8.1)."""

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
from ..photometry.pixelrows import add_up
from ..registry import column, quantity


@quantity
def kron_search(detection_image: Image, objects: Objects, config: Config, search_masking: Masking) -> EllipseSize:
    """Look for Kron's radius: the mean radius, weighted with light, in units of A or B.

    That of the aperture is PHOT_AUTOPARAMS times as large.
    """
    search = EllipseSearch.from_objects(detection_image, objects, config, search_masking)
    sums = np.zeros((len(objects), 4))
    if not search.add_up(loops.add_up_kron, sums):
        add_up_kron(search, sums)
    light_radius, total, visible, masked = sums.T
    factor, least = config.PHOT_AUTOPARAMS
    found = (light_radius > 0) & (total > 0)
    radius = np.where(found, factor * light_radius / np.where(found, total, 1), 0)
    number = visible + masked
    radius = np.where(number > 0, np.maximum(radius, least), 0).astype(np.float32)
    return EllipseSize(radius, is_crowded(masked, number), search.boxes.clipped)


def add_up_kron(search: EllipseSearch, sums: np.ndarray) -> None:
    """Add up what Kron's radius follows from.

    Parameters
    ----------
    search : EllipseSearch
    sums : ndarray of float64, shape (n, 4)
        Light times elliptical radius, light, and numbers of visible and of masked pixels; changed in place.
    """
    light_radius, total, visible, masked = sums.T
    for pixels, r2, light in search.pixels():
        clean = np.flatnonzero(~light.masked)
        owner, value = pixels.owner[clean], light.value[clean]
        weighted_radius = np.sqrt(r2[clean], dtype=np.float64) * value
        add_up(owner, (visible, None), (light_radius, weighted_radius), (total, value))
        add_up(pixels.owner[light.masked], (masked, None))


@quantity
def kron(
    image: Image,
    objects: Objects,
    config: Config,
    masking: Masking,
    local_background: LocalBackground,
    kron_search: EllipseSize,
) -> EllipticalFlux:
    """Light in Kron's ellipse."""
    return elliptical_flux(image, objects, config, masking, local_background, kron_search)


flux_columns("AUTO", of=lambda kron: (kron.flux, kron.flux_error), about="in the Kron ellipse", ucd=";meta.main")


@column(
    "KRON_RADIUS", "f4 %5.2f", about="Radius of the Kron ellipse, in units of A or B", ucd="arith.factor;arith.ratio"
)
def _(kron):
    return kron.radius

"""Fluxes in Kron's ellipse: FLUX_AUTO and its family, KRON_RADIUS (Kron 1980; Bertin & Arnouts 1996, section 8.1)."""

import numpy as np

from ... import loops
from ...config.config import Config
from ...detection.objects import Objects
from ...images.image import Image
from ..fluxcolumns import flux_columns
from ..photometry.ellipses import (
    EllipseSize,
    EllipticalFlux,
    centres,
    elliptical_flux,
    is_crowded,
    search_ellipses,
    searched_pixels,
)
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking
from ..photometry.pixelrows import add_up
from ..photometry.scene import for_objects, scene_of
from ..registry import column, quantity


@quantity
def kron_search(detection_image: Image, objects: Objects, config: Config, search_masking: Masking) -> EllipseSize:
    """Look for Kron's radius: the mean radius, weighted with light, in units of A or B.

    That of the aperture is PHOT_AUTOPARAMS times as large.
    """
    ellipses, boxes = search_ellipses(objects, config, detection_image.shape[1])
    sums = np.zeros((len(objects), 4))
    light_radius, total, visible, masked = sums.T
    scene = scene_of(detection_image, search_masking, config)
    if scene:
        shapes = *centres(objects), boxes.bounds(), ellipses.table()
        for_objects(loops.add_up_kron, scene, len(objects), *shapes, sums)
    else:
        for pixels, r2, light in searched_pixels(detection_image, objects, ellipses, boxes, search_masking):
            clean = np.flatnonzero(~light.masked)
            owner, value = pixels.owner[clean], light.value[clean]
            weighted_radius = np.sqrt(r2[clean], dtype=np.float64) * value
            add_up(owner, (visible, None), (light_radius, weighted_radius), (total, value))
            add_up(pixels.owner[light.masked], (masked, None))
    factor, least = config.PHOT_AUTOPARAMS
    found = (light_radius > 0) & (total > 0)
    radius = np.where(found, factor * light_radius / np.where(found, total, 1), 0)
    number = visible + masked
    radius = np.where(number > 0, np.maximum(radius, least), 0).astype(np.float32)
    return EllipseSize(radius, is_crowded(masked, number), boxes.clipped)


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

"""What the check-images show: CHECKIMAGE_TYPE -> the function that makes it.

A check-image takes an Extension and returns pixels of float32, int32 or uint8.
"""

from collections.abc import Callable

import numpy as np

from ...detection.filtering import convolve
from ...images.image import BAD
from ...measure.flags import Flag
from ...measure.reach import aperture_diameters
from ..declaring import declaring
from ..measured import measured
from .polygons import circle_sides, draw, ellipse_sides

CHECK_IMAGES: dict[str, Callable] = {}
check_image = declaring(CHECK_IMAGES)


@check_image("IDENTICAL")
def identical(extension):
    """The measurement image as it was read."""
    return extension.image.raw


@check_image("BACKGROUND")
def background(extension):
    """Its background."""
    return extension.image.background.rows(0, extension.image.shape[0])


@check_image("BACKGROUND_RMS")
def background_rms(extension):
    """The noise of the detection image's background."""
    image = extension.detection_image
    return image.background.rms_rows(0, image.shape[0])


@check_image("MINIBACKGROUND")
def background_meshes(extension):
    """The background's meshes, a pixel each."""
    return extension.image.background.level


@check_image("MINIBACK_RMS")
def background_rms_meshes(extension):
    """Their noise."""
    return extension.image.background.rms


@check_image("-BACKGROUND")
def without_background(extension):
    """The measurement image without its background."""
    return extension.image.pixels


@check_image("FILTERED")
def filtered(extension):
    """The detection image as it was searched."""
    return convolve(extension.detection_image.pixels, extension.kernel)


@check_image("SEGMENTATION")
def segmentation(extension):
    """NUMBER of the object that a pixel belongs to."""
    return extension.detections.segmentation()


@check_image("OBJECTS")
def objects_alone(extension):
    """The measurement image where something was detected, be it cleaned away later."""
    pixels, footprints = extension.image.pixels, extension.detections.raw.footprints
    shown = np.zeros_like(pixels)
    shown[footprints.y, footprints.x] = pixels[footprints.y, footprints.x]
    return shown


@check_image("-OBJECTS")
def without_objects(extension):
    """The measurement image without objects and bad pixels, as photometry of their neighbours sees it."""
    pixels = extension.image.pixels
    if extension.config.MASK_TYPE == "NONE":
        return pixels
    return np.where((extension.detections.blanked != 0) | (pixels <= BAD), np.float32(0), pixels)


@check_image("MASK")
def masked(extension):
    """1 where objects hide the light of their neighbours."""
    blanked = extension.detections.blanked
    return (
        np.zeros(blanked.shape, np.uint8) if extension.config.MASK_TYPE == "NONE" else (blanked != 0).astype(np.uint8)
    )


@check_image("-MASK")
def not_masked(extension):
    """0 there, and 1 elsewhere."""
    return 1 - masked(extension)


@check_image("APERTURES")
def apertures(extension):
    """The measurement image with the apertures whose light was measured, dashed where neighbours crowd them."""
    found, quantities = extension.detections.objects, extension.request.quantities
    shown, value = extension.image.pixels.copy(), 30 * extension.image.background.sigma
    x, y = (np.asarray(v, np.float64) for v in (found.x, found.y))
    for diameter in aperture_diameters(extension.request, extension.config):
        draw(shown, circle_sides(x, y, diameter / 2), value)
    radii = {"kron": "KRON_RADIUS", "petrosian": "PETRO_RADIUS"}
    names = [column for quantity, column in radii.items() if quantity in quantities]
    values = measured(extension, dict.fromkeys(["FLAGS", *names], ())) if names else {}
    for name in names:
        a, b, drawn = found.a * values[name], found.b * values[name], values[name] > 0
        corners = ellipse_sides(*(v[drawn] for v in (x, y, a, b, found.theta)))
        draw(shown, corners, value, dashed=values["FLAGS"][drawn] & Flag.CROWDED > 0)
    return shown

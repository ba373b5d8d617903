"""What the check-images show: CHECKIMAGE_TYPE -> the function that makes it.

A check-image is declared with ``@check_image("TYPE")``. It takes an Extension and returns an array of float32, int32 or
uint8.
"""

from collections.abc import Callable

import numpy as np

from ...arrays import slices
from ...detection.filtering import convolve
from ...images.image import BAD
from ...measure.flags import Flag
from ...measure.reach import aperture_diameters
from ..declaring import declaring
from ..measured import measured
from .polygons import circle_corners, draw_polygons, ellipse_corners

ROWS_AT_A_TIME = 64  # they stay near the processor

CHECK_IMAGES: dict[str, Callable] = {}
check_image = declaring(CHECK_IMAGES)


@check_image("IDENTICAL")
def identical(extension):
    """The measurement image as it was read."""
    return extension.image.raw


@check_image("BACKGROUND")
def background(extension):
    """The background of the measurement image."""
    return extension.image.background.rows(0, extension.image.shape[0])


@check_image("BACKGROUND_RMS")
def background_rms(extension):
    """The noise of the background of the detection image."""
    image = extension.detection_image
    return image.background.rms_rows(0, image.shape[0])


@check_image("MINIBACKGROUND")
def background_meshes(extension):
    """The background, a pixel for each mesh."""
    return extension.image.background.level


@check_image("MINIBACK_RMS")
def background_rms_meshes(extension):
    """The noise of the background, a pixel for each mesh."""
    return extension.image.background.rms


@check_image("-BACKGROUND")
def without_background(extension):
    """The measurement image without its background."""
    return extension.image.pixels


@check_image("FILTERED")
def filtered(extension):
    """The detection image after its background was subtracted and it was convolved."""
    return convolve(extension.detection_image.pixels, extension.kernel)


@check_image("SEGMENTATION")
def segmentation(extension):
    """NUMBER of the object that a pixel belongs to, 0 for the sky."""
    return extension.detections.segmentation()


@check_image("OBJECTS")
def objects_alone(extension):
    """The pixels of all detections in the measurement image, those that cleaning removed included; 0 elsewhere."""
    pixels, footprints = extension.image.pixels, extension.detections.raw.footprints
    shown = np.zeros_like(pixels)
    shown[footprints.y, footprints.x] = pixels[footprints.y, footprints.x]
    return shown


@check_image("-OBJECTS")
def without_objects(extension):
    """The measurement image with 0 for the pixels that MASK shows."""
    return np.where(masked(extension) == 1, np.float32(0), extension.image.pixels)


@check_image("ASSOC")
def nothing(extension):
    """NaN everywhere, as in SExtractor, which has a name for this image and nothing to draw on it."""
    return np.full(extension.image.shape, np.nan, np.float32)


@check_image("MASK")
def masked(extension):
    """1 for bad pixels, and for those that photometry of other objects masks (MASK_TYPE), 0 elsewhere."""
    hidden = extension.image.pixels <= BAD
    if extension.config.MASK_TYPE != "NONE":
        blanked = extension.detections.blanked
        for rows in slices(len(hidden), ROWS_AT_A_TIME):
            hidden[rows] |= blanked.rows(rows.start, rows.stop) != 0
    return hidden.astype(np.uint8)


@check_image("-MASK")
def not_masked(extension):
    """0 where MASK has 1, and 1 elsewhere."""
    return 1 - masked(extension)


@check_image("APERTURES")
def apertures(extension):
    """The measurement image with the apertures that were measured, dashed where FLAGS has 1 (neighbours)."""
    objects, quantities = extension.detections.objects, extension.request.quantities
    shown, value = extension.image.pixels.copy(), 30 * extension.image.background.sigma
    x, y = (np.asarray(v, np.float64) for v in (objects.x, objects.y))
    for diameter in aperture_diameters(extension.request, extension.config):
        draw_polygons(shown, circle_corners(x, y, diameter / 2), value)
    radii = {"kron": "KRON_RADIUS", "petrosian": "PETRO_RADIUS"}
    names = [column for quantity, column in radii.items() if quantity in quantities]
    values = measured(extension, dict.fromkeys(["FLAGS", *names], ())) if names else {}
    for name in names:
        a, b, drawn = objects.a * values[name], objects.b * values[name], values[name] > 0
        corners = ellipse_corners(*(v[drawn] for v in (x, y, a, b, objects.theta)))
        draw_polygons(shown, corners, value, dashed=values["FLAGS"][drawn] & Flag.CROWDED > 0)
    return shown

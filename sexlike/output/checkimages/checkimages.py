"""What the check-images show: CHECKIMAGE_TYPE -> the function that makes it.

A check-image is declared with ``@check_image("TYPE")``. It takes an Extension and returns an array of float32, int32 or
uint8.
"""

from collections.abc import Callable

import numpy as np

from ...detection.filtering import convolve
from ...images.image import BAD
from ...images.scratch import frame
from ...images.window import rows_of
from ...measure.flags import Flag
from ...measure.models.components import DISK_FLUX, SPHEROID_FLUX
from ...measure.psf.contexts import STARS, WITHOUT_STARS
from ...measure.reach import aperture_diameters
from ...threads import bands
from ..declaring import declaring
from ..measured import measured
from .fittedmodels import draw_fits
from .fittedstars import draw_stars
from .polygons import circle_corners, draw_polygons, ellipse_corners

CHECK_IMAGES: dict[str, Callable] = {}
check_image = declaring(CHECK_IMAGES)


@check_image("IDENTICAL")
def identical(extension):
    """The measurement image as it was read."""
    return extension.image.raw


@check_image("BACKGROUND")
def background(extension):
    """The background of the measurement image."""
    return in_frame(extension.image.background.rows, extension.image.shape)


@check_image("BACKGROUND_RMS")
def background_rms(extension):
    """The noise of the background of the detection image."""
    image = extension.detection_image
    return in_frame(image.background.rms_rows, image.shape)


def in_frame(rows_from, shape, dtype=np.float32):
    """An array of this shape: a function gives its rows, from one to another. Only those worked on are filled."""
    pixels, here = frame(shape, dtype), rows_of(shape[0])
    for rows in bands(here.start, here.stop):
        pixels[rows] = rows_from(rows.start, rows.stop)
    return pixels


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
    shown = frame(pixels.shape)
    shown[footprints.y, footprints.x] = pixels[footprints.y, footprints.x]
    return shown


@check_image("-OBJECTS")
def without_objects(extension):
    """The measurement image with 0 for the pixels that MASK shows."""
    pixels = extension.image.pixels
    hidden = masked_rows(extension)
    return in_frame(lambda a, b: np.where(hidden(a, b), np.float32(0), pixels[a:b]), pixels.shape)


@check_image(STARS)
def stars(extension):
    """The PSF at each object, with the flux that was fitted."""
    return draw_stars(extension, frame(extension.image.shape))


@check_image(WITHOUT_STARS)
def without_stars(extension):
    """The measurement image without its background and without what PSFS shows."""
    return taken_away(extension, stars(extension))


def taken_away(extension, shown):
    """The measurement image without its background and without what an image of its shape shows, in place of this."""
    pixels = extension.image.pixels
    for rows in bands(0, len(pixels)):
        shown[rows] = pixels[rows] - shown[rows]
    return shown


@check_image("MODELS")
def models(extension):
    """The models that were fitted to the objects, blurred by the PSF."""
    return draw_fits(extension, frame(extension.image.shape))


@check_image("-MODELS")
def without_models(extension):
    """The measurement image without its background and without what MODELS shows."""
    return taken_away(extension, models(extension))


@check_image("SPHEROIDS")
def spheroids(extension):
    """The spheroids of the models alone."""
    return draw_fits(extension, frame(extension.image.shape), [SPHEROID_FLUX])


@check_image("-SPHEROIDS")
def without_spheroids(extension):
    """The measurement image without its background and without what SPHEROIDS shows."""
    return taken_away(extension, spheroids(extension))


@check_image("DISKS")
def disks(extension):
    """The disks of the models alone."""
    return draw_fits(extension, frame(extension.image.shape), [DISK_FLUX])


@check_image("-DISKS")
def without_disks(extension):
    """The measurement image without its background and without what DISKS shows."""
    return taken_away(extension, disks(extension))


@check_image("ASSOC")
def nothing(extension):
    """NaN everywhere, as in SExtractor, which has a name for this image and nothing to draw on it."""
    return np.full(extension.image.shape, np.nan, np.float32)


@check_image("MASK")
def masked(extension):
    """1 for bad pixels, and for those that photometry of other objects masks (MASK_TYPE), 0 elsewhere."""
    return in_frame(masked_rows(extension), extension.image.shape, np.uint8)


def masked_rows(extension):
    """The function that gives rows of MASK, from one to another, as bool."""
    pixels, blanked = extension.image.pixels, extension.detections.blanked
    if extension.config.MASK_TYPE == "NONE":
        return lambda first, stop: pixels[first:stop] <= BAD
    return lambda first, stop: (pixels[first:stop] <= BAD) | (blanked.rows(first, stop) != 0)


@check_image("-MASK")
def not_masked(extension):
    """0 where MASK has 1, and 1 elsewhere."""
    hidden = masked_rows(extension)
    return in_frame(lambda first, stop: ~hidden(first, stop), extension.image.shape, np.uint8)


@check_image("APERTURES")
def apertures(extension):
    """The measurement image with the apertures that were measured, dashed where FLAGS has 1 (neighbours)."""
    pixels = extension.image.pixels
    shown = in_frame(lambda first, stop: pixels[first:stop], pixels.shape)
    draw_apertures(shown, apertures_of(extension), aperture_diameters(extension.request, extension.config))
    return shown


def apertures_of(extension):
    """The apertures of the n objects.

    Returns
    -------
    dict
        Where they are and what they look like, arrays of shape (n,): x, y, a, b, theta, ``dashed`` (FLAGS has 1), and
        KRON_RADIUS, PETRO_RADIUS, as far as they are measured; and the ``value`` that is added where they are drawn.
    """
    objects, quantities = extension.detections.objects, extension.request.quantities
    radii = {"kron": "KRON_RADIUS", "petrosian": "PETRO_RADIUS"}
    names = [column for quantity, column in radii.items() if quantity in quantities]
    values = measured(extension, dict.fromkeys(["FLAGS", *names], ())) if names else {}
    dashed = {"dashed": values.pop("FLAGS") & Flag.CROWDED > 0} if names else {}
    shapes = {name: getattr(objects, name) for name in ("x", "y", "a", "b", "theta")}
    return shapes | dashed | values | {"value": 30 * extension.image.background.sigma}


def draw_apertures(shown, drawn, diameters):
    """Draw the apertures that `apertures_of` gives, and circles of these diameters, on an image (in place)."""
    x, y = (np.asarray(drawn[name], np.float64) for name in ("x", "y"))
    for diameter in diameters:
        draw_polygons(shown, circle_corners(x, y, diameter / 2), drawn["value"])
    for radius in (drawn[name] for name in ("KRON_RADIUS", "PETRO_RADIUS") if name in drawn):
        some = radius > 0
        shapes = (v[some] for v in (x, y, drawn["a"] * radius, drawn["b"] * radius, drawn["theta"]))
        draw_polygons(shown, ellipse_corners(*shapes), drawn["value"], dashed=drawn["dashed"][some])

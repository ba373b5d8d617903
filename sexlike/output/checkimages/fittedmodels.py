"""Fitted models, drawn on an image as they were fitted: blurred by the PSF, in the windows of the fits."""

import numpy as np

from ...measure.models.drawing import draw_models
from ...measure.models.shapes.light import whole_windows
from ...measure.psf.contexts import MODEL, MODELS
from ...measure.registry import COLUMNS, required
from ..measured import quantities_now
from .fittedstars import add_windows

ANY_COLUMN = "FLAGS_MODEL"  # where there is no other, a Sersic spheroid is fitted


def fitted_models(extension):
    """What was fitted to the objects of an extension; the fits are done now if no output was known to show them.

    Returns
    -------
    scene : ModelScene
    fits : ModelFits
    components : Components
    """
    kept = extension.kept
    if not kept.keys() >= set(MODELS):
        wanted = extension.request.sizes
        columns = {name: size for name, size in wanted.items() if MODEL in required(COLUMNS[name].needs)}
        kept = quantities_now(extension, {**columns, ANY_COLUMN: ()}, MODELS)
    return tuple(kept[name] for name in MODELS)


def draw_fits(extension, pixels, parts=None):
    """Add the models of all objects that were fitted.

    Parameters
    ----------
    extension : Extension
    pixels : ndarray of float32, shape (height, width)
        What they are added to.
    parts : collection of str, optional
        The components to draw, see `draw_models`; all by default.

    Returns
    -------
    ndarray of float32, shape (height, width)
        The same array.
    """
    scene, fits, components = fitted_models(extension)
    for batch in scene.batches():
        fitted = batch[fits.fitted[batch]]
        if len(fitted):
            light, x, y = drawn_windows(scene, fits, components, fitted, parts)
            add_windows(pixels, light, x, y)
    return pixels


def drawn_windows(scene, fits, components, batch, parts=None):
    """The models of some objects that a batch holds, in windows of one size.

    Parameters
    ----------
    scene : ModelScene
    fits : ModelFits
    components : Components
    batch : ndarray of int64, shape (k,)
        Objects with rasters of one step, and binned alike.
    parts : collection of str, optional
        See `draw_models`.

    Returns
    -------
    light : ndarray of float32, shape (k, height, width)
        0 outside the windows.
    x, y : ndarray of int64, shape (k,)
        The pixels on which their pixels (height // 2, width // 2) are.
    """
    data, binning = scene.take(batch), int(scene.windows.binning[batch[0]])
    size, inside = whole_windows(data)
    light = np.where(inside, draw_models(components, data, fits.vector[batch], size, parts), np.float32(0))
    if binning > 1:  # the light of a binned pixel is spread over its pixels
        light = (light / np.float32(binning**2)).repeat(binning, axis=1).repeat(binning, axis=2)
    first = size[0] // 2 * binning + binning // 2  # where the central pixel of the image is
    shift = light.shape[1] // 2 - first
    return light, data.windows.x + shift, data.windows.y + shift

"""Fitted stars, drawn on an image: the PSF at each object, with its flux."""

import numpy as np

from ...arrays import slices
from ...measure.psf.contexts import psf_contexts, with_psf
from ...measure.psf.finding import psf_of_extension
from ...measure.psf.model import local_psfs
from ...measure.psf.resampling import resample
from ...measure.registry import make_request
from ..measured import measured

COLUMNS = ("FLUX_PSF", "XPSF_IMAGE", "YPSF_IMAGE")
MARGIN = 4  # pixels around a PSF, so that it fits wherever in a pixel its centre is
PIXELS_AT_A_TIME = 1 << 18


def draw_stars(extension, pixels):
    """Add the PSF of each object that was fitted, in their order, in single precision.

    Parameters
    ----------
    extension : Extension
    pixels : ndarray of float32, shape (height, width)
        What they are added to.

    Returns
    -------
    ndarray of float32, shape (height, width)
        The same array.
    """
    config, image = extension.config, extension.image
    model, objects = psf_of_extension(config, image), extension.detections.objects
    values = measured(extension, with_psf(make_request(dict.fromkeys(COLUMNS, ())), config).sizes)
    contexts = psf_contexts(model, image, objects, values.__getitem__)
    flux, x, y = (values[name] for name in COLUMNS)
    place = np.column_stack([x, y]) - 1
    nearest = np.floor(place + 0.5)
    side = min(int(np.ceil(max(model.shape) * model.step)), 2 * max(pixels.shape)) + MARGIN
    offset = np.arange(side) - side // 2
    fitted = np.flatnonzero(flux)
    for chosen in slices(len(fitted), max(1, PIXELS_AT_A_TIME // side**2)):
        some = fitted[chosen]
        windows = resample(local_psfs(model, contexts[some]), place[some] - nearest[some], model.step, (side, side))
        columns, rows = nearest[some].astype(np.int64).T[:, :, None] + offset
        rows, columns = np.broadcast_arrays(rows[:, :, None], columns[:, None, :])
        inside = (rows >= 0) & (rows < len(pixels)) & (columns >= 0) & (columns < pixels.shape[1])
        light = windows * flux[some, None, None]
        np.add.at(pixels, (rows[inside], columns[inside]), light[inside])
    return pixels

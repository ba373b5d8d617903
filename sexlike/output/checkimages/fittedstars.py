"""Fitted stars, drawn on an image: the PSF at each object, with its flux."""

from dataclasses import replace

import numpy as np

from ...arrays import slices
from ...measure.psf.contexts import psf_contexts, with_psf
from ...measure.psf.finding import psf_of_extension, rank_for_measurement
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
    rank = rank_for_measurement(extension.config, extension.request.sizes)
    config, image = extension.config.with_value("PSF_NAME", extension.config.PSF_NAME[rank:]), extension.image
    extension = replace(extension, config=config)
    model, objects = psf_of_extension(config, image), extension.detections.objects
    values = measured(extension, with_psf(make_request(dict.fromkeys(COLUMNS, ())), config).sizes)
    contexts = psf_contexts(model, image, objects, values.__getitem__)
    flux, x, y = (values[name] for name in COLUMNS)
    place = np.column_stack([x, y]) - 1
    nearest = np.floor(place + 0.5)
    side = min(int(np.ceil(max(model.shape) * model.step)), 2 * max(pixels.shape)) + MARGIN
    fitted = np.flatnonzero(flux)
    for chosen in slices(len(fitted), max(1, PIXELS_AT_A_TIME // side**2)):
        some = fitted[chosen]
        windows = resample(local_psfs(model, contexts[some]), place[some] - nearest[some], model.step, (side, side))
        add_windows(pixels, windows * flux[some, None, None], *nearest[some].astype(np.int64).T)
    return pixels


def add_windows(pixels, light, x, y):
    """Add windows to an image, one after the other; what is beyond its borders is left out.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Changed in place.
    light : ndarray, shape (k, h, w)
    x, y : ndarray of int64, shape (k,)
        The pixels on which the pixels (h // 2, w // 2) of the windows are.
    """
    rows, columns = (
        centre[:, None] + np.arange(length) - length // 2
        for centre, length in zip((y, x), light.shape[1:], strict=True)
    )
    rows, columns = np.broadcast_arrays(rows[:, :, None], columns[:, None, :])
    inside = (rows >= 0) & (rows < len(pixels)) & (columns >= 0) & (columns < pixels.shape[1])
    np.add.at(pixels, (rows[inside], columns[inside]), light[inside])

"""Background and noise of an image, with or without weights."""

import logging
from dataclasses import replace

import numpy as np

from ..background.estimation import background_of_meshes, measure_background
from ..background.meshes import Grid
from ..image import BAD
from .scaling import measure_weighted_meshes, weight_scale
from .weights import SCALED, variances

log = logging.getLogger("sexlike")


def measure_noise(raw, config, fields, weighting=None, weights=None, scale=None):
    """Measure the background of an image, and the scale of its weights.

    Parameters
    ----------
    raw : ndarray of float32, shape (height, width)
    config : Config
    fields : tuple of int
        What the image is for, DETECTION or MEASUREMENT or both: which of two values of a keyword counts.
    weighting : Weighting, optional
    weights : ndarray of float32, shape (height, width), optional
        The map, if there is one.
    scale : float, optional
        Factor of the noise of the map, if it is given: then the noise is scaled to the map. Else the map is scaled to
        the noise of the image.

    Returns
    -------
    background : Background
    scale : float
        Factor of the noise of the map, 0 without weights.
    """
    settings = config.BACK_FILTTHRESH, config.BACK_PEARSON, given_background(config, fields)
    if weights is None:
        return measure_background(raw, config.BACK_SIZE, config.BACK_FILTERSIZE, *settings), float(
            weighting is not None
        )
    variance = variances(weights, weighting.kind)
    good = np.where(variance < weighting.worst, raw, BAD)
    if weighting.kind not in SCALED:
        return measure_background(good, config.BACK_SIZE, config.BACK_FILTERSIZE, *settings), 1.0
    least_change, pearson, given = settings
    grid = Grid.of(raw.shape, config.BACK_SIZE)
    level, sigma, *of_variance = measure_weighted_meshes(good, variance, grid, pearson)
    background = background_of_meshes(level, sigma, grid, config.BACK_FILTERSIZE, least_change, given)
    size = config.BACK_FILTERSIZE[-1], config.BACK_FILTERSIZE[0]
    fitting = weight_scale(background.rms, *of_variance, size, least_change)
    if scale is None:
        return background, float(fitting)
    return replace(background, sigma=float(np.float32(background.sigma) * np.float32(scale) / fitting)), scale


def given_background(config, fields):
    """The background that BACK_TYPE MANUAL gives to an image for these uses, or None."""
    manual = [config.BACK_TYPE[min(field, len(config.BACK_TYPE) - 1)] == "MANUAL" for field in fields]
    value = config.BACK_VALUE[min(fields[0], len(config.BACK_VALUE) - 1)]
    return float(np.float32(value)) if any(manual) else None


def variance_map(weighting, weights, scale, background):
    """The variance of each pixel: ndarray of float32, shape (height, width); None without weights."""
    if weighting is None:
        return None
    if weights is not None:
        return variances(weights, weighting.kind, scale)
    rms = background.rms_rows(0, background.shape[0])
    return rms * rms

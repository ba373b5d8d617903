"""Background and noise of an image, with or without weights."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ...config.config import Config
from ...stages import stage
from ...threads import in_bands
from ..background.background import Background
from ..background.estimation import background_of_meshes, measure_background
from ..background.grid import Grid
from ..background.meshes import measure_meshes
from ..image import BAD
from ..role import Role, value_for
from ..scratch import frame
from .scaling import weight_scale
from .weights import SCALED, Weighting, variances


@stage("background")
def measure_noise(
    raw: np.ndarray,
    config: Config,
    roles: Sequence[Role],
    weighting: Weighting | None = None,
    weights: np.ndarray | None = None,
    scale: float | None = None,
) -> tuple[Background, float]:
    """Measure the background of an image, and the scale of its weights.

    Parameters
    ----------
    raw : ndarray of float32, shape (height, width)
    config : Config
    roles : sequence of Role
        What the image serves for; the first decides which BACK_VALUE counts.
    weighting : Weighting, optional
    weights : ndarray of float32, shape (height, width), optional
        The map, if there is one.
    scale : float, optional
        Factor of the noise of the map, if it is fixed: then the noise of the image is scaled to the map. By default
        the map is scaled to the noise of the image.

    Returns
    -------
    background : Background
    scale : float
        Factor of the noise of the map, 0 without weights.
    """
    measure = partial(
        measure_background,
        back_size=config.BACK_SIZE,
        filter_size=config.BACK_FILTERSIZE,
        least_change=config.BACK_FILTTHRESH,
        pearson=config.BACK_PEARSON,
        constant=manual_background(config, roles),
    )
    if weighting is None or weights is None:
        return measure(raw), float(weighting is not None)
    if weighting.kind not in SCALED:
        return measure(good_pixels(raw, weights, weighting)), 1.0
    variance = variance_of_weights(weights, weighting.kind)
    return _measure_scaled(good_pixels(raw, weights, weighting), variance, config, roles, scale)


def good_pixels(raw: np.ndarray, weights: np.ndarray, weighting: Weighting) -> np.ndarray:
    """The pixels of an image, -1e30 for those without weight: float32 of shape (height, width)."""
    good = frame(raw.shape)

    def fill(rows: slice) -> None:
        good[rows] = np.where(variances(weights[rows], weighting.kind) < weighting.worst_variance, raw[rows], BAD)

    in_bands(fill, len(good))
    return good


def variance_of_weights(weights: np.ndarray, kind: str, scale: float = 1) -> np.ndarray:
    """The variance of each pixel that follows from a weight map, see `variances`: shape (height, width)."""
    variance = frame(weights.shape)

    def fill(rows: slice) -> None:
        variance[rows] = variances(weights[rows], kind, scale)

    in_bands(fill, len(variance))
    return variance


def _measure_scaled(
    good: np.ndarray, variance: np.ndarray, config: Config, roles: Sequence[Role], scale: float | None
) -> tuple[Background, float]:
    """The background of the good pixels, and the scale of their variances; see `measure_noise`."""
    grid, least_change = Grid.from_back_size(config.BACK_SIZE, good.shape), config.BACK_FILTTHRESH
    level, sigma, variance_level, variance_sigma = measure_meshes(good, grid, config.BACK_PEARSON, variance)
    constant = manual_background(config, roles)
    background = background_of_meshes(level, sigma, grid, config.BACK_FILTERSIZE, least_change, constant)
    size = config.BACK_FILTERSIZE[-1], config.BACK_FILTERSIZE[0]
    fitted = weight_scale(background.rms, variance_level, variance_sigma, size, least_change)
    if scale is None:
        return background, float(fitted)
    return replace(background, sigma=float(np.float32(background.sigma) * np.float32(scale) / fitted)), scale


def manual_background(config: Config, roles: Sequence[Role]) -> float | None:
    """The background that BACK_TYPE MANUAL gives to an image that serves for these roles, or None."""
    manual = any(value_for(role, config.BACK_TYPE) == "MANUAL" for role in roles)
    return float(np.float32(value_for(roles[0], config.BACK_VALUE))) if manual else None


def variance_map(
    weighting: Weighting | None, weights: np.ndarray | None, scale: float, background: Background
) -> np.ndarray | None:
    """The variance of each pixel: ndarray of float32, shape (height, width); None without weights."""
    if weighting is None:
        return None
    if weights is not None:
        return variance_of_weights(weights, weighting.kind, scale)
    variance = frame(background.shape)

    def fill(rows: slice) -> None:
        rms = background.rms_rows(rows.start, rows.stop)
        np.multiply(rms, rms, out=variance[rows])

    in_bands(fill, len(variance))
    return variance

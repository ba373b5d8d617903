"""Weights on the scale of an error map (WEIGHT_SCALING ERROR): sky noise without the photons of the sources.

The error map of a mosaic includes the photon noise of the sources and would hide them. The weight map follows the sky
alone, but in units of its own. Where there is only sky, which is the case for most pixels, the two must agree.
"""

import logging
from dataclasses import replace

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError, warn
from ..image import BAD, Image
from .weights import NO_WEIGHT, SCALED, Weighting, variances

log = logging.getLogger("sexlike")

ERROR_MAPS = ("MAP_RMS", "MAP_VAR")


def require_errors(config: Config, for_measurement: Weighting | None) -> None:
    """Raise SexlikeError if WEIGHT_SCALING is ERROR and no error map is given for the measurement."""
    if config.WEIGHT_SCALING != "ERROR" or (for_measurement and for_measurement.kind in ERROR_MAPS):
        return
    raise SexlikeError(
        f"WEIGHT_SCALING ERROR needs an error map, and WEIGHT_TYPE is {','.join(config.WEIGHT_TYPE) or 'empty'}",
        config.origin("WEIGHT_SCALING"),
        "Set WEIGHT_TYPE MAP_WEIGHT,MAP_RMS and WEIGHT_IMAGE to the weight map and the error map; or WEIGHT_TYPE "
        "MAP_RMS and WEIGHT_IMAGE to the error map, which then serves for detection as well; or WEIGHT_SCALING "
        "BACKGROUND to scale weights by the scatter of the image, which without maps is the noise.",
    )


def without_zero_errors(weights: np.ndarray | None, weighting: Weighting | None, config: Config) -> np.ndarray | None:
    """An error map, with -1e30 where it is not positive and WEIGHT_SCALING is ERROR; any other map as it is.

    For SExtractor a pixel with an error of 0 is infinitely good; in the maps of pipelines it was not measured.
    """
    is_error = weighting is not None and weighting.kind in ERROR_MAPS
    if weights is None or config.WEIGHT_SCALING != "ERROR" or not is_error:
        return weights
    return _positive(weights)


def _positive(weights: np.ndarray) -> np.ndarray:
    return np.where(weights > 0, weights, BAD)


def on_scale_of_errors(
    weighting: Weighting,
    weights: np.ndarray,
    for_errors: Weighting,
    errors: np.ndarray,
    raw: np.ndarray,
) -> tuple[Weighting, np.ndarray, float]:
    """Scale a weight map for detection to an error map.

    Parameters
    ----------
    weighting, for_errors : Weighting
        Of the two maps.
    weights, errors : ndarray of float32, shape (height, width)
        The maps, as they were read.
    raw : ndarray of float32, shape (height, width)
        The image.

    Returns
    -------
    weighting : Weighting
        With the limit of bad pixels on the new scale.
    weights : ndarray of float32, shape (height, width)
        The map, with -1e30 where there is no good error.
    scale : float
        C = median of error x sqrt(weight) over the good pixels: those with a weight, an error (it may be 0) and a
        value. The noise is C / sqrt(weight). 1 for an error map.

    Raises
    ------
    SexlikeError
        No pixel is good in both maps and in the image.
    """
    with_error = np.where(errors > 0, weights, BAD)
    if weighting.kind in ERROR_MAPS:
        with_error = _positive(with_error)
    if weighting.kind not in SCALED:
        return weighting, with_error, 1.0
    unscaled, error_variance = (variances(m, w.kind) for m, w in ((weights, weighting), (errors, for_errors)))
    good = (unscaled < weighting.worst_variance) & (unscaled > 0) & (raw > BAD)
    good &= (errors >= 0) & (error_variance < for_errors.worst_variance)
    if not good.any():
        raise SexlikeError(
            f"no pixel has a value, a weight in {weighting.name} and an error in {for_errors.name}", "WEIGHT_IMAGE"
        )
    scale = float(np.median(root_ratio(weights, weighting.kind, errors, for_errors.kind, good)))
    log.info("%s: C = %.5g, the median of error x sqrt(weight) over %d good pixels", weighting.name, scale, good.sum())
    worst = min(np.float32(weighting.worst_variance * np.float64(scale) ** 2), NO_WEIGHT)
    return replace(weighting, worst_variance=worst), with_error, scale


def root_ratio(
    weights: np.ndarray, weight_kind: str, errors: np.ndarray, error_kind: str, good: np.ndarray
) -> np.ndarray:
    """Error times the square root of the weight of the good pixels: float64 of shape (p,)."""
    weight, error = (values[good].astype(np.float64) for values in (weights, errors))
    error = np.sqrt(error) if error_kind == "MAP_VAR" else error
    return error * np.sqrt(weight if weight_kind == "MAP_WEIGHT" else 1 / weight)


def warn_of_photons(image: Image, config: Config) -> None:
    """Warn if the photon noise of the sources is counted twice: in the error map, and through the gain."""
    if config.WEIGHT_SCALING == "ERROR" and image.gain > 0:
        text = f"{image.name}: the gain is {image.gain:g}: the photon noise of sources is added to the error map"
        hint = "if the map holds that noise already, set GAIN 0 and GAIN_KEY to a card that is not there (NONE)"
        warn(f"{text}; {hint}")

"""What the loops of loops/measure/pointsources.c do, from numpy."""

import math

import numpy as np

from ...constants import COMPRESSION, LAST_OF_SHORT_LOGARITHM, PSF_CENTRED, PSF_FIRST_TAP, QUARTER_PI
from ...detection.power import logarithm
from ..psf.lanczos import COSINES, SIGNS, SINES, TAPS, Taps, sines_of, unscaled_weights
from ..psf.resampling import axis_taps, interpolated, interpolated_rows, turned


def compressed(sigmas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Residuals, compressed, and by how much less they change; float64 of any shape."""
    stretched = 1 + np.abs(sigmas) / COMPRESSION
    size = COMPRESSION * logarithm(stretched, LAST_OF_SHORT_LOGARITHM)
    return np.copysign(size, sigmas), 1 / stretched


def square_residuals(pixels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Squares of the residuals of windows without a model: (k, height, width); their sums and numbers: (k, 2)."""
    residual, _ = compressed(pixels.astype(np.float64) * weights)
    squares = residual * residual
    return squares, np.stack([add_up(squares), add_up(weights > 0)], axis=1)


def fit_point_sources(
    maps: np.ndarray,
    pixels: np.ndarray,
    weights: np.ndarray,
    squares: np.ndarray,
    parameters: np.ndarray,
    step: float,
) -> np.ndarray:
    """Cost of point sources, in excess of that of no model, and what its derivatives are made of.

    Parameters
    ----------
    maps : ndarray of float32, shape (k, h, w)
        The PSF.
    pixels, weights : ndarray of float32, shape (k, height, width)
    squares : ndarray of float64, shape (k, height, width)
        See `square_residuals`.
    parameters : ndarray of float64, shape (k, 3)
        x, y and flux.
    step : float

    Returns
    -------
    ndarray of float64, shape (k, 10)
        The cost; sums of residuals times derivatives, in x, y and flux; and those of products of derivatives: xx, xy,
        x flux, yy, y flux, flux flux.
    """
    shift, flux = parameters[:, :2], parameters[:, 2, None, None]
    across, along = axis_taps(maps, shift, step, pixels.shape[1:], True)
    across_slopes = slopes_of(across, maps.shape[2], shift[:, 0], step)
    along_slopes = slopes_of(along, maps.shape[1], shift[:, 1], step)
    columns, column_slopes = interpolated_rows(turned(maps), across.sample, across.weight, across_slopes.weight)
    model, model_dy = interpolated_rows(turned(columns), along.sample, along.weight, along_slopes.weight)
    (model_dx,) = interpolated_rows(turned(column_slopes), along.sample, along.weight)
    model = model.astype(np.float64)
    residual, slope = compressed((flux * model - pixels) * weights.astype(np.float64))
    slope = slope * weights
    dx, dy, df = slope * flux * model_dx, slope * flux * model_dy, slope * model
    terms = [residual * residual - squares, residual * dx, residual * dy, residual * df]
    terms += [dx * dx, dx * dy, dx * df, dy * dy, dy * df, df * df]
    return np.stack([add_up(term) for term in terms], axis=1)


def slopes_of(taps: Taps, length: int, shift: np.ndarray, step: float) -> Taps:
    """How the weights of the taps of an axis change if the samples are moved by a pixel; see `place_taps`."""
    count = taps.sample.shape[1]
    position = length // 2 + ((np.arange(count) - count // 2) - shift[:, None]) / step
    fraction = np.clip(position - np.floor(position), PSF_CENTRED, 1 - PSF_CENTRED)
    weight = unscaled_weights(fraction)
    sine, cosine = (value[..., None] for value in sines_of(fraction))
    distance = TAPS - fraction[..., None]
    turned = SIGNS * (SINES * sine + COSINES * cosine)
    slope = 2 * weight / distance - QUARTER_PI * turned / (distance * distance)
    total, change = (values.cumsum(axis=-1)[..., -1:] for values in (weight, slope))
    slopes = ((weight * (change / total) - slope) / total / step).astype(np.float32)
    exists = taps.sample == taps.sample[..., [-PSF_FIRST_TAP]] + TAPS  # those that there are not are moved to the edge
    return Taps(taps.sample, np.where(exists & taps.weight.any(axis=-1, keepdims=True), slopes, np.float32(0)))


def compare_maps(
    maps: np.ndarray, broad: np.ndarray, pixels: np.ndarray, weights: np.ndarray, shift: np.ndarray, step: float
) -> np.ndarray:
    """Sums that tell how well a map, the PSF, and one that is broader fit the pixels in the same place.

    Parameters
    ----------
    maps, broad : ndarray of float32, shape (k, h, w) and (k, h', w')
    pixels, weights : ndarray of float32, shape (k, height, width)
    shift : ndarray of float64, shape (k, 2)
    step : float

    Returns
    -------
    ndarray of float64, shape (k, 7)
        The PSF and the broad map times the pixels; the PSF squared, the PSF times the broad map; and the squares of
        the PSF and of the broad map, and their product, times the variance.
    """
    size = pixels.shape[1:]
    narrow, wide = (interpolated(of, *axis_taps(of, shift, step, size, True)) for of in (maps, broad))
    counts = weights > 0
    narrow, wide = (np.where(counts, values, np.float32(0)).astype(np.float64) for values in (narrow, wide))
    weight = np.where(counts, weights, np.float32(1)).astype(np.float64)
    variance = 1 / (weight * weight)
    terms = [narrow * pixels, wide * pixels, narrow * narrow, narrow * wide]
    terms += [narrow * narrow * variance, wide * wide * variance, narrow * wide * variance]
    return np.stack([add_up(term) for term in terms], axis=1)


def add_up(values: np.ndarray) -> np.ndarray:
    """Sums over windows, pixel by pixel: (k, height, width) -> (k,) of float64."""
    return values.reshape(len(values), math.prod(values.shape[1:])).cumsum(axis=1, dtype=np.float64)[:, -1]

"""Fits of the PSF to a stack of windows, from numpy; what has converged leaves the stack."""

from itertools import combinations_with_replacement

import numpy as np

from ...constants import ALMOST_HALF_OF_FITS, PSF_CONVERGED, PSF_ITERATIONS, PSF_LEAST_PIXELS
from .resampling import axis_taps, interpolated


@np.errstate(over="ignore", invalid="ignore")
def fit_stack(
    psfs: np.ndarray, step: float, data: np.ndarray, weights: np.ndarray, sizes: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """What `fit_psfs` returns; `data` are pixels times weights, float32 of shape (k, height, width)."""
    results = np.zeros((len(psfs), 9))
    inside = within(sizes[:, 0], data.shape[1])[:, :, None] & within(sizes[:, 1], data.shape[2])[:, None, :]
    data, weights = np.where(inside, data, np.float32(0)), np.where(inside, weights, np.float32(0))
    active = np.flatnonzero((weights > 0).sum(axis=(1, 2)) >= PSF_LEAST_PIXELS)
    position = start.astype(np.float64)
    for iteration in range(1, PSF_ITERATIONS + 1):
        centre = sizes[active, ::-1] // 2
        taps = axis_taps(psfs, position[active], step, data.shape[1:], centre=centre)
        models = interpolated(psfs[active], *taps)
        value, covariance = solve(normal_equations(models, weights[active], data[active], sizes[active]))
        active, models, value, covariance = chosen(value[:, 0] > 0, active, models, value, covariance)
        steps = -value[:, 1:] / value[:, :1]
        position[active] += steps
        found = position[active]
        near = found[:, 0] * found[:, 0] + found[:, 1] * found[:, 1] <= sizes[active].prod(axis=1) / 2
        settled = steps[:, 0] * steps[:, 0] + steps[:, 1] * steps[:, 1] <= PSF_CONVERGED
        settled |= iteration == PSF_ITERATIONS
        done, models, flux, covariance = chosen(near & settled, active, models, value[:, 0], covariance)
        good = on_weight(weights[done], sizes[done], position[done])
        done, models, flux, covariance = chosen(good, done, models, flux, covariance)
        chi2 = chi_squares(models, weights[done], data[done], flux)
        results[done] = np.column_stack([flux, position[done], covariance, chi2, np.full(len(done), iteration)])
        active = active[near & ~settled]
        if not len(active):
            break
    return results


def chosen(mask: np.ndarray, *arrays: np.ndarray) -> list[np.ndarray]:
    """The rows of arrays for which a mask is set."""
    return [array[mask] for array in arrays]


def within(lengths: np.ndarray, most: int) -> np.ndarray:
    """Which of so many pixels are within windows of these lengths: (k,) -> bool (k, most)."""
    return np.arange(most) < lengths[:, None]


def normal_equations(models: np.ndarray, weights: np.ndarray, data: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Sums of the products of the PSF, its slopes along x and y, and the data: float64 of shape (k, 9).

    These are 00 01 02 11 12 22 of the matrix and 0 1 2 of the light, added up pixel by pixel.
    """
    _, height, width = models.shape
    y_inner, x_inner = (within(sizes[:, axis] - 1, n) & (np.arange(n) > 0) for axis, n in enumerate((height, width)))
    weights = weights.astype(np.float64)
    slope_x, slope_y = np.zeros_like(models), np.zeros_like(models)
    slope_x[:, :, 1:-1] = (models[:, :, 2:] - models[:, :, :-2]) / 2
    slope_y[:, 1:-1] = (models[:, 2:] - models[:, :-2]) / 2
    parts = [
        np.where(x_inner[:, None, :] & y_inner[:, :, None], models, np.float32(0)) * weights,
        np.where(x_inner[:, None, :], slope_x, np.float32(0)) * weights,
        np.where(y_inner[:, :, None], slope_y, np.float32(0)) * weights,
    ]
    pairs = [*combinations_with_replacement(parts, 2), *((part, data) for part in parts)]
    return np.column_stack([sums_over_pixels(a * b) for a, b in pairs])


def solve(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least squares.

    Parameters
    ----------
    sums : ndarray of float64, shape (k, 9)
        What `normal_equations` returns.

    Returns
    -------
    value : ndarray of float64, shape (k, 3)
        Flux and slopes; 0 where there is no solution.
    covariance : ndarray of float64, shape (k, 4)
        00, 11, 22 and 12.
    """
    m00, m01, m02, m11, m12, m22, b0, b1, b2 = sums.T
    c00, c01, c02 = m11 * m22 - m12 * m12, m02 * m12 - m01 * m22, m01 * m12 - m02 * m11
    c11, c12, c22 = m00 * m22 - m02 * m02, m01 * m02 - m00 * m12, m00 * m11 - m01 * m01
    determinant = m00 * c00 + m01 * c01 + m02 * c02
    solved = determinant > 0
    value = np.column_stack(
        [c00 * b0 + c01 * b1 + c02 * b2, c01 * b0 + c11 * b1 + c12 * b2, c02 * b0 + c12 * b1 + c22 * b2]
    )
    divisor, covariance = np.where(solved, determinant, 1)[:, None], np.column_stack([c00, c11, c22, c12])
    return np.where(solved[:, None], value / divisor, 0), covariance / divisor


def on_weight(weights: np.ndarray, sizes: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Whether the pixel of each position is within its window and has a weight; bool of shape (k,)."""
    pixel = np.trunc(position + ALMOST_HALF_OF_FITS).astype(np.int64) + sizes[:, ::-1] // 2
    inside = ((pixel >= 0) & (pixel < sizes[:, ::-1])).all(axis=1)
    x, y = np.where(inside[:, None], pixel, 0).T
    return inside & (weights[np.arange(len(weights)), y, x] > 0)


def chi_squares(models: np.ndarray, weights: np.ndarray, data: np.ndarray, flux: np.ndarray) -> np.ndarray:
    """Sums of the squares of the residuals, over the square of the flux; float64 of shape (k,)."""
    residual = data / flux[:, None, None] - models.astype(np.float64) * weights
    return sums_over_pixels(residual * residual)


def sums_over_pixels(values: np.ndarray) -> np.ndarray:
    """Sums over the pixels of each window, one pixel after the other, unlike sum(): (k, height, width) -> (k,)."""
    return values.reshape(len(values), values[0].size if len(values) else 1).cumsum(axis=1)[:, -1]

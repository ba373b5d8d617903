"""Fits of point sources: the PSF at a free position with a free flux."""

import numpy as np

from ... import loops
from ...constants import PSF_TAPS
from ..psf.resampling import room_for
from ..registry import quantity
from . import pointtwin
from .batches import ModelBatch, ModelScene, for_batches
from .fits import ModelFits, covariance_of, flags_of, reduced
from .minimiser import Slopes, minimise
from .parameters import Parameters

PARAMETERS = 3  # x, y, flux
NORMAL = np.array([[4, 5, 6], [5, 7, 8], [6, 8, 9]])  # where the products of derivatives are among the sums


@quantity
def point_sources(model_scene: ModelScene, point_start: np.ndarray, point_parameters: Parameters) -> ModelFits:
    """Fit a point source to each object."""
    n = len(point_start)
    values, covariance, chi2 = np.zeros((n, PARAMETERS)), np.zeros((n, PARAMETERS, PARAMETERS)), np.zeros(n)
    iterations, few, low, high = np.zeros(n, np.int64), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool)

    def fit(batch: np.ndarray, data: ModelBatch) -> None:
        squares, total, number = residuals_alone(data)
        few[batch] = number < PARAMETERS
        chosen = np.flatnonzero(number >= PARAMETERS)
        which = batch[chosen]
        parameters = point_parameters.take(which)
        minimum = minimise(
            lambda variables, active: point_slopes(data, squares, chosen[active], parameters.take(active), variables),
            parameters.variables(point_start[which]),
        )
        freedom = number[chosen] - PARAMETERS
        chi2[which] = reduced(np.maximum(total[chosen] + minimum.cost, 0), freedom)
        values[which] = parameters.values(minimum.variables)
        covariance[which] = covariance_of(minimum.normal, parameters.slopes(minimum.variables), chi2[which])
        iterations[which] = minimum.iterations
        low[which], high[which] = parameters.at_bounds(minimum.variables)

    for_batches(fit, model_scene)
    return ModelFits(values, covariance, chi2, iterations, flags_of(model_scene, few, low, high))


def residuals_alone(data: ModelBatch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Squares of the residuals without a model, of shape (k, height, width), and their sums and numbers, (k,)."""
    pixels, weights = data.stamps
    if loops.square_residuals is None:
        squares, sums = pointtwin.square_residuals(pixels, weights)
    else:
        squares, sums = np.empty(pixels.shape), np.empty((len(pixels), 2))
        loops.square_residuals(pixels, weights, squares, sums, 0, len(pixels))
    return squares, sums[:, 0], sums[:, 1].astype(np.int64)


def point_slopes(
    data: ModelBatch, squares: np.ndarray, members: np.ndarray, parameters: Parameters, variables: np.ndarray
) -> Slopes:
    """The cost of point sources and its derivatives.

    Parameters
    ----------
    data : ModelBatch
        Of k objects.
    squares : ndarray of float64, shape (k, height, width)
        See `residuals_alone`.
    members : ndarray of int64, shape (m,)
        Indices of some of them.
    parameters : Parameters
        Of these.
    variables : ndarray of float64, shape (m, 3)
    """
    values, scale = parameters.values(variables), parameters.slopes(variables)
    values[:, :2], scale[:, :2] = data.in_windows(values[:, :2]), scale[:, :2] / data.binning
    (pixels, weights), maps = data.stamps, data.psfs
    if loops.fit_point_sources is None:
        sums = pointtwin.fit_point_sources(
            maps[members], pixels[members], weights[members], squares[members], values, data.step
        )
    else:
        height, width = pixels.shape[1:]
        room = room_for(maps, (height, width), PSF_TAPS * (height + width) + (maps.shape[1] + 3) * width)
        sums = np.empty((len(members), 10))
        loops.fit_point_sources(
            maps,
            pixels,
            weights,
            squares,
            members,
            values,
            data.step,
            *room,
            np.empty(2 * width),
            sums,
            0,
            len(members),
        )
    normal = sums[:, NORMAL] * (scale[:, :, None] * scale[:, None, :])
    return Slopes(sums[:, 0], sums[:, 1 : 1 + PARAMETERS] * scale, normal)

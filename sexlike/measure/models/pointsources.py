"""Fits of point sources: the PSF at a free position with a free flux."""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import Rows
from ...constants import PSF_TAPS
from ...detection.objects import Objects
from ..columns.growth import GrowthCurves, radius_of
from ..flags import ModelFlag, add_bits
from ..photometry.ellipses import EllipticalFlux
from ..psf.model import Psf
from ..psf.resampling import room_for
from ..registry import quantity
from . import pointtwin
from .batches import ModelBatch, ModelScene, for_batches
from .minimiser import Minimum, Slopes, minimise
from .parameters import Parameters
from .windows import ModelWindows

PARAMETERS = 3  # x, y, flux
LOGARITHMIC = np.array([False, False, True])
NORMAL = np.array([[4, 5, 6], [5, 7, 8], [6, 8, 9]])  # where the products of derivatives are among the sums
LEAST_RADIUS = 0.1  # of half of the light, pixels
FARTHEST = 4.0  # from the centre, in radii
FAINTEST, BRIGHTEST = 1e-5, 10.0  # of the flux at first
SIGMAS = 10.0  # of the flux at first, which is taken to be at least so bright
LARGEST_VARIANCE = 1e30


@dataclass(frozen=True)
class PointSources(Rows):
    """Point sources that were fitted to n objects.

    Attributes
    ----------
    values : ndarray of float64, shape (n, 3)
        x and y from the centres of the windows, pixels; flux. 0 where there is no fit.
    covariance : ndarray of float64, shape (n, 3, 3)
    chi2 : ndarray of float64, shape (n,)
        Reduced; 0 without degrees of freedom.
    iterations : ndarray of int64, shape (n,)
    flags : ndarray of int16, shape (n,)
        Bits of `ModelFlag`.
    """

    values: np.ndarray
    covariance: np.ndarray
    chi2: np.ndarray
    iterations: np.ndarray
    flags: np.ndarray

    @property
    def fitted(self) -> np.ndarray:
        """Which objects have a fit; bool of shape (n,)."""
        return (self.flags & ModelFlag.TOO_FEW_PIXELS) == 0


@quantity
def point_sources(
    model_scene: ModelScene, model_windows: ModelWindows, point_start: np.ndarray, point_parameters: Parameters
) -> PointSources:
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
        cost = np.maximum(total[chosen] + minimum.cost, 0)
        chi2[which] = np.divide(cost, freedom, out=np.zeros_like(cost), where=freedom > 0)
        values[which] = parameters.values(minimum.variables)
        covariance[which] = covariance_of(minimum, parameters, chi2[which])
        iterations[which] = minimum.iterations
        low[which], high[which] = parameters.at_bounds(minimum.variables)

    for_batches(fit, model_scene)
    flags = add_bits(
        {
            ModelFlag.COARSE: model_scene.windows.coarser(model_scene.psf),
            ModelFlag.BINNED: model_windows.binning > 1,
            ModelFlag.TOO_FEW_PIXELS: few,
            ModelFlag.AT_MINIMUM: low,
            ModelFlag.AT_MAXIMUM: high,
        }
    )
    return PointSources(values, covariance, chi2, iterations, flags)


@quantity
def point_start(objects: Objects, kron: EllipticalFlux, model_windows: ModelWindows) -> np.ndarray:
    """Where the fits of point sources begin: barycentre and FLUX_AUTO; float64 of shape (n, 3)."""
    x, y = objects.x - model_windows.x, objects.y - model_windows.y
    return np.stack([x, y, np.maximum(kron.flux, 0)], axis=1)


@quantity
def point_parameters(
    growth: GrowthCurves, kron: EllipticalFlux, psf_model: Psf, model_windows: ModelWindows
) -> Parameters:
    """Bounds of the parameters of point sources."""
    half_light = np.maximum(np.abs(radius_of(growth, np.float32(0.5) * kron.flux)), LEAST_RADIUS)
    radius = np.maximum(half_light, psf_model.fwhm / 2)
    farthest = np.minimum(FARTHEST * radius, 2 * model_windows.size * model_windows.binning)
    brightest = np.fmax(SIGMAS * kron.flux_error.astype(np.float64), np.maximum(kron.flux, 0))
    brightest = np.where(brightest > 0, brightest, 1)
    low = np.stack([-farthest, -farthest, FAINTEST * brightest], axis=1)
    return Parameters.between(low, np.stack([farthest, farthest, BRIGHTEST * brightest], axis=1), LOGARITHMIC)


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


def covariance_of(minimum: Minimum, parameters: Parameters, chi2: np.ndarray) -> np.ndarray:
    """Covariances of parameters, (n, p, p): residuals are taken to be as large as they should be on average."""
    scale = parameters.slopes(minimum.variables)
    covariance = np.linalg.pinv(minimum.normal, hermitian=True) * chi2[:, None, None]
    covariance = covariance * (scale[:, :, None] * scale[:, None, :])
    variance = covariance.diagonal(axis1=1, axis2=2)
    known = (variance >= 0) & (variance <= LARGEST_VARIANCE)
    return np.where(known[:, :, None] & known[:, None, :], covariance, 0)

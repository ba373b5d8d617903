"""Fits of the PSF to objects: flux and position, by least squares, with steps along the slopes of the PSF."""

from dataclasses import dataclass

import numpy as np

from ... import loops
from .fittwin import fit_stack
from .resampling import room_for
from .stamps import Stamps

NUMBERS = 9  # for each fit, see `Fits`


@dataclass(frozen=True)
class Fits:
    """Fits of n objects; arrays of float64, shape (n,), 0 where a fit failed.

    Attributes
    ----------
    flux : ndarray
    x, y : ndarray
        Position, in pixels from the central one of the window.
    flux_variance, x_variance, y_variance, covariance : ndarray
        Of the flux, and of the position times the flux.
    chi2 : ndarray
        Sum of the squares of the residuals in units of the noise, over the square of the flux, as in SExtractor.
    iterations : ndarray
    """

    flux: np.ndarray
    x: np.ndarray
    y: np.ndarray
    flux_variance: np.ndarray
    x_variance: np.ndarray
    y_variance: np.ndarray
    covariance: np.ndarray
    chi2: np.ndarray
    iterations: np.ndarray

    @property
    def succeeded(self) -> np.ndarray:
        """Whether a fit ended with a flux, at a place that it saw; bool of shape (n,)."""
        return self.iterations > 0


def fit_psfs(psfs: np.ndarray, step: float, stamps: Stamps, sizes: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Fit the PSF to objects. What is found for one of them does not depend on the others.

    Parameters
    ----------
    psfs : ndarray of float32, shape (k, h, w)
    step : float
        Distance of its samples, in pixels.
    stamps : Stamps
        Windows of the objects in the corners of arrays that are as large as the largest; the local background is
        subtracted.
    sizes : ndarray of int64, shape (k, 2)
        Height and width of each window.
    start : ndarray of float64, shape (k, 2)
        Where the search begins: x and y from the central pixel of the window.

    Returns
    -------
    ndarray of float64, shape (k, 9)
        The columns are the fields of `Fits`.
    """
    data = stamps.pixels * stamps.weights
    if loops.fit_psfs is None:
        return fit_stack(psfs, step, data, stamps.weights, sizes, start)
    results = np.empty((len(psfs), NUMBERS))
    height, width = data.shape[1:]
    room = room_for(psfs, (height, width), more=height * width)
    psfs, start = np.ascontiguousarray(psfs), np.ascontiguousarray(start)
    loops.fit_psfs(psfs, step, data, stamps.weights, sizes, start, *room, results, 0, len(psfs))
    return results

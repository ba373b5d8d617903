"""What fits of models give, whatever the models are."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows
from ..flags import ModelFlag, add_bits
from .batches import ModelScene

LARGEST_VARIANCE = 1e30


@dataclass(frozen=True)
class ModelFits(Rows):
    """Models that were fitted to n objects.

    Attributes
    ----------
    vector : ndarray of float64, shape (n, p)
        Their parameters, in the order of `Components.parameters`: pixels, degrees and fluxes. x and y are seen from
        the centres of the windows. 0 where there is no fit.
    covariance : ndarray of float64, shape (n, p, p)
    chi2 : ndarray of float64, shape (n,)
        Reduced; 0 without degrees of freedom.
    iterations : ndarray of int64, shape (n,)
    flags : ndarray of int16, shape (n,)
        Bits of `ModelFlag`.
    """

    vector: np.ndarray
    covariance: np.ndarray
    chi2: np.ndarray
    iterations: np.ndarray
    flags: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        """Errors of the parameters; float64 of shape (n, p)."""
        return np.sqrt(self.covariance.diagonal(axis1=1, axis2=2))

    @property
    def fitted(self) -> np.ndarray:
        """Which objects have a fit; bool of shape (n,)."""
        return (self.flags & ModelFlag.TOO_FEW_PIXELS) == 0


def flags_of(scene: ModelScene, few: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """FLAGS_MODEL of the objects of a scene; bool (n,): too few pixels, parameters at lower and at upper bounds."""
    return add_bits(
        {
            ModelFlag.COARSE: scene.windows.coarser(scene.psf),
            ModelFlag.BINNED: scene.windows.binning > 1,
            ModelFlag.TOO_FEW_PIXELS: few,
            ModelFlag.AT_MINIMUM: low,
            ModelFlag.AT_MAXIMUM: high,
        }
    )


def covariance_of(normal: np.ndarray, scale: np.ndarray, chi2: np.ndarray) -> np.ndarray:
    """Covariances of parameters: residuals are taken to be as large as they should be on average.

    Parameters
    ----------
    normal : ndarray of float64, shape (n, p, p)
        Sums of the products of the derivatives of the residuals in the variables.
    scale : ndarray of float64, shape (n, p)
        Derivatives of the parameters.
    chi2 : ndarray of float64, shape (n,)
        Reduced cost.

    Returns
    -------
    ndarray of float64, shape (n, p, p)
        0 where they are not known.
    """
    covariance = np.linalg.pinv(normal, hermitian=True) * chi2[:, None, None]
    covariance = covariance * (scale[:, :, None] * scale[:, None, :])
    variance = covariance.diagonal(axis1=1, axis2=2)
    known = (variance >= 0) & (variance <= LARGEST_VARIANCE)
    return np.where(known[:, :, None] & known[:, None, :], covariance, 0)


def reduced(cost: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """Costs by degrees of freedom, 0 where there are none."""
    return np.divide(cost, freedom, out=np.zeros(len(cost)), where=freedom > 0)

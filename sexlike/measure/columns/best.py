"""FLUX_BEST and its family: Kron's flux, or the corrected isophotal one where the ellipse is crowded."""

import numpy as np

from ..fluxcolumns import flux_columns
from ..photometry.ellipses import EllipticalFlux
from ..registry import quantity


@quantity
def best(
    kron: EllipticalFlux, isophotal_corrected: tuple[np.ndarray, np.ndarray], crowded: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Flux and error, float32 of shape (n,)."""
    corrected_flux, corrected_error = isophotal_corrected
    return np.where(crowded, corrected_flux, kron.flux), np.where(crowded, corrected_error, kron.flux_error)


flux_columns("BEST", of=lambda best: best, about="in the Kron ellipse, or isophotal")

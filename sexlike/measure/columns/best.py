"""FLUX_BEST and its family: Kron's flux, or the corrected isophotal one in a crowd."""

import numpy as np

from ..fluxcolumns import flux_columns
from ..registry import quantity


@quantity
def best(kron, isophotal_corrected, crowded):
    """Flux and error, float32 of shape (n,)."""
    pairs = zip(isophotal_corrected, (kron.flux, kron.flux_error), strict=True)
    return tuple(np.where(crowded, corrected, auto) for corrected, auto in pairs)


flux_columns("BEST", of=lambda best: best, about="in the Kron ellipse, or isophotal")

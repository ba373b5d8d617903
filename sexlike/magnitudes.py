"""Magnitudes of fluxes."""

import numpy as np

from .constants import MAGNITUDE_ERROR_FACTOR, NO_MAGNITUDE


def magnitude(flux, zero_point):
    """Magnitude of a flux, 99 where it is not positive; arrays of any shape."""
    positive = flux > 0
    logarithm = np.log10(np.where(positive, flux, 1), dtype=np.float64)
    return np.where(positive, zero_point - 2.5 * logarithm, NO_MAGNITUDE)


def magnitude_error(flux, flux_error):
    """1-sigma error of the magnitude of a flux, 99 where the flux is not positive; arrays of any shape."""
    positive = flux > 0
    ratio = np.divide(flux_error, np.where(positive, flux, 1), dtype=np.float64)
    return np.where(positive, MAGNITUDE_ERROR_FACTOR * ratio, NO_MAGNITUDE)

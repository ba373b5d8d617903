"""Profiles of galaxies: how their light is spread, in units of their effective radius or scale length.

Sersic 1963; the coefficient is the series of Ciotti & Bertin 1999, A&A 352, 447.
"""

import numpy as np

DE_VAUCOULEURS_INDEX = 4.0
EXPONENTIAL_SPREAD = 3.0  # <x^2> of a round exponential disk, in squared scale lengths
DE_VAUCOULEURS_SPREAD = 10.83995  # ... and of a de Vaucouleurs profile, in squared effective radii
EXPONENTIAL_AT_HALF_LIGHT = 0.186682  # brightness there, in units of the centre's: e^-1.67835
EXPONENTIAL_WITHIN_HALF_LIGHT = 0.355007  # mean brightness
HALF_LIGHT_SCALES = 1.67835  # scale lengths of an exponential disk that hold half of its light


def sersic_coefficient(index: np.ndarray) -> np.ndarray:
    """The b of exp(-b r^(1/n)) with which half of the light is within r = 1; of indices n of any shape."""
    series = 4 / (405 * index) + 46 / (25515 * index**2) + 131 / (1148175 * index**3)
    return 2 * index - 1 / 3 + series


def sersic_spread(index: np.ndarray) -> np.ndarray:
    """<x^2> of round Sersic profiles, in squared effective radii; of indices of any shape."""
    from scipy.special import gammaln

    logarithm = gammaln(4 * index) - gammaln(2 * index) - 2 * index * np.log(sersic_coefficient(index))
    return np.exp(logarithm) / 2


def mean_over_central(index: np.ndarray) -> np.ndarray:
    """Mean brightness of Sersic profiles within the effective radius, in units of the centre's, of any shape."""
    from scipy.special import gammaln

    return index * np.exp(gammaln(2 * index) - 2 * index * np.log(sersic_coefficient(index)))

"""Powers and exponentials in double precision, the same on every platform, which those of the C library are not.

The logarithm of the mantissa, which lies around 1, and the exponential of what is left of the power beyond whole powers
of 2 are series. The loops compute them alike (loops/detection/power.h).
"""

import numpy as np

from ..constants import HIGHEST_POWER, LAST_OF_EXPONENTIAL, LAST_OF_LOGARITHM, LOG_2, ROOT_HALF


def power(base, exponent: float):
    """Powers of numbers.

    Parameters
    ----------
    base : ndarray of float64, or float
        Positive and finite; with a positive exponent, also 0, infinite or NaN.
    exponent : float

    Returns
    -------
    ndarray of float64, or float
    """
    if exponent == 1:
        return base
    if exponent == -1:
        return 1 / base
    ordinary = (base > 0) & (base < np.inf)
    return np.where(ordinary, exponential(exponent * logarithm(np.where(ordinary, base, 1))), base)


def exponential(power):
    """Exponentials of numbers, float64; those beyond -1000 and 1000 are 0 and infinite."""
    power = np.clip(power, -HIGHEST_POWER, HIGHEST_POWER)
    whole = np.floor(power / LOG_2 + 0.5)
    rest = power - whole * LOG_2
    series = np.ones_like(rest)
    for n in range(LAST_OF_EXPONENTIAL, 0, -1):
        series = series * rest / n + 1
    return np.ldexp(series, whole.astype(np.int32))


def logarithm(base, last: int = LAST_OF_LOGARITHM):
    """Natural logarithms of positive numbers, float64, by a series up to this power."""
    mantissa, twos = np.frexp(base)
    low = mantissa < ROOT_HALF
    mantissa, twos = np.where(low, 2 * mantissa, mantissa), twos - low
    ratio = (mantissa - 1) / (mantissa + 1)
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for n in range(last, 0, -2):
        series = series * square + 1 / n
    return twos * LOG_2 + 2 * ratio * series

"""Exponential and sine in single precision, to the last bit those of the GNU C library.

They are those that SExtractor calls, and they are not always rounded correctly: they are computed in double precision,
but with short polynomials. Where large terms cancel, as in the errors of round objects or in vignettes with pixels
of -1e30, the last bit shows. The polynomials are the best of their degree: minimax approximations, whose weighted error
is the smallest possible, on the interval to which the argument is reduced.
"""

from collections.abc import Sequence

import numpy as np

FRACTIONS = 32  # powers of 2 between which the exponential is interpolated: 2^(k / 32)
LOWEST, HIGHEST = -110, 90  # beyond, the exponential is 0 or infinite in single precision
PER_UNIT = FRACTIONS / np.log(2)
FIRST_POWER = int(np.rint(LOWEST * PER_UNIT))
POWERS = np.exp2(np.arange(FIRST_POWER, int(np.rint(HIGHEST * PER_UNIT)) + 1) / FRACTIONS)

# 2^x = 1 + x P(x) for |x| < 1/64, relative error 1.0e-10
POWER_OF_TWO = (0.6931471806916093, 0.24022845224419023, 0.055503615632301495)
# sin x = x + x^3 P(x^2) for |x| < pi/4, error 3.6e-9 |x|
SINE = (-0.166666549437047, 0.008332178146386244, -0.00019517299014377802)
# cos x = 1 + x^2 P(x^2) for |x| < pi/4, error 5.4e-11
COSINE = (-0.4999999972510866, 0.041666623324385484, -0.0013886763795466035, 2.439045079174726e-05)


def polynomial(coefficients: Sequence[float], x: np.ndarray) -> np.ndarray:
    """Sum of coefficients[k] x^k."""
    total = coefficients[-1] * x
    for coefficient in coefficients[-2:0:-1]:
        total = (total + coefficient) * x
    return total + coefficients[0]


def exponential(x: np.ndarray) -> np.ndarray:
    """exp(x) of float32 numbers, float32."""
    power = np.clip(x, LOWEST, HIGHEST).astype(np.float64) * PER_UNIT
    whole = np.rint(power)
    rest = (power - whole) / FRACTIONS
    scale = POWERS[(whole - FIRST_POWER).astype(np.int64)]
    with np.errstate(over="ignore", under="ignore"):
        return (scale * (1 + rest * polynomial(POWER_OF_TWO, rest))).astype(np.float32)


def sine(x: np.ndarray) -> np.ndarray:
    """sin(x) of float32 numbers, float32."""
    x = x.astype(np.float64)
    quarter = np.rint(x * (2 / np.pi))
    rest = x - quarter * (np.pi / 2)
    square = rest * rest
    near_zero = rest + rest * square * polynomial(SINE, square)
    near_peak = 1 + square * polynomial(COSINE, square)
    quarter = quarter.astype(np.int64)
    value = np.where(quarter & 1, near_peak, near_zero)
    return np.where(quarter & 2, -value, value).astype(np.float32)

"""Exponentials and logarithms in single precision, as the loops compute them (loops/measure/single.h)."""

import numpy as np

from ....constants import (
    LOG_2,
    LOG_2_HIGH,
    LOG_2_LOW,
    PER_LOG_2,
    ROOT_HALF,
)

ONE = np.float32(1)
EXPONENTIAL = [ONE / np.float32(factorial) for factorial in (720, 120, 24, 6, 2, 1)]
LOGARITHM = [ONE / np.float32(odd) for odd in (9, 7, 5, 3)]


def exponential(power: np.ndarray) -> np.ndarray:
    """Exponentials of float32 numbers, float32, between -87 and 88."""
    whole = np.rint(power * np.float32(PER_LOG_2))
    x = power - whole * np.float32(LOG_2_HIGH) - whole * np.float32(LOG_2_LOW)
    return np.ldexp(nested(x, EXPONENTIAL), whole.astype(np.int32))


def logarithm(values: np.ndarray) -> np.ndarray:
    """Natural logarithms of positive float32 numbers, float32."""
    mantissa, twos = np.frexp(values)
    low = mantissa < np.float32(ROOT_HALF)
    mantissa, twos = np.where(low, 2 * mantissa, mantissa), (twos - low).astype(np.float32)
    ratio = (mantissa - ONE) / (mantissa + ONE)
    return twos * np.float32(LOG_2) + 2 * ratio * nested(ratio * ratio, LOGARITHM)


def nested(x: np.ndarray, coefficients: list[np.float32]) -> np.ndarray:
    """The polynomial of these coefficients, of the highest power first; the constant is 1."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total * x + ONE

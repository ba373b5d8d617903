"""Columns of a table as lists for JSON: no NaN, and no digits that single precision has not got."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_DIGITS = 9  # of a number in single precision
NOTHING = np.array(None)


def as_list(values: np.ndarray, digits: int | None = None) -> list[Any]:
    """The values of a column.

    Parameters
    ----------
    values : ndarray, shape (n, *size)
    digits : int, optional
        Significant digits of all numbers. By default all, but no more than tell apart numbers in single precision:
        1.6, and not 1.600000023841858.

    Returns
    -------
    list
        None in place of what is no finite number.
    """
    if values.dtype.kind == "S":
        values = np.char.decode(values, "latin-1")
    if values.dtype.kind != "f":
        return values.tolist()
    finite = np.isfinite(values)
    numbers = np.where(finite, values, 0).astype(np.float64)
    if digits is not None:
        numbers = to_digits(numbers, digits)
    elif values.dtype.itemsize == 4:
        numbers = shortest(numbers)
    return numbers.tolist() if finite.all() else np.where(finite, numbers.astype(object), NOTHING).tolist()


def shortest(numbers: np.ndarray) -> np.ndarray:
    """Numbers of single precision, as those of double precision with the fewest digits that are read as the same."""
    single = numbers.astype(np.float32)
    found = to_digits(numbers, MOST_DIGITS)
    for digits in range(MOST_DIGITS - 1, 5, -1):
        fewer = to_digits(numbers, digits)
        found = np.where(fewer.astype(np.float32) == single, fewer, found)
    return np.where(found.astype(np.float32) == single, found, numbers)


def to_digits(numbers: np.ndarray, digits: int) -> np.ndarray:
    """Numbers rounded to so many significant digits."""
    with np.errstate(all="ignore"):
        size = np.floor(np.log10(np.abs(numbers), where=numbers != 0, out=np.zeros_like(numbers)))
        power = (digits - 1 - size).astype(int)
        up, down = 10.0 ** np.maximum(power, 0), 10.0 ** np.maximum(-power, 0)
        rounded = np.round(numbers * up / down) * down / up
    return np.where(np.isfinite(rounded), rounded, numbers)

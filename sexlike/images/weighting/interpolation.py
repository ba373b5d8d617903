"""Interpolation of pixels without weight (INTERP_TYPE)."""

from dataclasses import dataclass

import numpy as np

from ...config.config import Config
from ..role import Role

LAGS = 4  # rows below those that are wanted, in units of INTERP_MAXYLAG: bad pixels are filled from below


@dataclass(frozen=True)
class Filling:
    """How pixels without weight are filled.

    Attributes
    ----------
    pixels : bool
        The image is filled as well, not only its variance.
    along_x, along_y : int
        Largest distance from the good pixel (INTERP_MAXXLAG, INTERP_MAXYLAG).
    """

    pixels: bool
    along_x: int
    along_y: int


def filling(config: Config, role: Role) -> Filling | None:
    """How INTERP_TYPE, INTERP_MAXXLAG and INTERP_MAXYLAG fill what serves for a role; None if not at all.

    What serves for measurement is filled only if the keywords have a second value: it is not copied from the first.
    """
    along_x, along_y = (
        lags[role] if role < len(lags) else 0 for lags in (config.INTERP_MAXXLAG, config.INTERP_MAXYLAG)
    )
    kind = config.INTERP_TYPE[role] if role < len(config.INTERP_TYPE) else "NONE"
    return None if kind == "NONE" else Filling(kind == "ALL", along_x, along_y)


def rows_below(config: Config) -> int:
    """How many rows below those that are wanted have an influence on how they are filled."""
    return LAGS * max(config.INTERP_MAXYLAG) if set(config.WEIGHT_TYPE) - {"NONE"} else 0


def fill_bad(variance: np.ndarray, worst_variance: float, fill: Filling, pixels: np.ndarray) -> None:
    """Fill pixels without weight (in place), as SExtractor does.

    Bad pixels take the value of the nearest good pixel on their left, up to the largest distance along x. Those that
    remain take the value of the pixel below, up to the largest distance along y. All others stay bad.

    Parameters
    ----------
    variance : ndarray of float32, shape (height, width)
    worst_variance : float
        Pixels of this variance or more are bad.
    fill : Filling
    pixels : ndarray of float32, shape (height, width)
        The image.
    """
    maps = [variance, pixels] if fill.pixels else [variance]
    column = np.arange(variance.shape[1])
    left_in_column = np.zeros(len(column), np.int64)
    for y, row in enumerate(variance):
        bad = row >= worst_variance
        if not bad.any():
            left_in_column[:] = fill.along_y
            continue
        last_good = np.maximum.accumulate(np.where(bad, -1, column))
        from_left = bad & (last_good >= 0) & (column - last_good <= fill.along_x)
        from_below = bad & ~from_left & (left_in_column > 0)
        for values in maps:
            if from_below.any():
                values[y, from_below] = values[y - 1, from_below]
            values[y, from_left] = values[y, last_good[from_left]]
        left_in_column[from_below] -= 1
        left_in_column[~bad] = fill.along_y

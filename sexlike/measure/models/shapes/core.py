"""The core of a profile on a raster: a polynomial without a cusp, and rings of points that add what it misses."""

from typing import NamedTuple

import numpy as np

from ....constants import RING_DIRECTIONS

CORE = 4.0  # samples within which the profile is a polynomial, along the axis on which the samples are coarser
FIRST_RING, RING_DECADES = -4.0, 10  # logarithm of the radius of the first, scales


class Rings(NamedTuple):
    """Rings of points.

    Attributes
    ----------
    radii : ndarray of float64, shape (r,)
        Scales of the profile.
    directions : ndarray of float64, shape (d, 2)
        Of the points on half of a ring: sines and cosines.
    area : float
        Of a point, in squared radii of its ring.
    """

    radii: np.ndarray
    directions: np.ndarray
    area: float


def rings_of(per_decade: int, number: int) -> Rings:
    """Rings: so many from a radius to ten times this one, with so many points on each half."""
    radii = 10 ** (FIRST_RING + np.arange(RING_DECADES * per_decade) / per_decade)
    angles = np.pi / number * np.arange(number)
    width = 10 ** (1 / per_decade) - 10 ** (-1 / per_decade)
    return Rings(radii, np.stack([np.sin(angles), np.cos(angles)], axis=1), np.pi / number * width / 2)


RINGS = rings_of(20, RING_DIRECTIONS)


def core_polynomial(
    index: np.ndarray | float, coefficient: np.ndarray | float, core2: np.ndarray | float
) -> tuple[np.ndarray | float, ...]:
    """Factors of 1, r^2 and r^3 in the core of profiles exp(-b r^(1/n)): both agree there with two derivatives.

    Parameters
    ----------
    index, coefficient : ndarray of float64, shape (k,), or float
        n and b.
    core2 : ndarray of float64, shape (k,), or float
        Squared radius where the core ends, scales.
    """
    exponent = -coefficient * core2 ** (0.5 / index)
    there, second = np.exp(exponent), exponent / index**2
    first = exponent * second
    constant = (1 + (first + (1 - 5 * index) * second) / 6) * there
    square = -(first + (1 - 3 * index) * second) / 2 * there / core2
    cube = (first + (1 - 2 * index) * second) / 3 * there / core2**1.5
    return constant, square, cube

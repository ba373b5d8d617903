"""Profiles of galaxies, drawn on rasters as SExtractor draws them.

The core is a polynomial, to which what it misses is added in rings; the profile ends with the largest ellipse that is
inside the raster.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import Rows
from .shapes.core import CORE, RINGS, core_polynomial
from .shapes.profiles import sersic_coefficient

LARGEST_SQUARE = 1e6  # of the radius of a profile, in scales


@dataclass(frozen=True)
class Profiles(Rows):
    """Elliptical profiles exp(-b r^(1/n)) of k spheroids or disks; float64 of shape (k,).

    Attributes
    ----------
    scale : ndarray
        Effective radius or scale length, samples.
    aspect, angle : ndarray
        Axis ratio, and the angle of the first axis from x towards y in degrees.
    index, coefficient : ndarray
        n and b.
    """

    scale: np.ndarray
    aspect: np.ndarray
    angle: np.ndarray
    index: np.ndarray
    coefficient: np.ndarray

    @classmethod
    def sersic(cls, scale: np.ndarray, aspect: np.ndarray, angle: np.ndarray, index: np.ndarray) -> "Profiles":
        """Sersic profiles of these effective radii and indices."""
        return cls(scale, aspect, angle, index, sersic_coefficient(index))

    @classmethod
    def of_index(
        cls, scale: np.ndarray, aspect: np.ndarray, angle: np.ndarray, index: float, coefficient: float
    ) -> "Profiles":
        """Profiles of one index."""
        return cls(scale, aspect, angle, np.full(len(scale), index), np.full(len(scale), coefficient))

    @classmethod
    def of_each(cls, parts: Sequence["Profiles"], number: int) -> "Profiles":
        """All profiles of the first of so many objects, then of the next; a part has equally many of each, in order."""
        values = zip(*(vars(part).values() for part in parts), strict=True)
        rows = [[of.reshape(number, len(of) // max(number, 1)) for of in each] for each in values]
        return cls(*(np.concatenate(each, axis=1).ravel() for each in rows))

    def matrices(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """From offsets in samples to those along the axes in scales: xx, xy, yx, yy."""
        angle = np.radians(self.angle)
        a = 1 / self.scale
        b = a / np.abs(self.aspect)
        return a * np.cos(angle), a * np.sin(angle), -b * np.sin(angle), b * np.cos(angle)

    def light(self, sizes: np.ndarray) -> np.ndarray:
        """Share of their light that is on rasters of these sizes: (k,) -> (k,)."""
        return self.light_within(limit2(sizes, *self.matrices()))

    def light_within(self, radius2: np.ndarray) -> np.ndarray:
        """Share of their light within radii of these squares, in scales: (k,) -> (k,)."""
        from scipy.special import gammainc

        return gammainc(2 * self.index, self.coefficient * radius2 ** (0.5 / self.index))

    def table(self, sizes: np.ndarray) -> np.ndarray:
        """What the loop draws from: float64 of shape (k, 18)."""
        matrices = self.matrices()
        xx, xy, yx, yy = matrices
        end2, determinant = limit2(sizes, *matrices), xx * yy - xy * yx
        back = yy / determinant, -xy / determinant, -yx / determinant, xx / determinant
        reach = np.sqrt(np.maximum(back[0] ** 2 + back[1] ** 2, back[2] ** 2 + back[3] ** 2))
        core2 = (CORE * np.maximum(1, 1 / np.abs(self.aspect)) / self.scale) ** 2
        columns = [*matrices, 0.5 / self.index, -self.coefficient, end2, core2]
        columns += [*core_polynomial(self.index, self.coefficient, core2), RINGS.area / determinant]
        columns += [*back, reach, self.light_within(end2)]
        return np.stack(columns, axis=1)


def limit2(sizes: np.ndarray, xx: np.ndarray, xy: np.ndarray, yx: np.ndarray, yy: np.ndarray) -> np.ndarray:
    """Squared radius, in scales, where profiles of these matrices end on rasters of these sizes: (k,) -> (k,)."""
    half = (sizes // 2 - 1) * (xx * yy - xy * yx)
    return np.minimum(half**2 / np.maximum(xy**2 + yy**2, xx**2 + yx**2), LARGEST_SQUARE)


def draw_profiles(profiles: Profiles, sizes: np.ndarray, side: int, smooth: bool = False) -> np.ndarray:
    """Profiles on rasters; what is drawn of one does not depend on the others. Threads are up to the caller.

    Parameters
    ----------
    profiles : Profiles
        Of k spheroids or disks.
    sizes : ndarray of int64, shape (k,)
        Of the rasters as SExtractor has them.
    side : int
        Of those on which they are put; the central samples, of the index size // 2 and side // 2, coincide.
    smooth : bool
        Samples change with the shape without leaps: rings are divided among samples, unlike those of SExtractor.

    Returns
    -------
    ndarray of float32, shape (k, side, side)
        Flux per sample; in sum, the share of the light that is within the ellipse in which the profile ends.
    """
    table, radii, directions = profiles.table(sizes), *(of.astype(np.float32).ravel() for of in RINGS[:2])
    if loops.draw_profiles is None:
        from .shapes.rastertwin import drawn

        return drawn(table, sizes, side, radii, directions, smooth)
    rasters = np.empty((len(table), side, side), np.float32)
    room = np.empty(2 * side, np.float32), np.empty(side)
    loops.draw_profiles(table, sizes, radii, directions, smooth, *room, rasters, 0, len(table))
    return rasters

"""What the loop of loops/measure/profiles.c does, from numpy."""

import numpy as np

from ...constants import ALMOST_HALF_SAMPLE, CENTRAL_RING, LEAST_SQUARE, LOWEST_EXPONENT
from .single import exponential, logarithm


def drawn(table: np.ndarray, sizes: np.ndarray, side: int, radii: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Profiles on rasters; see `rasters.draw_profiles`.

    Parameters
    ----------
    table : ndarray of float64, shape (k, 18)
    sizes : ndarray of int64, shape (k,)
    side : int
    radii : ndarray of float32, shape (r,)
        Of the rings.
    directions : ndarray of float32, shape (2 d,)
        Sines and cosines.
    """
    rasters = np.zeros((len(table), side, side), np.float32)
    for row, size, whole in zip(table, sizes, rasters, strict=True):
        first, light = side // 2 - size // 2, row[-1]
        raster = whole[first : first + size, first : first + size]
        profile = Profile(row[:-1].astype(np.float32))
        raster[:] = profile.samples(size)
        profile.add_rings(raster, radii, directions.reshape(-1, 2).T)
        total = raster.cumsum(axis=0, dtype=np.float64)[-1].cumsum()[-1]
        if light > 0 and total != 0:
            raster *= np.float32(light / abs(total))
    return rasters


class Profile:
    """A profile, from a row of the table without its last column; float32 of shape (17,)."""

    def __init__(self, row: np.ndarray) -> None:
        self.xx, self.xy, self.yx, self.yy, self.power, self.slope, self.limit2, self.core2 = row[:8]
        self.constant, self.square, self.cube, self.ring = row[8:12]
        self.back, self.reach = row[12:16], row[16]

    def samples(self, size: int) -> np.ndarray:
        """The profile on a raster, without rings; float32 of shape (size, size)."""
        offset = (np.arange(size) - size // 2).astype(np.float32)
        y = offset[: size // 2 + 1, None]
        u, v = self.xx * offset + self.xy * y, self.yx * offset + self.yy * y
        radius2 = u * u + v * v
        half = np.where(radius2 < self.core2, self.inside(radius2), self.outside(radius2))
        half = np.where(radius2 > self.limit2, np.float32(0), half)
        whole = np.zeros((size, size), np.float32)
        whole[: len(half)] = half
        even = 1 - size % 2  # the first column of an even raster has no mirror image
        whole[len(half) :, even:] = half[:-1][::-1, even:][: size - len(half), ::-1]
        return whole

    def outside(self, radius2: np.ndarray) -> np.ndarray:
        """The profile beyond the core."""
        root = exponential(self.power * logarithm(radius2 + np.float32(LEAST_SQUARE)))
        return exponential(np.maximum(self.slope * root, np.float32(LOWEST_EXPONENT)))

    def inside(self, radius2: np.ndarray) -> np.ndarray:
        """The polynomial of the core."""
        return self.constant + (self.square + self.cube * np.sqrt(radius2)) * radius2

    def add_rings(self, raster: np.ndarray, radii: np.ndarray, directions: np.ndarray) -> None:
        """Add what the core misses, as points; each goes to the nearest sample."""
        size = len(raster)
        radius = radii[: np.argmin(np.append(radii * radii < self.core2, False))]
        light = (self.outside(radius * radius) - self.inside(radius * radius)) * (radius * radius) * self.ring
        central = radius * self.reach < np.float32(CENTRAL_RING)
        sine, cosine = directions
        xx, xy, yx, yy = self.back
        x, y = (radius[~central, None] * part for part in (xx * sine + xy * cosine, yx * sine + yy * cosine))
        centre = np.float32(size // 2) + np.float32(ALMOST_HALF_SAMPLE)
        columns, rows = (np.trunc(np.stack([centre + at, centre - at], axis=-1)).astype(np.int64) for at in (x, y))
        there = (columns >= 0) & (columns < size) & (rows >= 0) & (rows < size)
        share = np.broadcast_to(light[~central, None, None], columns.shape)
        np.add.at(raster, (rows[there], columns[there]), share[there])
        total = np.cumsum(light[central], dtype=np.float64)[-1:].sum()
        raster[size // 2, size // 2] += np.float32(2 * len(sine) * total)

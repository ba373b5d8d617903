"""What the loop of loops/measure/profiles.c does, from numpy."""

import numpy as np

from ....constants import (
    ALMOST_HALF_SAMPLE,
    CENTRAL_RING,
    CENTRAL_SAMPLES,
    CENTRAL_SMOOTH_RING,
    LEAST_SQUARE,
    LOWEST_EXPONENT,
)
from .single import exponential, logarithm


def drawn(
    table: np.ndarray, sizes: np.ndarray, side: int, radii: np.ndarray, directions: np.ndarray, smooth: bool
) -> np.ndarray:
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
    smooth : bool
    """
    rasters = np.zeros((len(table), side, side), np.float32)
    for row, size, whole in zip(table, sizes, rasters, strict=True):
        first, light = side // 2 - size // 2, row[-1]
        raster = whole[first : first + size, first : first + size]
        profile = Profile(row[:-1].astype(np.float32))
        raster[:] = profile.samples(size)
        profile.add_rings(raster, radii, directions.reshape(-1, 2).T, smooth)
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

    def add_rings(self, raster: np.ndarray, radii: np.ndarray, directions: np.ndarray, smooth: bool) -> None:
        """Add what the core misses, as points; each goes to the nearest sample, or to the nearest nine."""
        radius = radii[: np.argmin(np.append(radii * radii < self.core2, False))]
        light = (self.outside(radius * radius) - self.inside(radius * radius)) * (radius * radius) * self.ring
        central = radius * self.reach < np.float32(CENTRAL_SMOOTH_RING if smooth else CENTRAL_RING)
        sine, cosine = directions
        xx, xy, yx, yy = self.back
        x, y = (radius[~central, None] * part for part in (xx * sine + xy * cosine, yx * sine + yy * cosine))
        middle = len(raster) // 2, len(raster) // 2
        if not smooth:  # one after the other, as SExtractor rounds the sum
            terms = np.append(raster[middle], light[central].repeat(2 * len(sine)))
            raster[middle] = terms.cumsum(dtype=np.float32)[-1]
        centre = np.float32(len(raster) // 2) + np.float32(0 if smooth else ALMOST_HALF_SAMPLE)
        x, y = (np.stack([centre + at, centre - at], axis=-1).ravel() for at in (x, y))
        share = np.broadcast_to(light[~central, None], (len(x) // 2 // len(sine), len(sine))).repeat(2)
        (spread if smooth else deposit)(raster, x, y, share)
        if smooth:  # a point is in the mean by half of the squared radius from the centre, along each axis
            total, extent = (in_turn(values[central]) for values in (light, light * (radius * radius)))
            squares = (float(a * c + b * d) for a, b, c, d in ((xx, xy, xx, xy), (yx, yy, yx, yy), (xx, xy, yx, yy)))
            add_central(raster, 2 * len(sine) * total, *(len(sine) * extent * square for square in squares))


def in_turn(values: np.ndarray) -> float:
    """A sum in double precision, one value after the other."""
    return float(np.cumsum(values, dtype=np.float64)[-1:].sum())


def add_central(raster: np.ndarray, light: float, xx: float, yy: float, xy: float) -> None:
    """Light around the central sample, of so much extent (squared samples), as nine samples of the same extent."""
    middle = len(raster) // 2
    if len(raster) < CENTRAL_SAMPLES:
        raster[middle, middle] += np.float32(light)
        return
    across, along, corner = np.float32(xx / 2), np.float32(yy / 2), np.float32(xy / 4)
    rows = [corner, along, -corner], [across, np.float32(light - xx - yy), across], [-corner, along, corner]
    raster[middle - 1 : middle + 2, middle - 1 : middle + 2] += np.array(rows, np.float32)


def deposit(raster: np.ndarray, x: np.ndarray, y: np.ndarray, light: np.ndarray) -> None:
    """Add light at positions to the samples there, one after the other; float32 of shape (points,)."""
    column, row = (np.trunc(at).astype(np.int64) for at in (x, y))
    there = (column >= 0) & (column < len(raster)) & (row >= 0) & (row < len(raster))
    np.add.at(raster, (row[there], column[there]), light[there])


def spread(raster: np.ndarray, x: np.ndarray, y: np.ndarray, light: np.ndarray) -> None:
    """The same, divided among the nearest nine samples, so that its centre and its extent stay what they are."""
    column, row = (np.trunc(at + np.float32(0.5)).astype(np.int64) for at in (x, y))
    there = (x >= 0.5) & (column + 1 < len(raster)) & (y >= 0.5) & (row + 1 < len(raster))
    x, y, light, column, row = (values[there] for values in (x, y, light, column, row))
    along, across = (three_shares(at - near.astype(np.float32)) for at, near in ((x, column), (y, row)))
    shares = along[:, None, :] * (across * light[:, None])[:, :, None]
    near = np.arange(-1, 2)
    np.add.at(raster, ((row[:, None] + near)[:, :, None], (column[:, None] + near)[:, None, :]), shares)


def three_shares(offset: np.ndarray) -> np.ndarray:
    """Shares of three samples of light at an offset from the second one: float32 (k,) -> (k, 3)."""
    square = offset * offset
    return np.stack([(square - offset) / 2, 1 - square, (square + offset) / 2], axis=1)

"""Fractions of pixels inside circles, by counting sub-pixels in SExtractor's arithmetic."""

import numpy as np

from ...arrays import slices
from ...constants import RIM
from .pixelrows import Pixels

ROUNDING = 1e-3  # pixels, more than the rounding of distances
PIXELS_AT_A_TIME = 1 << 14  # their sub-pixel counts stay in the processor's cache


def fraction_inside(
    pixels: Pixels, radius: float | np.floating | np.ndarray, divisions: int
) -> tuple[np.ndarray, np.ndarray]:
    """How much of each pixel lies within a circle around its object.

    Parameters
    ----------
    pixels : Pixels
        Offsets are float32.
    radius : float or ndarray of float32, shape (p,)
        Radius of the circle.
    divisions : int
        Number of sub-pixels along each side.

    Returns
    -------
    near : ndarray of int64, shape (q,)
        Indices of the pixels that are inside, or near the rim; all others are outside.
    fraction : ndarray of float32, shape (q,)
    """
    radius = np.asarray(radius, np.float32)
    r2 = pixels.dx * pixels.dx + pixels.dy * pixels.dy
    outer, inner = radius + np.float32(RIM), np.maximum(radius - np.float32(RIM), np.float32(0))
    near = np.flatnonzero(r2 < outer * outer)
    near_r2 = r2[near]
    if radius.ndim:
        radius, inner = radius[near], inner[near]
    area, corner = areas(divisions), np.float32(corner_distance(divisions))
    # Most pixels near the rim have all of their sub-pixels on one side of it.
    fraction = np.where(near_r2 > inner * inner, area[-1], np.float32(1))
    beyond = near_r2 >= (radius + corner) ** 2
    fraction[beyond] = 0
    rim = np.flatnonzero(~beyond & (near_r2 > np.maximum(radius - corner, 0) ** 2))
    radius2 = radius * radius
    for some in slices(len(rim), PIXELS_AT_A_TIME):
        part = rim[some]
        divided, limit = near[part], radius2[part] if radius.ndim else radius2
        fraction[part] = area[count_inside(pixels.dx[divided], pixels.dy[divided], limit, divisions)]
    return near, fraction


def areas(divisions: int) -> np.ndarray:
    """Area of none, one, two ... and all sub-pixels of a pixel, summed up in float32; shape (divisions^2 + 1,)."""
    return np.cumsum(np.r_[np.float32(0), np.full(divisions**2, np.float32(1 / divisions) ** 2)], dtype=np.float32)


def corner_distance(divisions: int) -> float:
    """How far the outermost sub-pixels are from the centre of a pixel, and a bit more."""
    return (1 - 1 / divisions) / np.sqrt(2) + ROUNDING


def count_inside(dx: np.ndarray, dy: np.ndarray, radius2: np.ndarray | np.floating, divisions: int) -> np.ndarray:
    """Number of the sub-pixels of pixels that lie inside circles.

    Parameters
    ----------
    dx, dy : ndarray of float32, shape (p,)
        Offsets of the pixels from the centres of the circles.
    radius2 : float32, or ndarray of float32, shape (p,)
        Squared radii.
    divisions : int
        Number of sub-pixels along each side.

    Returns
    -------
    ndarray of uint8, shape (p,)
    """
    step = np.float32(1 / divisions)
    first = np.float32(0.5) * (step - np.float32(1))
    columns: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    for squares, offset in ((columns, dx + first), (rows, dy + first)):
        for _ in range(divisions):
            squares.append(offset * offset)
            offset = offset + step
    count = np.zeros(len(dx), np.uint8)
    r2, inside = np.empty_like(dx), np.empty(len(dx), bool)
    for y2 in rows:
        for x2 in columns:
            np.add(x2, y2, out=r2)
            np.less(r2, radius2, out=inside)
            count += inside.view(np.uint8)
    return count

"""Fractions of pixels inside circles, by counting sub-pixels in SExtractor's arithmetic."""

import numpy as np

RIM = 0.75  # a pixel further than this from a circle, inwards or outwards, is not divided
ROUNDING = 1e-3  # pixels, more than the rounding of distances
BLOCK = 1 << 14  # pixels at a time: the sub-pixel counts stay in the processor's cache


def fraction_inside(pixels, radius, divisions):
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
    radius = np.float32(radius)
    r2 = pixels.dx * pixels.dx + pixels.dy * pixels.dy
    outer, inner = radius + np.float32(RIM), np.maximum(radius - np.float32(RIM), np.float32(0))
    near = np.flatnonzero(r2 < outer * outer)
    near_r2 = r2[near]
    if np.ndim(radius):
        radius, inner = radius[near], inner[near]
    area = np.cumsum(np.r_[np.float32(0), np.full(divisions**2, np.float32(1 / divisions) ** 2)], dtype=np.float32)
    # Most pixels near the rim have all of their sub-pixels on one side of it.
    corner = (1 - 1 / divisions) / np.sqrt(2) + ROUNDING
    fraction = np.where(near_r2 > inner * inner, area[-1], np.float32(1))
    beyond = near_r2 >= (radius + np.float32(corner)) ** 2
    fraction[beyond] = 0
    rim = np.flatnonzero(~beyond & (near_r2 > np.maximum(radius - np.float32(corner), 0) ** 2))
    radius2 = radius * radius
    for start in range(0, len(rim), BLOCK):
        part = rim[start : start + BLOCK]
        places, limit = near[part], radius2[part] if np.ndim(radius) else radius2
        fraction[part] = area[count_inside(pixels.dx[places], pixels.dy[places], limit, divisions)]
    return near, fraction


def count_inside(dx, dy, radius2, divisions):
    """Number of sub-pixels inside circles, int array of shape (p,); all float32."""
    step = np.float32(1 / divisions)
    offset = np.float32(0.5) * (step - np.float32(1))
    columns, rows = [], []
    for squares, start in ((columns, dx + offset), (rows, dy + offset)):
        place = start
        for _ in range(divisions):
            squares.append(place * place)
            place = place + step
    count = np.zeros(len(dx), np.uint8)
    r2, inside = np.empty_like(dx), np.empty(len(dx), bool)
    for y2 in rows:
        for x2 in columns:
            np.add(x2, y2, out=r2)
            np.less(r2, radius2, out=inside)
            count += inside.view(np.uint8)
    return count

"""Fractions of pixels inside circles, by counting sub-pixels in SExtractor's arithmetic."""

import numpy as np

RIM = 0.75  # a pixel further than this from a circle, inwards or outwards, is not divided
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
    each = np.ndim(radius) > 0
    rim = np.flatnonzero(r2[near] > (inner * inner)[near] if each else r2[near] > inner * inner)
    radius2 = radius * radius
    fraction = np.ones(len(near), np.float32)
    area = np.cumsum(np.r_[np.float32(0), np.full(divisions**2, np.float32(1 / divisions) ** 2)], dtype=np.float32)
    for start in range(0, len(rim), BLOCK):
        part = rim[start : start + BLOCK]
        places = near[part]
        limit = radius2[places] if each else radius2
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

"""Apertures drawn on an image as SExtractor draws them: polygons of 36 sides."""

import numpy as np

ANGLES = np.radians(10.0 * np.arange(37))
COSINES, SINES = np.cos(ANGLES).astype(np.float32), np.sin(ANGLES).astype(np.float32)


def circle_corners(x, y, radius):
    """Corners of circles -> x and y, arrays of shape (n, 37)."""
    return x[:, None] + radius * COSINES.astype(np.float64), y[:, None] + radius * SINES.astype(np.float64)


def ellipse_corners(x, y, a, b, theta):
    """Corners of ellipses of semi-axes a and b, a at the angle theta from x -> x and y, arrays of shape (n, 37)."""
    across, along = (v[:, None].astype(np.float64) for v in (b, a))
    cosine, sine = np.cos(theta.astype(np.float64))[:, None], np.sin(theta.astype(np.float64))[:, None]
    return (
        x[:, None] + along * COSINES * cosine - across * SINES * sine,
        y[:, None] + along * COSINES * sine + across * SINES * cosine,
    )


def draw_polygons(image, corners, value, dashed=None):
    """Add a value to the pixels of an image that polygons run through (in place).

    Parameters
    ----------
    image : ndarray of float32, shape (height, width)
    corners : tuple of two ndarray, shape (n, 37)
        x and y of the corners.
    value : float
    dashed : ndarray of bool, shape (n,), optional
        Polygons of which every second side is left out.
    """
    x, y = corners
    kept = np.ones((len(x), x.shape[1] - 1), bool)
    if dashed is not None:
        kept[dashed, 1::2] = False
    x1, y1, x2, y2 = (v[kept] for v in (x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]))
    flat = np.abs(x2 - x1) > np.abs(y2 - y1)
    across, along = line_pixels(*(v[flat] for v in (x1, y1, x2, y2)), image.shape[1])
    up, right = line_pixels(*(v[~flat] for v in (y1, x1, y2, x2)), image.shape[0])
    columns, rows = np.concatenate([across, right]), np.concatenate([along, up])
    inside = (columns >= 0) & (columns < image.shape[1]) & (rows >= 0) & (rows < image.shape[0])
    np.add.at(image, (rows[inside], columns[inside]), np.float32(value))


def line_pixels(u1, v1, u2, v2, size):
    """Pixels of lines in steps of a pixel in u, without their first pixels -> u and v, arrays of int.

    Steps beyond the image, outside of 0 <= u < size, are left out: lines may be millions of pixels long.
    """
    start, end = np.rint(u1), np.rint(u2)
    sign = np.sign(end - start)
    first = np.maximum(np.where(sign > 0, -start, start - (size - 1)), 1)
    last = np.minimum(np.where(sign > 0, size - 1 - start, start), np.abs(end - start))
    count = np.maximum(last - first + 1, 0).astype(np.int64)
    line = np.repeat(np.arange(len(u1)), count)
    step = first[line] + np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    u = start[line] + sign[line] * step
    v = v1[line] + (u - u1[line]) * ((v2 - v1)[line] / (u2 - u1)[line])
    return u.astype(np.int64), np.rint(v).astype(np.int64)

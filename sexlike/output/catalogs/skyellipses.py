"""Ellipses of an image on the sky, for region files."""

import numpy as np

from ...images.sky.projection import NOWHERE

HALF_STEP = 0.5  # pixels, to either side


def sky_ellipses(projection, x, y, a, b, theta):
    """Ellipses as they are on the sky, also where pixels are not square or the image is a mirror image.

    Parameters
    ----------
    projection : Projection
        One with a sky.
    x, y : ndarray, shape (n,)
        Centres in 0-based pixels.
    a, b : ndarray, shape (n,)
        Semi-axes in pixels.
    theta : ndarray, shape (n,)
        Degrees from the x axis towards the y axis.

    Returns
    -------
    position : ndarray, shape (2, n)
        Right ascension and declination (J2000), in degrees; NaN where the image has no sky.
    axes : ndarray, shape (2, n)
        Semi-axes in degrees, the larger one first.
    angle : ndarray, shape (n,)
        Position angle of the larger one, in degrees from north towards east.
    """
    vectors = [
        unit_vectors(positions(projection, x + dx, y + dy))
        for dx, dy in ((-HALF_STEP, 0), (HALF_STEP, 0), (0, -HALF_STEP), (0, HALF_STEP))
    ]
    steps = np.stack([vectors[1] - vectors[0], vectors[3] - vectors[2]])  # [axis of the image, component, object]
    position = positions(projection, x, y)
    change = np.einsum("wcn,icn->nwi", directions(position), steps)
    on_sky = np.isfinite(change).all(axis=(1, 2)) & np.isfinite(position).all(axis=0)
    position = np.where(on_sky, position, np.nan)
    change[~on_sky] = 0
    cosine, sine = np.cos(np.radians(theta)), np.sin(np.radians(theta))
    semi_axes = np.moveaxis(np.array([[a * cosine, -b * sine], [a * sine, b * cosine]], np.float64), 2, 0)
    principal, axes, _ = np.linalg.svd(change @ semi_axes)
    return position, np.degrees(axes).T, np.degrees(np.arctan2(principal[:, 0, 0], principal[:, 1, 0])) % 180


def positions(projection, x, y):
    """Right ascension and declination (J2000) of pixels -> (2, n), NaN where there is no sky."""
    position = projection.position(x, y)
    off = ~(np.abs(position) < NOWHERE / 2).all(axis=0)
    found = projection.to_j2000(np.where(off, 0.0, position))
    return np.where(off, np.nan, found)


def unit_vectors(position):
    """Unit vectors of positions in degrees: (2, n) -> (3, n)."""
    longitude, latitude = np.radians(position)
    return np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])


def directions(position):
    """Unit vectors towards east and north at positions in degrees: (2, n) -> (2, 3, n)."""
    longitude, latitude = np.radians(position)
    east = [-np.sin(longitude), np.cos(longitude), np.zeros_like(longitude)]
    north = [-np.sin(latitude) * np.cos(longitude), -np.sin(latitude) * np.sin(longitude), np.cos(latitude)]
    return np.array([east, north])

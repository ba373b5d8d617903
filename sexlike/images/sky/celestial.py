"""Celestial frames: galactic, ecliptic and supergalactic to equatorial, precession, B1950. Angles are degrees."""

import numpy as np

# Pole in J2000 equatorial coordinates, and longitude of the equatorial pole, with as many digits as SExtractor has.
FRAMES = {
    "G": (192.85948123, 27.12825120, 122.93191858559),
    "E": (270.0, 66.560709, 90.0),
    "S": (283.754167, 15.708889, 153.54915025437),
}
SAME_EQUINOX = 0.003  # years
# From J2000 (FK5, at rest) to B1950 (FK4) without the terms of aberration: position, and motion in arcsec per century.
# Explanatory Supplement to the Astronomical Almanac (1992), 3.59; after Aoki et al. 1983, A&A 128, 263.
_POSITION_1950 = np.array(
    [
        [+0.9999256795, +0.0111814828, +0.0048590039],
        [-0.0111814828, +0.9999374849, -0.0000271771],
        [-0.0048590040, -0.0000271557, +0.9999881946],
    ]
)
_MOTION_1950 = np.array(
    [[-0.000551, +0.238509, -0.435614], [-0.238560, -0.002667, +0.012254], [+0.435730, -0.008541, +0.002117]]
)
_ABERRATION = np.array([-1.62557e-6, -0.31919e-6, -0.13843e-6])  # radians, E-terms of B1950
_ABERRATION_CHANGE = np.array([1.244e-3, -1.579e-3, -0.660e-3])  # arcsec per century


def unit_vectors(longitude, latitude):
    """Directions as unit vectors: (n,), (n,) -> (3, n)."""
    longitude, latitude = np.radians(longitude), np.radians(latitude)
    return np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])


def angles(vectors):
    """Longitude (0 to 360) and latitude of vectors: (3, n) -> (2, n)."""
    x, y, z = vectors
    return np.array([np.degrees(np.arctan2(y, x)) % 360, np.degrees(np.arctan2(z, np.hypot(x, y)))])


def equatorial(longitude, latitude, frame):
    """Equatorial coordinates (J2000) of galactic (``G``), ecliptic (E) or supergalactic (S) ones -> (2, n)."""
    return angles(_axes(frame) @ unit_vectors(longitude, latitude))


def from_equatorial(alpha, delta, frame):
    """Galactic (``G``), ecliptic (E) or supergalactic (S) coordinates of equatorial ones (J2000) -> (2, n)."""
    return angles(_axes(frame).T @ unit_vectors(alpha, delta))


def _axes(frame):
    """The axes of a frame in equatorial coordinates, as the columns of a matrix."""
    right_ascension, declination, longitude_of_pole = FRAMES[frame]
    pole = unit_vectors(right_ascension, declination)
    to_north = np.array([0, 0, 1]) - pole[2] * pole
    to_north /= np.linalg.norm(to_north)
    across = np.cross(pole, to_north)
    cos, sin = np.cos(np.radians(longitude_of_pole)), np.sin(np.radians(longitude_of_pole))
    return np.column_stack([cos * to_north - sin * across, sin * to_north + cos * across, pole])


def j2000(alpha, delta, equinox):
    """Positions of an equinox precessed to J2000 (Lieske et al. 1977, A&A 58, 1) -> (2, n)."""
    if abs(equinox - 2000) <= SAME_EQUINOX:
        return np.array([alpha, delta], np.float64)
    start = (equinox - 2000) / 100
    time = -start
    rate = 2306.2181 + 1.39656 * start - 0.000139 * start**2
    zeta = rate * time + (0.30188 - 0.000344 * start) * time**2 + 0.017998 * time**3
    z = rate * time + (1.09468 + 0.000066 * start) * time**2 + 0.018203 * time**3
    theta = (
        (2004.3109 - 0.85330 * start - 0.000217 * start**2) * time
        - (0.42665 + 0.000217 * start) * time**2
        - 0.041833 * time**3
    )
    turned = _turn_z(-z) @ _turn_y(theta) @ _turn_z(-zeta)
    return angles(turned @ unit_vectors(alpha, delta))


def _turn_z(arcsec):
    cos, sin = np.cos(np.radians(arcsec / 3600)), np.sin(np.radians(arcsec / 3600))
    return np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])


def _turn_y(arcsec):
    cos, sin = np.cos(np.radians(arcsec / 3600)), np.sin(np.radians(arcsec / 3600))
    return np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]])


def b1950(alpha, delta, epoch=2000.0):
    """Positions of J2000 (FK5, at rest) in B1950 (FK4) at an epoch, a year -> (2, n)."""
    centuries = (epoch - 1950) / 100
    there = unit_vectors(alpha, delta)
    place = _POSITION_1950 @ there
    length = np.linalg.norm(place, axis=0)
    place, motion = place / length, np.radians(_MOTION_1950 @ there / 3600) / length
    terms = (_ABERRATION + centuries * np.radians(_ABERRATION_CHANGE / 3600))[:, None]
    aberration = terms - (place * terms).sum(axis=0) * place
    return angles(place + aberration + centuries * motion)


def convergence(transform, before, after):
    """What the position angles of one frame gain in another, at each position.

    It is the angle between the directions to the two poles, from the sides of their triangle with the position; rather
    coarse for small angles, and with the opposite sign of what one would expect, but so it is in THETA_J2000 and
    THETA_B1950.

    Parameters
    ----------
    transform : callable
        From positions (2, n) in the first frame to those in the other.
    before, after : ndarray, shape (2, n)
        The positions in both.

    Returns
    -------
    ndarray, shape (n,)
        Degrees.
    """
    pole = transform(np.array([[0.0], [90.0]]))
    (_, pole_sin), (_, old_sin), (_, new_sin) = (np.sin(np.radians(position)) for position in (pole, before, after))
    cosine = (pole_sin - old_sin * new_sin) / np.cos(np.radians(before[1])) / np.cos(np.radians(after[1]))
    side = np.sign(np.sin(np.radians(after[0] - pole[0])))
    return side * np.degrees(np.arccos(np.clip(cosine, -1, 1)))

"""Celestial frames: galactic, ecliptic and supergalactic coordinates, precession, B1950. Angles are in degrees."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

Transform = Callable[[np.ndarray], np.ndarray]  # of coordinates (2, n)

# Pole in J2000 equatorial coordinates, and longitude of the equatorial pole, with as many digits as SExtractor has: its
# galactic frame is 0.01 arcsec from that of ERFA, and its supergalactic pole is elsewhere.
FRAMES = {
    "G": (192.85948123, 27.12825120, 122.93191858559),
    "E": (270.0, 66.560709, 90.0),
    "S": (283.754167, 15.708889, 153.54915025437),
}
SAME_EQUINOX = 0.003  # years
# Precession to J2000 from t centuries before it: coefficients of t, t^2 and t^3, radians. IAU 1976 (Lieske et al. 1977,
# A&A 58, 1) with the digits of Bretagnon's series: ERFA's are up to 4 micro-arcseconds away in a century.
_ZETA = (0.0111808609, -5.30715e-6, 8.8256e-8)
_Z = (0.0111808609, -1.46355e-6, 8.7257e-8)
_THETA = (0.0097171735, 2.06845e-6, -2.02812e-7)
# From B1950 (FK4) without the terms of aberration to J2000 (FK5): position, and motion in arcsec per century.
# Aoki et al. 1983, A&A 128, 263, before their digits were added to: ERFA (fk54z) is 15 micro-arcseconds away.
_POSITION_2000 = np.array(
    [
        [0.9999256782, -0.0111820610, -0.0048579477],
        [0.0111820609, 0.9999374784, -0.0000271765],
        [0.0048579479, -0.0000271474, 0.9999881997],
    ]
)
_MOTION_2000 = np.array([[-0.00055, -0.23854, 0.43574], [0.23849, -0.00267, -0.00854], [-0.43562, 0.01225, 0.00212]])
_ABERRATION = np.array([-1.62557e-6, -0.31919e-6, -0.13843e-6])  # radians, E-terms of B1950
_ABERRATION_CHANGE = np.array([1.245e-3, -1.580e-3, -0.659e-3])  # arcsec per century


def equatorial(position: ArrayLike, frame: str) -> np.ndarray:
    """Equatorial coordinates (J2000) of galactic (``G``), ecliptic (E) or supergalactic (S) ones: (2, n) -> (2, n)."""
    return angles(unit_vectors(position) @ _from_equatorial(frame))


def from_equatorial(position: ArrayLike, frame: str) -> np.ndarray:
    """Galactic (``G``), ecliptic (E) or supergalactic (S) coordinates of equatorial ones (J2000): (2, n) -> (2, n)."""
    return angles(unit_vectors(position) @ _from_equatorial(frame).T)


def _from_equatorial(frame: str) -> np.ndarray:
    """The matrix that takes equatorial vectors into a frame."""
    import erfa

    right_ascension, declination, longitude_of_pole = np.radians(FRAMES[frame])
    to_pole = erfa.ry(np.pi / 2 - declination, erfa.rz(right_ascension, np.eye(3)))
    return erfa.rz(np.pi - longitude_of_pole, to_pole)


def unit_vectors(position: ArrayLike) -> np.ndarray:
    """Directions as unit vectors: (2, n) -> (n, 3)."""
    import erfa

    return erfa.s2c(*np.radians(position))


def angles(vectors: np.ndarray) -> np.ndarray:
    """Longitude (0 to 360) and latitude of vectors: (n, 3) -> (2, n)."""
    import erfa

    longitude, latitude = erfa.c2s(vectors)
    return np.array([np.degrees(longitude) % 360, np.degrees(latitude)])


def j2000(position: ArrayLike, equinox: float) -> np.ndarray:
    """Positions of an equinox precessed to J2000: (2, n) -> (2, n)."""
    if abs(equinox - 2000) <= SAME_EQUINOX:
        return np.array(position, np.float64)
    import erfa

    centuries = (2000 - equinox) / 100
    zeta, z, theta = (centuries * np.polyval(terms[::-1], centuries) for terms in (_ZETA, _Z, _THETA))
    precession = erfa.rz(-z, erfa.ry(theta, erfa.rz(-zeta, np.eye(3))))
    return angles(unit_vectors(position) @ precession.T)


def b1950(position: ArrayLike, epoch: float = 2000.0) -> np.ndarray:
    """Positions of J2000 (FK5, at rest) in B1950 (FK4) at an epoch, a year: (2, n) -> (2, n)."""
    to_1950 = np.linalg.inv(_POSITION_2000)
    motion = -to_1950 @ np.radians(_MOTION_2000 / 3600) @ to_1950
    mean = unit_vectors(position) @ (to_1950 + (epoch - 2000) / 100 * motion).T
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    terms = _ABERRATION + (epoch - 1950) / 100 * np.radians(_ABERRATION_CHANGE / 3600)
    apparent = aberrated(mean, mean, terms)
    apparent /= np.linalg.norm(apparent, axis=1, keepdims=True)
    return angles(aberrated(mean, apparent, terms))


def aberrated(mean: np.ndarray, apparent: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """Directions with the E-terms added, those that are seen from (nearly) the apparent ones: (n, 3) -> (n, 3)."""
    return mean + terms - (apparent @ terms)[:, None] * apparent


def pole_of(transform: Transform) -> np.ndarray:
    """Where the north pole of the first frame of a transform is in the other: (2, 1)."""
    return transform(np.array([[0.0], [90.0]]))


def convergence(before: np.ndarray, after: np.ndarray, pole: np.ndarray) -> np.ndarray:
    """What is added to position angles in one frame to get those in another, at each position.

    It is the angle between the directions to the two poles, from the sides of their triangle with the position. As in
    THETA_J2000 and THETA_B1950 of SExtractor, it is inaccurate if it is small, and has the opposite sign of what one
    would expect.

    Parameters
    ----------
    before, after : ndarray, shape (2, n)
        The positions in both.
    pole : ndarray, shape (2, 1)
        See `pole_of`.

    Returns
    -------
    ndarray, shape (n,)
        Degrees.
    """
    (_, pole_sin), (_, old_sin), (_, new_sin) = (np.sin(np.radians(position)) for position in (pole, before, after))
    cosine = (pole_sin - old_sin * new_sin) / np.cos(np.radians(before[1])) / np.cos(np.radians(after[1]))
    side = np.sign(np.sin(np.radians(after[0] - pole[0])))
    return side * np.degrees(np.arccos(np.clip(cosine, -1, 1)))

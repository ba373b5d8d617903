"""A projection whose cards have been read: from pixels (0-based) to the world (degrees), and back."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from .celestial import Transform, b1950, convergence, equatorial, from_equatorial, j2000, pole_of

NOWHERE = 1e31  # the position of pixels that are not on the sky, as in SExtractor
UNDISTORTING_STEPS = 20  # distortions are small: each step reduces the error more than tenfold


@dataclass(frozen=True)
class Projection:
    """How pixels map onto the world.

    Attributes
    ----------
    reference_pixel, reference_value : ndarray, shape (2,)
        Where the reference point is (CRPIX, but 0-based), and its world coordinates (CRVAL).
    matrix : ndarray, shape (2, 2)
        From pixels to projected coordinates.
    sky : astropy.wcs.Wcsprm, optional
        From projected coordinates to the sky; None if the world is flat.
    longitude_axis : int
        0 or 1.
    frame : str
        R for equatorial coordinates; G, E, S for galactic, ecliptic, supergalactic ones.
    equinox : float
    distort : callable, optional
        Applied to the projected coordinates before they are taken to the sky.
    bend : callable, optional
        Applied to pixels, as seen from the reference point, before they are projected; not in `focal`.
    nowhere_is_nan : bool
        Catalogs have NaN for positions that are not on the sky. In SExtractor they are 1e31, and those on the sky are
        0 where there is no sky.
    """

    reference_pixel: np.ndarray
    reference_value: np.ndarray
    matrix: np.ndarray
    sky: Any = None
    longitude_axis: int = 0
    frame: str = "R"
    equinox: float = 2000.0
    distort: Transform | None = None
    bend: Transform | None = None
    nowhere_is_nan: bool = False

    def offset(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Pixels as seen from the reference point: (n,), (n,) -> (2, n)."""
        return np.array([x, y], np.float64) - self.reference_pixel[:, None]

    def focal(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Projected coordinates (X_FOCAL, Y_FOCAL) of pixels: (n,), (n,) -> (2, n)."""
        return self.matrix @ self.offset(x, y)

    def world(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """World coordinates (X_WORLD, Y_WORLD) of pixels, equatorial ones on the sky: (n,), (n,) -> (2, n)."""
        offset = self.offset(x, y)
        focal = self.matrix @ (self.bend(offset) if self.bend else offset)
        if self.sky is None:
            return focal + self.reference_value[:, None]
        if self.distort:
            focal = self.distort(focal)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            world = self.sky.p2s(focal.T, 0)["world"].T if focal.size else focal
        off_the_sky = ~np.isfinite(world).all(axis=0)
        if self.frame != "R":
            order = [self.longitude_axis, 1 - self.longitude_axis]
            world = equatorial(world[order], self.frame)[order]
        world[:, off_the_sky] = NOWHERE
        return world

    def pixels(self, world: np.ndarray) -> np.ndarray:
        """Pixels of world coordinates, as `world` gives them: (2, n) -> (2, n); NaN where there is none."""
        if self.sky is None:
            focal = world - self.reference_value[:, None]
        else:
            if self.frame != "R":
                order = [self.longitude_axis, 1 - self.longitude_axis]
                world = from_equatorial(world[order], self.frame)[order]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                projected = self.sky.s2p(world.T, 0)["pixcrd"].T if world.size else world
            focal = undistorted(projected, self.distort) if self.distort else projected
        offset = np.linalg.solve(self.matrix, focal)
        return (undistorted(offset, self.bend) if self.bend else offset) + self.reference_pixel[:, None]

    def position(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Right ascension and declination (ALPHA_SKY, DELTA_SKY) of pixels -> (2, n); 0 where there is no sky."""
        if self.sky is None:
            return np.zeros((2, len(x)))
        return self.world(x, y)[[self.longitude_axis, 1 - self.longitude_axis]]

    def to_j2000(self, position: np.ndarray) -> np.ndarray:
        """Positions (2, n), as `position` gives them, in J2000."""
        return position if self.sky is None else j2000(position, self.equinox)

    def to_b1950(self, position: np.ndarray) -> np.ndarray:
        """Positions (2, n), as `position` gives them, in B1950."""
        return position if self.sky is None else b1950(j2000(position, self.equinox), self.equinox)

    def told(self, position: np.ndarray, on_sky: bool = True) -> np.ndarray:
        """Positions (2, n) as catalogs tell them, see `nowhere_is_nan`; `on_sky` are those that need a sky."""
        if not self.nowhere_is_nan:
            return position
        lost = np.abs(position) >= NOWHERE if self.sky is not None else on_sky
        return np.where(lost, np.nan, position)

    def angle_gained(self, transform: Transform, position: np.ndarray, pole: np.ndarray | None = None) -> np.ndarray:
        """What is added to THETA_SKY to get THETA_J2000 (`to_j2000`) or THETA_B1950 (`to_b1950`).

        Parameters
        ----------
        transform : callable
            `to_j2000` or `to_b1950` of this projection.
        position : ndarray, shape (2, n)
        pole : ndarray, shape (2, 1), optional
            Where the pole is supposed to be, by default where it is.

        Returns
        -------
        ndarray, shape (n,)
            Degrees.
        """
        there = transform(position)
        if np.array_equal(there, position):
            return np.zeros(position.shape[1])
        return convergence(position, there, pole_of(transform) if pole is None else pole)

    def jacobian(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Change of the world coordinates, in true angles, from a pixel to the next along x and along y.

        Returns
        -------
        ndarray, shape (2, 2, n)
            [axis of the world, axis of the image, pixel]; both from the last if that is the longitude. NaN where one
            of the pixels is not on the sky.
        """
        here = self.world(x, y)
        x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        right, above = self.world(x + 1, y), self.world(x, y + 1)
        change = np.stack([right - here, above - here], axis=1)
        if self.sky is not None:
            change[self.longitude_axis] = (change[self.longitude_axis] + 180) % 360 - 180
            change[self.longitude_axis] *= np.cos(np.radians(here[1 - self.longitude_axis]))
            change[:, :, (np.array([here[0], right[0], above[0]]) == NOWHERE).any(axis=0)] = np.nan
        # If the latitude comes first, SExtractor swaps the axes of the image along with those of the world.
        return change[::-1, ::-1] if self.longitude_axis else change

    def pixel_area(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Area of pixels in square degrees, NaN where there is no sky: (n,), (n,) -> (n,)."""
        (a, b), (c, d) = self.jacobian(x, y)
        return np.abs(a * d - b * c)


def undistorted(position: np.ndarray, distort: Transform) -> np.ndarray:
    """What is distorted to a position, (2, n) -> (2, n)."""
    found = position
    for _ in range(UNDISTORTING_STEPS):
        found = position - (distort(found) - found)
    return found

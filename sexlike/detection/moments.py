"""Second moments, and the ellipse that they make."""

from dataclasses import dataclass

import numpy as np

from ..arrays import Rows


@dataclass(frozen=True)
class Moments(Rows):
    """Second moments about a position, and their ellipse.

    Attributes
    ----------
    x2, y2, xy : ndarray of float64, shape (n,)
        Variances and covariance.
    a, b : ndarray of float32, shape (n,)
        Semi-axes, 1 sigma.
    theta : ndarray of float64, shape (n,)
        Angle of the major axis, in radians from x towards y.
    cxx, cyy, cxy : ndarray of float32, shape (n,)
        Coefficients: cxx dx^2 + cyy dy^2 + cxy dx dy = 1 on the ellipse.
    """

    x2: np.ndarray
    y2: np.ndarray
    xy: np.ndarray
    a: np.ndarray
    b: np.ndarray
    theta: np.ndarray
    cxx: np.ndarray
    cyy: np.ndarray
    cxy: np.ndarray

    @classmethod
    def from_variances(cls, x2: np.ndarray, y2: np.ndarray, xy: np.ndarray) -> "Moments":
        """The moments, with their ellipse."""
        return cls(x2, y2, xy, **ellipse(x2, y2, xy))


def ellipse(x2: np.ndarray, y2: np.ndarray, xy: np.ndarray) -> dict[str, np.ndarray]:
    """Axes, angle and coefficients of the ellipse of second moments, as the fields of `Moments`; shape (n,)."""
    half_sum, half_difference = (x2 + y2) / 2, (x2 - y2) / 2
    root = np.sqrt(half_difference**2 + xy * xy)
    determinant = x2 * y2 - xy * xy
    theta = np.where(x2 == y2, np.pi / 4, 0.5 * np.arctan2(2 * xy + 0.0, x2 - y2))  # no minus zero
    return {
        "a": np.sqrt(half_sum + root).astype(np.float32),
        "b": np.sqrt(np.maximum(half_sum - root, 0)).astype(np.float32),
        "theta": theta,
        "cxx": (y2 / determinant).astype(np.float32),
        "cyy": (x2 / determinant).astype(np.float32),
        "cxy": (-2 * xy / determinant).astype(np.float32),
    }

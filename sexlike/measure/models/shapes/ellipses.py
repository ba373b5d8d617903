"""Sizes, axis ratios and angles of spheroids and disks, on the image and in the world."""

from dataclasses import dataclass

import numpy as np

from ....detection.moments import Moments
from ...columns.world import WorldPositions
from ...columns.worldshape import folded, in_world
from .moments import Part, unit_ellipse

LEAST_SINE = 0.1  # of the inclination, in its error


@dataclass(frozen=True)
class FittedEllipse:
    """The ellipses of a component of n objects; arrays of float64, shape (n,), 0 where there is no fit.

    Attributes
    ----------
    scale, scale_error : ndarray
        Effective radius, or scale length, along the major axis; pixels.
    aspect, aspect_error : ndarray
        Axis ratio, up to 1.
    angle, angle_error : ndarray
        Of the major axis, degrees from x towards y, from -90 to 90.
    """

    scale: np.ndarray
    scale_error: np.ndarray
    aspect: np.ndarray
    aspect_error: np.ndarray
    angle: np.ndarray
    angle_error: np.ndarray

    @property
    def inclination(self) -> np.ndarray:
        """Of a thin disk, degrees."""
        return np.where(self.scale > 0, np.degrees(np.arccos(np.minimum(self.aspect, 1))), 0)

    @property
    def inclination_error(self) -> np.ndarray:
        """Its error, degrees."""
        sine = np.sqrt(np.maximum(1 - self.aspect**2, 0))
        return np.degrees(self.aspect_error / np.maximum(sine, LEAST_SINE))


@dataclass(frozen=True)
class WorldEllipse:
    """Ellipses in the world; as `FittedEllipse`, in degrees instead of pixels.

    Attributes
    ----------
    moments : Moments
        Second moments of an ellipse with this scale as its standard deviation.
    positions : WorldPositions
        Where it is.
    scale, scale_error, aspect, aspect_error, angle, angle_error : ndarray of float64, shape (n,)
    """

    moments: Moments
    positions: WorldPositions
    scale: np.ndarray
    scale_error: np.ndarray
    aspect: np.ndarray
    aspect_error: np.ndarray
    angle: np.ndarray
    angle_error: np.ndarray


def fitted_ellipse(vector: np.ndarray, errors: np.ndarray, part: Part) -> FittedEllipse:
    """The ellipses of a component.

    The axis ratio that is fitted may be above 1: the other axis is the longer one then.

    Parameters
    ----------
    vector, errors : ndarray of float64, shape (n, p)
        Parameters and their errors.
    part : Part
    """
    scale, aspect, angle = (vector[:, place] for place in part[1:4])
    scale_error, aspect_error, angle_error = (errors[:, place] for place in part[1:4])
    crossed = aspect > 1
    ratio = np.where(crossed, aspect, 1)
    return FittedEllipse(
        scale=scale * ratio,
        scale_error=scale_error * ratio,
        aspect=np.where(crossed, 1 / ratio, aspect),
        aspect_error=aspect_error / ratio**2,
        angle=folded(np.where(crossed, angle + 90, angle)),
        angle_error=angle_error,
    )


def ellipse_in_world(ellipse: FittedEllipse, jacobian: np.ndarray, positions: WorldPositions) -> WorldEllipse:
    """Ellipses in the world; errors of sizes and axis ratios grow as these do."""
    variances = ellipse.scale**2 * unit_ellipse(ellipse.aspect, ellipse.angle)
    moments = in_world(Moments.from_variances(*variances), jacobian)
    scale = moments.a
    aspect = np.where(moments.b > 0, moments.b / np.where(scale > 0, scale, 1), ellipse.aspect)
    return WorldEllipse(
        moments=moments,
        positions=positions,
        scale=scale,
        scale_error=in_proportion(ellipse.scale_error, ellipse.scale, scale),
        aspect=aspect,
        aspect_error=in_proportion(ellipse.aspect_error, ellipse.aspect, aspect),
        angle=moments.theta,
        angle_error=ellipse.angle_error,
    )


def in_proportion(error: np.ndarray, value: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The error of another value, in proportion to that of a value; 0 where this is 0."""
    return error * np.divide(other, value, out=np.zeros(len(value)), where=value != 0)

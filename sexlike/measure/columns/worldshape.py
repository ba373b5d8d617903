"""Shapes in the world: second moments in square degrees, axes in degrees, position angles."""

import numpy as np

from ...config.config import Config
from ...constants import ALMOST_ONE, SMALLEST_WORLD_DETERMINANT
from ...detection.moments import Moments
from ...detection.objects import Objects
from ...images.sky.projection import Projection
from ..dependencies import Function, composed
from ..momentcolumns import WORLD, moment_columns
from ..registry import Request, column, quantity
from .world import WorldPositions


@quantity
def jacobian(projection: Projection, objects: Objects, config: Config) -> np.ndarray:
    """Change of the world coordinates from pixel to pixel at the barycentres, see `Projection.jacobian`; (2, 2, n).

    SExtractor goes on with that of the object before where there is no sky, and begins with 0.
    """
    change = projection.jacobian(objects.x, objects.y)
    if config.COMPATIBILITY != "SEXTRACTOR":
        return change
    on_sky = np.isfinite(change[0, 0])
    latest = np.maximum.accumulate(np.where(on_sky, np.arange(len(objects)), -1))
    return np.where(latest < 0, 0.0, change[:, :, latest]) if len(objects) else change


@quantity
def world_moments(objects: Objects, jacobian: np.ndarray) -> Moments:
    """Second moments of the objects in the world, see `in_world`."""
    return in_world(objects, jacobian)


@quantity
def world_position_error(position_error: Moments, jacobian: np.ndarray) -> Moments:
    """Errors of the barycentres in the world, see `in_world`."""
    return in_world(position_error, jacobian)


@quantity
def world_windowed_moments(windowed_moments: Moments, jacobian: np.ndarray) -> Moments:
    """Second moments of the light in the windows, in the world, see `in_world`."""
    return in_world(windowed_moments, jacobian)


@quantity
def world_windowed_error(windowed_error: Moments, jacobian: np.ndarray) -> Moments:
    """Errors of the windowed positions in the world, see `in_world`."""
    return in_world(windowed_error, jacobian)


def in_world(moments: Moments, jacobian: np.ndarray) -> Moments:
    """Transform second moments from pixels to the world, see `variances_in_world`.

    Parameters
    ----------
    moments : Moments
    jacobian : ndarray, shape (2, 2, n)

    Returns
    -------
    Moments
        float64, in degrees instead of pixels. The angle is in degrees, too, from the first axis of the world towards
        the second.
    """
    x2, y2, cross = variances_in_world(moments.x2, moments.y2, moments.xy, jacobian)
    half_sum, root = (x2 + y2) / 2, np.hypot((x2 - y2) / 2, cross)
    theta = np.where(x2 == y2, 45.0, np.degrees(np.arctan2(2 * cross, x2 - y2)) / 2)
    determinant = x2 * y2 - cross**2
    is_flat = determinant < SMALLEST_WORLD_DETERMINANT
    determinant, shrunk = (
        np.where(is_flat, SMALLEST_WORLD_DETERMINANT, determinant),
        np.where(is_flat, ALMOST_ONE * cross, cross),
    )
    return Moments(
        x2=x2,
        y2=y2,
        xy=cross,
        a=np.sqrt(half_sum + root),
        b=np.sqrt(np.maximum(half_sum - root, 0)),
        theta=folded(theta),
        cxx=y2 / determinant,
        cyy=x2 / determinant,
        cxy=-2 * shrunk / determinant,
    )


def variances_in_world(
    x2: np.ndarray, y2: np.ndarray, xy: np.ndarray, jacobian: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Transform variances and covariances, (n,) each, from pixels to the world with a matrix of shape (2, 2, n).

    The products of different elements of the matrix ought to count twice in the variances; they do not in
    SExtractor, nor here.
    """
    (a, b), (c, d) = jacobian  # the axes of the world along x and y
    return (
        a**2 * x2 + b**2 * y2 + a * b * xy,
        c**2 * x2 + d**2 * y2 + c * d * xy,
        a * c * x2 + b * d * y2 + (a * d + b * c) * xy,
    )


def folded(angle: np.ndarray) -> np.ndarray:
    """Angles of lines, in degrees, from -90 to 90."""
    return (angle + 90) % 180 - 90


def position_angle(moments: Moments, positions: WorldPositions) -> np.ndarray:
    """Angle from north to east in the frame of the image, degrees; float64 of shape (n,)."""
    projection = positions.projection
    if projection.sky is None:
        return np.full_like(moments.theta, np.nan if projection.nowhere_is_nan else 0.0)
    if projection.longitude_axis == 1:
        return moments.theta
    return folded(np.where(moments.theta > 0, 90, -90) - moments.theta)


def angle_in(frame: str, moments: Moments, positions: WorldPositions, pole: np.ndarray | None = None) -> np.ndarray:
    """The position angle in `j2000` or `b1950`, whose pole may be given; see `Projection.angle_gained`."""
    own, projection = position_angle(moments, positions), positions.projection
    if projection.sky is None:
        return own
    return folded(own + projection.angle_gained(getattr(projection, f"to_{frame}"), positions.sky, pole))


def angle_in_b1950(shape: tuple[Moments, WorldPositions], config: Config, request: Request) -> np.ndarray:
    """The position angle in B1950.

    SExtractor looks for the pole if the angle of the detected light or of the barycentre's error is asked for, and
    has it at the origin otherwise: angles in the windows alone are 90 degrees off.
    """
    known = config.COMPATIBILITY != "SEXTRACTOR" or {"THETA_B1950", "ERRTHETA_B1950"} & request.sizes.keys()
    return angle_in("b1950", *shape, None if known else np.zeros((2, 1)))


# Frame -> the position angle in it, of moments and the WorldPositions where they are.
POSITION_ANGLES: dict[str, Function] = {
    "SKY": lambda shape: position_angle(*shape),
    "J2000": lambda shape: angle_in("j2000", *shape),
    "B1950": angle_in_b1950,
}


def world_shape_columns(
    name: str, *, of: Function, about: str, error: bool = False, main: str = "", fit: str = ""
) -> None:
    """Declare the columns of a kind of moments in the world, position angles included; see `moment_columns`.

    `of` returns the moments and the WorldPositions at which north is looked for. The scale is that of the barycentre.
    """
    moment_columns(
        name, of=composed(of, lambda shape: shape[0]), about=about, frame=WORLD, error=error, main=main, fit=fit
    )
    cell, ucd = ("f4 %6.2f deg", "pos.posAng;pos.errorEllipse") if error else ("f4 %+6.2f deg", "pos.posAng")
    for frame, angle in POSITION_ANGLES.items():
        text = f"Angle of {about}, north to east, {frame}"
        end = main if frame == "J2000" else ""
        column(f"{name.format('THETA')}_{frame}", cell, about=text, ucd=ucd + fit + end)(composed(of, angle))


world_shape_columns(
    "{}",
    of=lambda world_moments, world_barycentre: (world_moments, world_barycentre),
    about="the detected light",
    main=";meta.main",
)
world_shape_columns(
    "ERR{}",
    of=lambda world_position_error, world_barycentre: (world_position_error, world_barycentre),
    about="the barycentre error",
    error=True,
    main=";meta.main",
)
world_shape_columns(
    "{}WIN",
    of=lambda world_windowed_moments, world_window: (world_windowed_moments, world_window),
    about="the windowed light",
)
world_shape_columns(
    "ERR{}WIN",
    of=lambda world_windowed_error, world_window: (world_windowed_error, world_window),
    about="the windowed error",
    error=True,
)


@column("POLAR_WORLD", "f4 %7.5f", about="Polarisation (A^2 - B^2) / (A^2 + B^2), world", ucd="src.ellipticity")
def _(world_moments):
    return polarisation(world_moments)


@column("POLARWIN_WORLD", "f4 %7.5f", about="Polarisation of the windowed light, world", ucd="src.ellipticity")
def _(world_windowed_moments):
    return polarisation(world_windowed_moments)


def polarisation(moments: Moments) -> np.ndarray:
    """(A^2 - B^2) / (A^2 + B^2): 0 for a circle, 1 for a line; float64 of shape (n,)."""
    total = (moments.x2 + moments.y2) / 2
    return np.hypot((moments.x2 - moments.y2) / 2, moments.xy) / np.where(total == 0, 1, total)

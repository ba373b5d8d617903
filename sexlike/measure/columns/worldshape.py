"""Shapes in the world: second moments in square degrees, axes in degrees, position angles."""

import numpy as np

from ...constants import ALMOST_ONE
from ...detection.moments import Moments
from ..registry import column, field_of, needing, quantity

LEAST_DETERMINANT = 1e-6  # deg^4; SExtractor takes no less


def world_moments(moments, jacobian):
    """Second moments carried over into the world -> Moments, in degrees instead of pixels and radians.

    The angle is counted from the first axis of the world towards the second.

    The products of different elements of the matrix ought to count twice in the variances; they do not in
    SExtractor, nor here.
    """
    (xx, xy), (yx, yy) = jacobian
    x2 = xx**2 * moments.x2 + xy**2 * moments.y2 + xx * xy * moments.xy
    y2 = yx**2 * moments.x2 + yy**2 * moments.y2 + yx * yy * moments.xy
    cross = xx * yx * moments.x2 + xy * yy * moments.y2 + (xx * yy + xy * yx) * moments.xy
    half_sum, root = (x2 + y2) / 2, np.hypot((x2 - y2) / 2, cross)
    theta = np.where(x2 == y2, 45.0, np.degrees(np.arctan2(2 * cross, x2 - y2)) / 2)
    determinant = x2 * y2 - cross**2
    tiny = determinant < LEAST_DETERMINANT
    determinant, shrunk = np.where(tiny, LEAST_DETERMINANT, determinant), np.where(tiny, ALMOST_ONE * cross, cross)
    return Moments(
        x2, y2, cross, np.sqrt(half_sum + root), np.sqrt(np.maximum(half_sum - root, 0)), folded(theta),
        y2 / determinant, x2 / determinant, -2 * shrunk / determinant,
    )  # fmt: skip


def folded(angle):
    """Angles of lines, in degrees, from -90 to 90."""
    return (angle + 90) % 180 - 90


def position_angle(projection, moments):
    """Angle from north to east in the frame of the image, degrees."""
    if projection.sky is None:
        return np.zeros_like(moments.theta)
    if projection.longitude == 1:
        return moments.theta
    return folded(np.where(moments.theta > 0, 90, -90) - moments.theta)


def angle_in(frame):
    """Position angle in another frame, `j2000` or `b1950`."""

    def angle(projection, moments, position):
        own = position_angle(projection, moments)
        if projection.sky is None:
            return own
        return folded(own + projection.angle_gained(getattr(projection, f"to_{frame}"), position))

    return angle


def world_moment_columns(of, name, at, about, error=False, main=""):
    """Declare the columns of a kind of moments in the world, see `moments.moment_columns`.

    `at` is the kind of position, nothing or WIN, that decides where north is; the scale is that of the barycentre.
    """
    world = f"{of}_in_the_world"
    quantity(needing((of, "jacobian"), world_moments), name=world)
    kind = ";pos.errorEllipse" if error else ""
    variance, covariance = (f"stat.{v}{kind}" if error else "src.impactParam" for v in ("variance", "covariance"))
    major, minor = (f"stat.stdev;stat.{v}{kind}" for v in ("max", "min")) if error else (
        "phys.size.smajAxis", "phys.size.sminAxis")  # fmt: skip
    rows = [
        ("x2", "f8", "%18.10e", "deg**2", variance, "Variance along axis 1"),
        ("y2", "f8", "%18.10e", "deg**2", variance, "Variance along axis 2"),
        ("xy", "f8", "%18.10e", "deg**2", covariance, "Covariance"),
        *((f"c{axes}", "f4", "%12.7g" if error else "%15.7e", "deg**(-2)", f"src.impactParam{kind}",
           f"Ellipse coefficient c{axes}") for axes in ("xx", "yy", "xy")),
        ("a", "f4", "%12.7g", "deg", major + main, "RMS along the major axis"),
        ("b", "f4", "%12.7g", "deg", minor + main, "RMS along the minor axis"),
        ("theta", "f4", "%6.2f", "deg", f"pos.posAng{kind}", "Angle from axis 1"),
    ]  # fmt: skip
    for field, type_, format_, unit, ucd, text in rows:
        full_name = f"{name.format(field.upper())}_WORLD"
        column(full_name, type=type_, format=format_, unit=unit, ucd=ucd, about=f"{text} of {about}, world")(
            field_of(world, field)
        )
    for frame, angle, needs, end in (
        ("SKY", position_angle, (), ""),
        ("J2000", angle_in("j2000"), (f"position{at}",), main),
        ("B1950", angle_in("b1950"), (f"position{at}",), ""),
    ):
        column(f"{name.format('THETA')}_{frame}", type="f4", format="%6.2f" if error else "%+6.2f", unit="deg",
               ucd=f"pos.posAng{kind}{end}", about=f"Angle of {about}, north to east, {frame}")(
            needing(("projection", world, *needs), angle))  # fmt: skip


world_moment_columns("objects", "{}", "", "the detected light", main=";meta.main")
world_moment_columns("position_error", "ERR{}", "", "the barycentre error", error=True, main=";meta.main")
world_moment_columns("windowed_moments", "{}WIN", "WIN", "the windowed light")
world_moment_columns("windowed_error", "ERR{}WIN", "WIN", "the windowed error", error=True)


@column(
    "POLAR_WORLD",
    type="f4",
    format="%7.5f",
    ucd="src.ellipticity",
    about="Polarisation (A^2 - B^2) / (A^2 + B^2), world",
)
def _(objects_in_the_world):
    return polarisation(objects_in_the_world)


@column("POLARWIN_WORLD", type="f4", format="%7.5f", ucd="src.ellipticity",
        about="Polarisation of the windowed light, world")  # fmt: skip
def _(windowed_moments_in_the_world):
    return polarisation(windowed_moments_in_the_world)


def polarisation(moments):
    """How far from round an ellipse is, from 0 to 1."""
    total = (moments.x2 + moments.y2) / 2
    return np.hypot((moments.x2 - moments.y2) / 2, moments.xy) / np.where(total == 0, 1, total)

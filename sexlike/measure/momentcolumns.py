"""The family of columns that shows second moments and their ellipse, on the image or in the world."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .dependencies import Function, composed
from .registry import column


class Frame(NamedTuple):
    """A frame of coordinates, and how moments are shown in it.

    Attributes
    ----------
    name : str
        Ending of the columns' names.
    unit : str
        Of lengths.
    axes : tuple of str
        Names of the axes of coordinates.
    angle : str
        Description of an angle, with a place for the ellipse.
    axis_format, axis_error_format : str
        Print formats of the axes of ellipses, and of error ellipses.
    degrees : callable
        Turns the angles of the moments into degrees.
    about, ucd : str
        Endings of descriptions and UCDs.
    """

    name: str
    unit: str
    axes: tuple[str, str]
    angle: str
    axis_format: str
    axis_error_format: str
    degrees: Callable[[np.ndarray], np.ndarray]
    about: str = ""
    ucd: str = ""


IMAGE = Frame(
    name="IMAGE",
    unit="pixel",
    axes=("x", "y"),
    angle="Angle of {}, from x to y",
    axis_format="%9.3f",
    axis_error_format="%9.5f",
    degrees=np.degrees,
    ucd=";instr.det",
)
WORLD = Frame(
    name="WORLD",
    unit="deg",
    axes=("axis 1", "axis 2"),
    angle="Angle from axis 1 of {}",
    axis_format="%12.7g",
    axis_error_format="%12.7g",
    degrees=np.asarray,
    about=", world",
)

# UCDs of the moments of light, and of the errors of a position.
UCDS = {
    "variance": ("src.impactParam", "stat.variance;pos.errorEllipse"),
    "covariance": ("src.impactParam", "stat.covariance;pos.errorEllipse"),
    "coefficient": ("src.impactParam", "src.impactParam;pos.errorEllipse"),
    "major": ("phys.size.smajAxis", "stat.stdev;stat.max;pos.errorEllipse"),
    "minor": ("phys.size.sminAxis", "stat.stdev;stat.min;pos.errorEllipse"),
    "angle": ("pos.posAng", "pos.posAng;pos.errorEllipse"),
}


def moment_columns(
    name: str, *, of: Function, about: str, frame: Frame = IMAGE, error: bool = False, main: str = "", fit: str = ""
) -> None:
    """Declare the columns of a kind of moments: variances, coefficients and axes of the ellipse, angle.

    Parameters
    ----------
    name : str
        Pattern of the names without their endings: ``{}``, ``ERR{}``, ``{}WIN``.
    of : callable
        Its parameters name the quantities that it needs, as in every column; it returns Moments.
    about : str
        What these are the moments of.
    frame : Frame
        IMAGE, or WORLD: of moments in degrees, with angles in degrees.
    error : bool
        They are errors of a position.
    fit : str
        What all UCDs go on with: ``;stat.fit`` for what is fitted.
    main : str
        What the UCDs of axes and angle end with: ``;meta.main`` for the principal ones.
    """
    unit, (x, y) = frame.unit, frame.axes
    axis = f"f4 {frame.axis_error_format if error else frame.axis_format} {unit}"
    variance, coefficient = f"f8 %18.10e {unit}**2", f"f4 {'%12.7g' if error else '%15.7e'} {unit}**(-2)"

    def declare(
        field: str, cell: str, kind: str, text: str, main: str = "", convert: Callable[..., np.ndarray] = np.asarray
    ) -> None:
        full_name, ucd = f"{name.format(field.upper())}_{frame.name}", UCDS[kind][error] + fit + frame.ucd + main
        values = composed(of, lambda moments: convert(getattr(moments, field)))
        column(full_name, cell, about=text + frame.about, ucd=ucd)(values)

    declare("x2", variance, "variance", f"Variance along {x} of {about}")
    declare("y2", variance, "variance", f"Variance along {y} of {about}")
    declare("xy", variance, "covariance", f"Covariance of {about}")
    for field in ("cxx", "cyy", "cxy"):
        declare(field, coefficient, "coefficient", f"Ellipse coefficient {field} of {about}")
    declare("a", axis, "major", f"RMS along the major axis of {about}", main)
    declare("b", axis, "minor", f"RMS along the minor axis of {about}", main)
    # In the world the principal angle is THETA_J2000.
    angle_main = main if frame is IMAGE else ""
    declare("theta", "f4 %6.2f deg", "angle", frame.angle.format(about), angle_main, frame.degrees)

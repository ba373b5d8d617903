"""The family of columns that shows second moments and their ellipse."""

import numpy as np

from .registry import column, field_of


def moment_columns(of, name, about, error=False, main=""):
    """Declare the columns of a kind of moments: variances, coefficients and axes of the ellipse, angle.

    Parameters
    ----------
    of : str
        The quantity, of type Moments.
    name : str
        Pattern of the names: ``{}_IMAGE``, ``ERR{}_IMAGE``, ``{}WIN_IMAGE``.
    about : str
        What these are the moments of.
    error : bool
        They are errors of a position.
    main : str
        What the UCDs of axes and angle end with: ``;meta.main`` for the principal ones.
    """
    kind = ";pos.errorEllipse" if error else ""
    variance, covariance = (f"stat.{v}{kind}" if error else "src.impactParam" for v in ("variance", "covariance"))
    major, minor = (f"stat.stdev;stat.{v}{kind}" for v in ("max", "min")) if error else (
        "phys.size.smajAxis", "phys.size.sminAxis")  # fmt: skip
    coefficient = f"src.impactParam{kind}"
    axis_format, coefficient_format = ("%9.5f", "%12.7g") if error else ("%9.3f", "%15.7e")
    for field, ucd, text in (
        ("x2", variance, "Variance along x"), ("y2", variance, "Variance along y"), ("xy", covariance, "Covariance"),
    ):  # fmt: skip
        declare(of, name, field, "f8", "%18.10e", "pixel**2", ucd, f"{text} of {about}")
    for field in ("cxx", "cyy", "cxy"):
        text = f"Ellipse coefficient {field} of {about}"
        declare(of, name, field, "f4", coefficient_format, "pixel**(-2)", coefficient, text)
    for field, ucd, text in (("a", major, "RMS along the major axis"), ("b", minor, "RMS along the minor axis")):
        declare(of, name, field, "f4", axis_format, "pixel", ucd, f"{text} of {about}", main)
    angle = f"Angle of {about}, from x to y"
    declare(of, name, "theta", "f4", "%6.2f", "deg", f"pos.posAng{kind}", angle, main, np.degrees)


def declare(of, name, field, type_, format_, unit, ucd, about, main="", convert=np.asarray):
    """Declare one column of a family of moments."""
    function = field_of(of, field, convert)
    ucd = f"{ucd};instr.det{main}"
    column(name.format(field.upper()), type=type_, format=format_, unit=unit, ucd=ucd, about=about)(function)

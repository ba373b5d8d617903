"""The families of columns that a spheroid and a disk have: share, brightness, size, axis ratio, angles."""

import numpy as np

from .columns.skylevel import SURFACE_BRIGHTNESS, surface_brightness
from .columns.worldshape import POSITION_ANGLES
from .dependencies import Function, composed
from .fluxcolumns import FLUX, MODEL_UCDS, flux_columns
from .models.components import Components
from .models.fits import ModelFits
from .models.shapes.fluxes import flux_share
from .registry import column

SHARE = "f4 %7.5f"
SHARE_UCD = "phot.count;stat.fit.param;arith.ratio"
LENGTH, ANGULAR_LENGTH = "f4 %10.4f pixel", "f4 %12.7g deg"
ASPECT, ANGLE, ANGLE_ERROR = "f4 %6.4f", "f4 %+7.3f deg", "f4 %7.3f deg"
ERROR = "stat.error;"
FIT = ";stat.fit.param"
# Part of the name -> field of Brightness, description, part of the UCD.
SURFACES = {
    "MAX": ("maximum", "the peak of {}", "stat.max;"),
    "EFF": ("effective", "{} at its effective radius", ""),
    "MEAN": ("mean", "{} within its effective radius", "stat.mean;"),
}


def component_flux_columns(name: str, parameter: str, *, about: str) -> None:
    """Declare FLUX_name and its family, and the columns of the share, of the component with this flux."""

    def flux(model_fits: ModelFits, model_components: Components) -> tuple[np.ndarray, np.ndarray]:
        values, errors = (model_components.values(of, parameter) for of in (model_fits.vector, model_fits.errors))
        return values.astype(np.float32), errors.astype(np.float32)

    def share(model_fits: ModelFits, model_components: Components) -> tuple[np.ndarray, np.ndarray]:
        place = model_components.parameters.index(parameter)
        return flux_share(model_fits.vector, model_fits.covariance, model_components, place)

    flux_columns(name, of=flux, about=f"of {about}", ucds=MODEL_UCDS)
    share_columns(name, of=share, about=about)


def share_columns(name: str, *, of: Function, about: str) -> None:
    """Declare FLUXRATIO_name and FLUXRATIOERR_name; `of` returns the share in the flux and its error, (n,)."""
    share, error = composed(of, lambda pair: pair[0]), composed(of, lambda pair: pair[1])
    column(f"FLUXRATIO_{name}", SHARE, about=f"Share of {about} in the model", ucd=SHARE_UCD)(share)
    column(f"FLUXRATIOERR_{name}", SHARE, about=f"Error of the share of {about}", ucd=ERROR + SHARE_UCD)(error)


def brightness_columns(name: str, *, of: Function, about: str) -> None:
    """Declare FLUX_MAX_name, FLUX_EFF_name, FLUX_MEAN_name, and the same of MU; `of` returns a Brightness."""
    for kind, (field, text, statistic) in SURFACES.items():
        declare_brightness(f"{kind}_{name}", field_of(of, field), text.format(about), f"{statistic}stat.fit.param")


def declare_brightness(name: str, level: Function, text: str, ucd: str) -> None:
    """Declare FLUX_name and MU_name of a flux per pixel."""
    column(f"FLUX_{name}", FLUX, about=f"Flux per pixel, {text}", ucd=f"phot.flux.sb;{ucd}")(level)
    magnitudes = column(f"MU_{name}", SURFACE_BRIGHTNESS, about=f"Brightness, {text}", ucd=f"phot.mag.sb;{ucd}")
    magnitudes(composed(level, surface_brightness))


def ellipse_columns(name: str, size: str, *, of: Function, in_world: Function, about: str, size_about: str) -> None:
    """Declare the columns of the ellipse of a component.

    Parameters
    ----------
    name, size : str
        SPHEROID and REFF, DISK and SCALE.
    of, in_world : callable
        Their parameters name what they need; they return a FittedEllipse and a WorldEllipse.
    about, size_about : str
        "the spheroid", "Effective radius".
    """
    frames = (("IMAGE", of, "", ";instr.det", LENGTH), ("WORLD", in_world, ", world", "", ANGULAR_LENGTH))
    for frame, ellipse, place, end, length in frames:
        for part, field, cells, text, ucd in (
            (size, "scale", (length, length), f"{size_about} of {about}", "src.morph.scLength"),
            ("ASPECT", "aspect", (ASPECT, ASPECT), f"Axis ratio of {about}", "phys.size.axisRatio;src.morph"),
            ("THETA", "angle", (ANGLE, ANGLE_ERROR), f"Angle of {about}", "pos.posAng;src.morph"),
        ):
            names = f"{name}_{part}_{frame}", f"{name}_{part}ERR_{frame}"
            value_and_error(names, ellipse, field, cells, text + place, f"{ucd}{FIT}{end}")
    shape = composed(in_world, lambda ellipse: (ellipse.moments, ellipse.positions))
    for frame, angle in POSITION_ANGLES.items():
        text = f"Angle of {about}, north to east, {frame}"
        column(f"{name}_THETA_{frame}", ANGLE, about=text, ucd=f"pos.posAng;src.morph{FIT}")(composed(shape, angle))


def value_and_error(
    names: tuple[str, str], of: Function, field: str, cells: tuple[str, str], about: str, ucd: str
) -> None:
    """Declare a column and that of its error: the field of what `of` returns, and field_error."""
    column(names[0], cells[0], about=about, ucd=ucd)(field_of(of, field))
    column(names[1], cells[1], about=f"Error of {names[0]}", ucd=ERROR + ucd)(field_of(of, f"{field}_error"))


def field_of(of: Function, field: str) -> Function:
    """The function of a column that is a field of what `of` returns."""
    return composed(of, lambda values: getattr(values, field))

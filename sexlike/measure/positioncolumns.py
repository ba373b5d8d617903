"""Columns of fitted positions in pixels: XPSF_IMAGE and YPSF_IMAGE, XMODEL_IMAGE and YMODEL_IMAGE."""

import numpy as np

from .dependencies import Function, composed
from .registry import column

UCD = "pos.cartesian.{};stat.fit.param;instr.det"


def fitted_position_columns(name: str, *, of: Function, about: str, main: str = "") -> None:
    """Declare X..._IMAGE and Y..._IMAGE of a fit.

    Parameters
    ----------
    name : str
        PSF, MODEL.
    of : callable
        Its parameters name what it needs; it returns x and y, 0-based.
    about : str
        What is fitted, for the description.
    main : str
        What the UCDs end with.
    """
    column(f"X{name}_IMAGE", "f8 %11.4f pixel", about=f"x of {about}", ucd=UCD.format("x") + main)(composed(of, _x))
    column(f"Y{name}_IMAGE", "f8 %11.4f pixel", about=f"y of {about}", ucd=UCD.format("y") + main)(composed(of, _y))


def _x(positions: np.ndarray) -> np.ndarray:
    """The first pixel of FITS is 1."""
    return positions[0] + 1


def _y(positions: np.ndarray) -> np.ndarray:
    return positions[1] + 1

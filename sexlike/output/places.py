"""Positions and sizes as users of Python give them, in pixels or on the sky, in pixels of an image."""

from collections.abc import Sequence

import numpy as np

from ..errors import SexlikeError


def pixels_of_position(position, wcs, argument):
    """A position in 0-based pixels.

    Parameters
    ----------
    position : astropy.coordinates.SkyCoord, or pair of numbers or Quantity
        On the sky; or in pixels as in X_IMAGE and Y_IMAGE, where the first is 1.
    wcs : astropy.wcs.WCS or None
        Of the image.
    argument : str
        Name of the argument, for messages.

    Returns
    -------
    x, y : float

    Raises
    ------
    SexlikeError
        It is no single position, or one on the sky and the image has no sky coordinates.
    """
    if hasattr(position, "transform_to"):
        require_sky(wcs, argument)
        if not position.isscalar:
            raise SexlikeError(f"{argument}: {position.size} positions are given", hint="Give a single one.")
        from astropy.wcs import NoConvergence

        try:
            x, y = (float(value) for value in wcs.world_to_pixel(position))
        except NoConvergence:  # distortions lead nowhere from there
            x = y = np.nan
    else:
        x, y = (value - 1 for value in pair_of(position, argument, "a SkyCoord, x and y in pixels, or a row"))
    if not np.isfinite([x, y]).all():
        raise SexlikeError(f"{argument}: {position} is nowhere on the image")
    return x, y


def pixels_of_size(size, wcs, argument):
    """A size in pixels.

    Parameters
    ----------
    size : number or Quantity, or pair of these
        In pixels or an angle on the sky: one for both sides, or height and width.
    wcs : astropy.wcs.WCS or None
    argument : str

    Returns
    -------
    height, width : int

    Raises
    ------
    SexlikeError
        It is no size, or an angle and the image has no sky coordinates.
    """
    if not isinstance(size, Sequence) and np.ndim(size) == 0:
        size = (size, size)
    sides = []
    for side in size:
        if hasattr(side, "unit") and side.unit.is_equivalent("deg"):
            require_sky(wcs, argument)
            side = side.to_value("deg") / np.sqrt(wcs.proj_plane_pixel_area().to_value("deg2"))
        sides.append(side)
    height, width = pair_of(sides, argument, "pixels or an angle, or height and width")
    if not (height >= 0.5 and width >= 0.5 and np.isfinite([height, width]).all()):
        raise SexlikeError(f"{argument}: {height:g} x {width:g} pixels is no size")
    return round(height), round(width)


def pair_of(values, argument, wanted):
    """Two numbers, which may have the unit pixel -> list of float."""
    try:
        first, second = (float(v.to_value("pix") if hasattr(v, "to_value") else v) for v in values)
    except (TypeError, ValueError):  # astropy's UnitConversionError is both
        raise SexlikeError(f"{argument}: {values!r:.80} is not understood", hint=f"Give {wanted}.") from None
    return [first, second]


def require_sky(wcs, argument):
    """Raise SexlikeError if an image has no sky coordinates."""
    if wcs is None:
        hint = "Give pixels; or for an array its header= or wcs=."
        raise SexlikeError(f"{argument}: the image has no sky coordinates", hint=hint)

"""Positions of objects as SkyCoord."""

import numpy as np

from ...errors import SexlikeError
from ...images.sky.projection import NOWHERE
from ...images.sky.wcscards import read_projection
from ..plots.skyaxes import sky_of

KINDS = ("", "WIN", "PSF", "MODEL", "PEAK")  # barycentres first
FRAMES = ("J2000", "SKY", "B1950")
EQUATORIAL = ("icrs", "fk5", "fk4")


def sky_coordinates(table, extensions):
    """Where the objects of a table are on the sky.

    Parameters
    ----------
    table : astropy.table.Table
        With ALPHA and DELTA in any frame, or with X_IMAGE and Y_IMAGE.
    extensions : sequence of Extension or Origin
        Those of the table.

    Returns
    -------
    astropy.coordinates.SkyCoord
        Shape (n,): ICRS or FK5 as the header says, FK4 for B1950; NaN for what is not on the sky.

    Raises
    ------
    SexlikeError
        The image has no sky coordinates, or the table no positions.
    """
    from astropy.coordinates import SkyCoord

    header, compatibility = extensions[0].image.header, extensions[0].config.COMPATIBILITY
    if read_projection(header, compatibility).sky is None:
        hint = "Use an image with a WCS; an array needs header= or wcs=."
        raise SexlikeError("the image has no sky coordinates", hint=hint)
    for frame in FRAMES:
        for kind in KINDS:
            names = f"ALPHA{kind}_{frame}", f"DELTA{kind}_{frame}"
            if all(name in table.colnames for name in names):
                position = np.array([np.asarray(table[name], np.float64) for name in names])
                return SkyCoord(*on_the_sky(position), unit="deg", frame=frame_of(header, frame))
    return SkyCoord(*on_the_sky(from_pixels(table, extensions)), unit="deg", frame=frame_of(header, "SKY"))


def from_pixels(table, extensions):
    """Right ascension and declination of X_IMAGE and Y_IMAGE, or the like -> array (2, n)."""
    x, y = pixel_positions(table)
    position = np.full((2, len(x)), np.nan)
    for extension, rows in rows_of_extensions(table, extensions, " for ALPHA_J2000 and DELTA_J2000"):
        projection = read_projection(extension.image.header, extension.config.COMPATIBILITY)
        if projection.sky is not None:
            position[:, rows] = projection.position(x[rows], y[rows])
    return position


def rows_of_extensions(table, extensions, other=""):
    """Pairs of an extension and its rows of a table, by EXT_NUMBER; `other` is what may be asked for instead of it."""
    ranks = np.asarray(table["EXT_NUMBER"]) if "EXT_NUMBER" in table.colnames else None
    alike = len({one.image.rank for one in extensions}) < len(extensions)
    if (ranks is None and len(extensions) > 1) or alike:
        hint = f"Ask for EXT_NUMBER{other and ', or'}{other}{other and ','} in params."
        if alike:
            hint = f"The catalogs of several files are stacked: do this with each of them{other and ', or ask'}{other}."
        raise SexlikeError("it is not known in which of several images an object is", hint=hint)
    return [(one, slice(None) if ranks is None else ranks == one.image.rank) for one in extensions]


def pixel_positions(table):
    """Positions of the rows of a table in 0-based pixels.

    Parameters
    ----------
    table : astropy.table.Table

    Returns
    -------
    x, y : ndarray of float64, shape (n,)

    Raises
    ------
    SexlikeError
        It has none.
    """
    for kind in KINDS:
        names = f"X{kind}_IMAGE", f"Y{kind}_IMAGE"
        if all(name in table.colnames for name in names):
            return tuple(np.asarray(table[name], np.float64) - 1 for name in names)
    hint = 'Ask for them: params=[..., "X_IMAGE", "Y_IMAGE"].'
    raise SexlikeError("the table has no positions of its objects", hint=hint)


def on_the_sky(position):
    """Positions, with NaN for those that are nowhere."""
    return np.where(np.abs(position) < NOWHERE / 2, position, np.nan)


def frame_of(header, columns):
    """The frame of the columns _J2000, _SKY or _B1950 of an image."""
    from astropy.coordinates import FK4, FK5, ICRS
    from astropy.wcs.utils import wcs_to_celestial_frame

    if columns == "B1950":
        return FK4(equinox="B1950")
    sky = sky_of(header)
    own = wcs_to_celestial_frame(sky) if sky is not None else ICRS()
    if own.name not in EQUATORIAL or own.name == "icrs":
        return ICRS()
    return own if columns == "SKY" else FK5(equinox="J2000")

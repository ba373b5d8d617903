"""Sky coordinates around a panel."""

import warnings

import numpy as np

PAD_ABOVE = 8.0  # points below the numbers above, so that those on the right do not reach them


def sky_of(header):
    """The celestial WCS of a header, or None if astropy reads none from it.

    Parameters
    ----------
    header : astropy.io.fits.Header

    Returns
    -------
    astropy.wcs.WCS or None
    """
    from astropy.wcs import WCS

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wcs = WCS(header)
            return wcs.celestial if wcs.has_celestial and np.isfinite(wcs.celestial.pixel_scale_matrix).all() else None
    except Exception:  # astropy raises many types on broken headers
        return None


def add_sky_axes(axes, wcs):
    """Add sky coordinates above and on the right of a panel, which has pixels below and on the left.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        In FITS pixels.
    wcs : astropy.wcs.WCS
    """
    from astropy.visualization.wcsaxes import WCSAxes

    sky = axes.figure.add_axes(axes.get_position(), axes_class=WCSAxes, wcs=wcs)
    sky.set_xlim(*(edge - 1 for edge in axes.get_xlim()))
    sky.set_ylim(*(edge - 1 for edge in axes.get_ylim()))
    sky.set_aspect("auto")
    sky.patch.set_visible(False)
    along_x = int(np.abs(wcs.pixel_scale_matrix[1, 0]) > np.abs(wcs.pixel_scale_matrix[0, 0]))
    for axis, side in ((along_x, "t"), (1 - along_x, "r")):
        coordinate = sky.coords[axis]
        coordinate.set_ticks_position(side)
        coordinate.set_ticklabel_position(side)
        coordinate.set_axislabel_position(side)
        coordinate.set_axislabel(label_of(wcs.wcs.ctype[axis]), minpad=1)
        coordinate.set_ticks(number=6)
        coordinate.set_ticklabel(exclude_overlapping=True, pad=PAD_ABOVE if side == "t" else None)
    sky.coords.grid(color="white", alpha=0.25, linewidth=0.6)
    return sky


def label_of(ctype):
    """Label of a celestial axis."""
    names = {"RA": "Right ascension", "DEC": "Declination", "GLON": "Galactic longitude", "GLAT": "Galactic latitude"}
    name = ctype[:4].rstrip("-")
    return names.get(name, "Longitude" if name.endswith("LON") else "Latitude")

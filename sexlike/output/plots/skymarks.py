"""A scale bar, and arrows to the north and to the east, over a panel of the sky."""

import numpy as np

INK, OUTLINE = "white", "black"
STEPS = (1, 2, 5)  # and their multiples by 10: lengths of scale bars, in seconds and degrees
MINUTE_STEPS = (1, 2, 5, 10, 20, 30)
LARGEST_SHARE = 0.25  # of the width of the panel that the bar takes
MARGIN, ARROW, LETTER = 0.16, 0.42, 0.14  # inches
LEAST_HEIGHT = 0.7  # inches of a panel that has room for the arrows
LEAST_WIDTH = 2.6  # inches of a panel that has room for both
TINY = 0.5  # pixels: a step in which the sky is flat


def add_sky_marks(axes, wcs):
    """Draw a scale bar in the lower left corner of a panel, and the compass in the lower right one.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        In FITS pixels, with limits.
    wcs : astropy.wcs.WCS
        Celestial.
    """
    geometry = local_geometry(wcs, (np.mean(axes.get_xlim()), np.mean(axes.get_ylim())))
    if geometry is None:
        return
    figure = axes.figure
    inches = axes.get_position().size * figure.get_size_inches()
    pixels = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])
    add_scale_bar(axes, geometry, pixels[0], inches)
    if inches[0] > LEAST_WIDTH and inches[1] > LEAST_HEIGHT:
        add_compass(axes, geometry, inches / pixels, inches)


def local_geometry(wcs, centre):
    """Steps on the sky per pixel near a position -> ndarray, shape (2, 2), or None where there are none.

    Its columns are the steps to the east and to the north (degrees) that one pixel in x, and one in y, makes.
    """
    x, y = centre
    longitude, latitude = wcs.all_pix2world([x, x + TINY, x], [y, y, y + TINY], 1)
    if wcs.wcs.lng > wcs.wcs.lat:
        longitude, latitude = latitude, longitude
    east = (np.diff(longitude[[0, 1, 0, 2]])[::2] + 180) % 360 - 180
    steps = np.array([east * np.cos(np.radians(latitude[0])), latitude[1:] - latitude[0]]) / TINY
    return steps if np.isfinite(steps).all() and np.linalg.matrix_rank(steps) == 2 else None


def add_scale_bar(axes, geometry, width, inches):
    """Draw a bar of a round length, with its length above it."""
    scale = np.hypot(*geometry[:, 0])  # degrees per pixel, along the bar
    degrees, text = round_length(LARGEST_SHARE * width * scale)
    left, bottom = MARGIN / inches
    right = left + degrees / scale / width
    axes.plot([left, right], [bottom, bottom], color=INK, linewidth=2.5, path_effects=outlined(4), **over(axes))
    middle = max((left + right) / 2, (MARGIN + 0.2) / inches[0])
    axes.annotate(
        text,
        (middle, bottom),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=INK,
        size=9,
        path_effects=outlined(3),
    )


def round_length(longest):
    """The largest round length up to one, and how it is written.

    Parameters
    ----------
    longest : float
        In degrees.

    Returns
    -------
    degrees : float
    text : str
        In arcseconds, arcminutes or degrees.
    """
    if longest >= 1:
        length = largest_step(longest)
        return length, f"{length:g}°"
    if longest * 60 >= 1:
        length = max(step for step in MINUTE_STEPS if step <= longest * 60 * (1 + 1e-9))
        return length / 60, f"{length:g} arcmin"
    length = 30 if longest * 3600 >= 30 else largest_step(longest * 3600)
    return length / 3600, f"{length:g} arcsec"


def largest_step(limit):
    """The largest of 1, 2, 5, 10, 20 ... (and 0.5, 0.2, 0.1 ...) that is not above the limit."""
    power = 10.0 ** np.floor(np.log10(limit))
    return power * max(step for step in STEPS if step * power <= limit * (1 + 1e-9))


def add_compass(axes, geometry, scale, inches):
    """Draw arrows to the north and to the east, with their letters."""
    ways = np.linalg.inv(geometry) * scale[:, None]  # columns: inches for a degree to the east, and to the north
    ways = ways / np.hypot(*ways)
    reach = ARROW + LETTER
    lowest, highest = np.minimum(ways, 0).min(axis=1) * reach, np.maximum(ways, 0).max(axis=1) * reach
    corner = np.array([inches[0] - MARGIN - highest[0], MARGIN - lowest[1]])
    corner[1] = min(corner[1], inches[1] - MARGIN - highest[1])
    for letter, way in zip("EN", ways.T, strict=True):
        tip, place = ((corner + way * length) / inches for length in (ARROW, ARROW + 0.7 * LETTER))
        arrow = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0, "linewidth": 1.5}
        arrow["path_effects"] = outlined(3)
        start = corner / inches
        axes.annotate("", tip, start, xycoords="axes fraction", textcoords="axes fraction", arrowprops=arrow)
        text = {"ha": "center", "va": "center", "color": INK, "size": 9, "path_effects": outlined(3)}
        axes.text(*place, letter, transform=axes.transAxes, **text)


def outlined(width):
    """An outline, by which white lines and letters are seen over white objects."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground=OUTLINE)]


def over(axes):
    """Where a line in the corner of a panel stands."""
    return {"transform": axes.transAxes, "solid_capstyle": "butt", "scalex": False, "scaley": False, "zorder": 5}

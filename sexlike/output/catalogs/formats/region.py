"""Catalogs as regions for DS9: REGION."""

import numpy as np

from ....errors import SexlikeError, advise
from ....images.sky.wcscards import read_projection
from ..skyellipses import sky_ellipses
from ..writers import catalog_writer

HEAD = "# Region file format: DS9 version 4.1\n# Made by sexlike\n"
ELLIPSE = ("A_IMAGE", "B_IMAGE", "THETA_IMAGE", "KRON_RADIUS")
COLOURS = ((4, "red"), (1, "orange"), (0, "green"))  # of FLAGS from this number on: saturated or worse, neighbours
SMALLEST = 0.5  # pixels, of a semi-axis that is drawn
ROUND = 0.999  # ratio of the axes from which on a circle of the image is one on the sky


@catalog_writer("REGION")
def write_region(file, catalogs, config):
    """An ellipse for each object of all extensions, labelled with NUMBER, in a colour for its FLAGS.

    The ellipses are those of FLUX_AUTO, if there are columns for them; without these, there are circles of the
    first of PHOT_APERTURES. They are on the sky if the image has a WCS, so that those of all extensions have their
    places, and in pixels of the image otherwise.

    Raises
    ------
    SexlikeError
        There are no columns X_IMAGE and Y_IMAGE.
    """
    file.write(HEAD.encode())
    for catalog in catalogs:
        file.write("".join(region_lines(catalog.values, catalog.objects, catalog)).encode())
    tell_of_circles(catalogs[0].values, catalogs[0].config)


def tell_of_circles(columns, config):
    """Say that circles are drawn, if columns for ellipses are missing.

    Parameters
    ----------
    columns : collection of str
        Names.
    config : Config

    Warns
    -----
    SexlikeWarning
        See `advise`.
    """
    missing = [name for name in ELLIPSE if name not in columns]
    if missing:
        text = (
            "REGION: circles of the first of PHOT_APERTURES are drawn; for the ellipses of FLUX_AUTO there should be "
        )
        advise(f"{text}the columns {', '.join(missing)}", config.COMPATIBILITY)


def region_lines(columns, count, extension):
    """Lines of a region file, after its head.

    Parameters
    ----------
    columns : mapping
        Name of a column -> array of shape (count,).
    count : int
        Number of objects.
    extension : Extension, ExtensionCatalog or Origin
        Where the objects are, for its WCS and settings.
    """
    missing = [name for name in ("X_IMAGE", "Y_IMAGE") if name not in columns]
    if missing:
        hint = f"Add {' and '.join(missing)} to the columns; NUMBER, FLAGS, {', '.join(ELLIPSE)} are used as well."
        raise SexlikeError("CATALOG_TYPE REGION needs positions in pixels, which the catalog has not", hint=hint)
    number = np.asarray(columns["NUMBER"]) if "NUMBER" in columns else np.arange(1, count + 1)
    flags = np.asarray(columns["FLAGS"]) if "FLAGS" in columns else np.zeros(count, int)
    lines, system = [], None
    for (own_system, shape), name, bits in zip(shapes(columns, count, extension), number, flags, strict=True):
        if own_system != system:
            lines.append(f"{own_system}\n")
            system = own_system
        lines.append(f"{shape} # text={{{name}}} color={colour_of(bits)}\n")
    return lines


def shapes(columns, count, extension):
    """Coordinate system and shape of each object."""
    x, y = (np.asarray(columns[name], np.float64) for name in ("X_IMAGE", "Y_IMAGE"))
    is_ellipse = all(name in columns for name in ELLIPSE)
    if is_ellipse:
        a, b, theta, radius = (np.asarray(columns[name], np.float64) for name in ELLIPSE)
        a, b = np.maximum(a * radius, SMALLEST), np.maximum(b * radius, SMALLEST)
    else:
        a = b = np.full(count, extension.config.PHOT_APERTURES[0] / 2)
        theta = np.zeros(count)
    in_image = [("image", shape_of(is_ellipse, *of_one)) for of_one in zip(x, y, a, b, theta, strict=True)]
    header = extension.image.header
    projection = read_projection(header, extension.config.COMPATIBILITY)
    if projection.sky is None or not count:
        return in_image
    system = system_of(header)
    position, axes, angle = sky_ellipses(projection, x - 1, y - 1, a, b, theta)
    on_sky = zip(*position, *axes * 3600, angle + 90, strict=True)  # DS9's angles are from the west towards north
    return [
        (system, sky_shape_of(is_ellipse, *of_one)) if np.isfinite(of_one[0]) else pixels
        for of_one, pixels in zip(on_sky, in_image, strict=True)
    ]


def shape_of(is_ellipse, x, y, a, b, theta):
    """A shape in pixels."""
    return f"ellipse({x:.4f},{y:.4f},{a:.4f},{b:.4f},{theta:.2f})" if is_ellipse else f"circle({x:.4f},{y:.4f},{a:.4f})"


def sky_shape_of(is_ellipse, ra, dec, a, b, angle):
    """A shape in degrees, with axes in arcsec; what is round in pixels that are not square is an ellipse, too."""
    if is_ellipse or b < ROUND * a:
        return f'ellipse({ra:.8f},{dec:.8f},{a:.6g}",{b:.6g}",{angle:.3f})'
    return f'circle({ra:.8f},{dec:.8f},{np.sqrt(a * b):.6g}")'


def system_of(header):
    """The name that DS9 has for the frame of ALPHA_J2000 and DELTA_J2000 of an image."""
    from ...objects.skycoords import frame_of

    return "icrs" if frame_of(header, "J2000").name == "icrs" else "fk5"


def colour_of(flags):
    """Colour of an object with these FLAGS: green, orange with neighbours, red if it is saturated, cut off or worse."""
    return next(colour for least, colour in COLOURS if flags >= least)

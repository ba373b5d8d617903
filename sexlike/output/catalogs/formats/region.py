"""Catalogs as regions for DS9: REGION."""

import numpy as np

from ....errors import SexlikeError
from ..writers import catalog_writer

ELLIPSE = ("A_IMAGE", "B_IMAGE", "THETA_IMAGE", "KRON_RADIUS")
COLOURS = ((4, "red"), (1, "orange"), (0, "green"))  # of FLAGS from this number on: saturated or worse, neighbours
SMALLEST = 0.5  # pixels, of a semi-axis that is drawn


@catalog_writer("REGION")
def write_region(file, catalogs, config):
    """An ellipse for each object of all extensions, labelled with NUMBER, in a colour for its FLAGS.

    The ellipses are those of FLUX_AUTO, if there are columns for them; without these, there are circles of the
    first of PHOT_APERTURES. Positions are in pixels.

    Raises
    ------
    SexlikeError
        There are no columns X_IMAGE and Y_IMAGE.
    """
    for index, catalog in enumerate(catalogs):
        lines = region_lines(catalog.values, catalog.objects, catalog.config.PHOT_APERTURES[0])
        file.write("".join(lines[HEADER_LINES if index else 0 :]).encode())


HEADER_LINES = 3


def region_lines(columns, count, diameter):
    """Lines of a region file.

    Parameters
    ----------
    columns : mapping
        Name of a column -> array of shape (count,).
    count : int
        Number of objects.
    diameter : float
        Of circles, in pixels, for objects without an ellipse.
    """
    missing = [name for name in ("X_IMAGE", "Y_IMAGE") if name not in columns]
    if missing:
        hint = f"Add {' and '.join(missing)} to the columns; NUMBER, FLAGS, {', '.join(ELLIPSE)} are used as well."
        raise SexlikeError("CATALOG_TYPE REGION needs positions in pixels, which the catalog has not", hint=hint)
    x, y = np.asarray(columns["X_IMAGE"]), np.asarray(columns["Y_IMAGE"])
    number = np.asarray(columns["NUMBER"]) if "NUMBER" in columns else np.arange(1, count + 1)
    flags = np.asarray(columns["FLAGS"]) if "FLAGS" in columns else np.zeros(count, int)
    if all(name in columns for name in ELLIPSE):
        a, b, theta, radius = (np.asarray(columns[name], float) for name in ELLIPSE)
        a, b = np.maximum(a * radius, SMALLEST), np.maximum(b * radius, SMALLEST)
        shapes = [
            f"ellipse({v[0]:.4f},{v[1]:.4f},{v[2]:.4f},{v[3]:.4f},{v[4]:.2f})"
            for v in zip(x, y, a, b, theta, strict=True)
        ]
    else:
        shapes = [f"circle({v[0]:.4f},{v[1]:.4f},{diameter / 2:.4f})" for v in zip(x, y, strict=True)]
    labels = (f" # text={{{n}}} color={colour_of(bits)}\n" for n, bits in zip(number, flags, strict=True))
    head = ["# Region file format: DS9 version 4.1\n", "# Made by sexlike\n", "image\n"]
    return head + [shape + label for shape, label in zip(shapes, labels, strict=True)]


def colour_of(flags):
    """Colour of an object with these FLAGS: green, orange with neighbours, red if it is saturated, cut off or worse."""
    return next(colour for least, colour in COLOURS if flags >= least)

"""Cut-outs: the image around an object."""

import numpy as np

from ...errors import SexlikeError
from ...images.image import BAD
from ..measured import measured
from ..places import pixels_of_size
from ..plots.skyaxes import sky_of
from .skycoords import pixel_positions

SIZE_OF_OBJECTS = 2  # side of a cut-out by default, over the longer side of the object's footprint
SMALLEST_SIDE = 25  # pixels


def cutout_around(table, extension, size=None):
    """The image around an object.

    Parameters
    ----------
    table : astropy.table.Table
        Of one row, the object.
    extension : Extension
        In which it is.
    size : int or Quantity, or pair of these, optional
        See `pixels_of_size`; by default twice the size of the object's footprint.

    Returns
    -------
    astropy.nddata.Cutout2D
        Of the pixels of the measured image as they were read, with a copy of them: NaN beyond the border and where a
        pixel has no value; with the WCS of the image, if it has one.

    Raises
    ------
    SexlikeError
        The object has no position on the image, or the size makes no sense.
    """
    from astropy.nddata import Cutout2D, NoOverlapError

    image = extension.image
    wcs = sky_of(image.header)
    x, y = (float(value[0]) for value in pixel_positions(table))
    sides = footprint_sides(extension, x, y) if size is None else pixels_of_size(size, wcs, "size")
    try:
        cutout = Cutout2D(image.raw, (x, y), sides, wcs=wcs, mode="partial", fill_value=np.nan, copy=True)
    except (NoOverlapError, ValueError):  # the latter of positions that are NaN
        raise SexlikeError(f"x = {x + 1:g}, y = {y + 1:g} is not on the image") from None
    cutout.data[cutout.data <= BAD] = np.nan
    return cutout


def footprint_sides(extension, x, y):
    """Height and width of the default cut-out of the object that is nearest to a position."""
    names = "X_IMAGE", "Y_IMAGE", "XMIN_IMAGE", "XMAX_IMAGE", "YMIN_IMAGE", "YMAX_IMAGE"
    values = measured(extension, dict.fromkeys(names, ()))
    centre_x, centre_y, left, right, bottom, top = (values[name] for name in names)
    if not len(centre_x):
        return SMALLEST_SIDE, SMALLEST_SIDE
    nearest = np.hypot(centre_x - 1 - x, centre_y - 1 - y).argmin()
    longest = max(right[nearest] - left[nearest], top[nearest] - bottom[nearest]) + 1
    side = max(SIZE_OF_OBJECTS * int(longest) + 1, SMALLEST_SIDE)
    return side, side


def row_of(row, table):
    """A row of a table, or one like it, as a table of one row.

    Parameters
    ----------
    row : int, astropy.table.Row, or table of one row
    table : astropy.table.Table
        To which the number of a row refers.

    Raises
    ------
    SexlikeError
        It is none of these.
    """
    if isinstance(row, int | np.integer) and not isinstance(row, bool):
        if not -len(table) <= row < len(table):
            raise SexlikeError(f"row: there is no row {row} in a table of {len(table)}")
        row = table[int(row)]
    if hasattr(row, "table") and hasattr(row, "index"):
        return row.table[row.index : row.index + 1]
    if hasattr(row, "colnames") and len(row) == 1:
        return row
    hint = "Give the number of a row, or a row: result.cutout(3), result.cutout(result[3])."
    raise SexlikeError(f"row: {type(row).__name__} is no row of a table", hint=hint)


def extension_of(table, extensions):
    """The extension in which the object of a table of one row is, by its EXT_NUMBER."""
    if len(extensions) == 1:
        return extensions[0]
    if "EXT_NUMBER" not in table.colnames:
        hint = "Ask for EXT_NUMBER in params, or call result.extensions[...].cutout."
        raise SexlikeError("it is not known in which of several images an object is", hint=hint)
    rank = int(table["EXT_NUMBER"][0])
    found = [extension for extension in extensions if extension.image.rank == rank]
    if not found:
        raise SexlikeError(f"there is no image of EXT_NUMBER {rank}")
    return found[0]

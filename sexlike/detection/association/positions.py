"""The positions of a list that objects are matched with: what ASSOC_NAME holds."""

from dataclasses import dataclass

import numpy as np
from astropy.io.fits import Header

from ...config.config import Config
from ...config.files.assocfile import find_assoc_list, read_assoc_list
from ...config.files.assoclist import AssocList, Coordinates, number_of_column
from ...errors import warn, warning_text
from ...images.sky.wcscards import read_projection

FARTHEST = 1e9  # pixels; positions beyond it match nothing


@dataclass(frozen=True)
class Positions:
    """The positions of a list in the order of their y: q of them.

    Attributes
    ----------
    x, y : ndarray of float64, shape (q,)
        FITS pixels.
    weight : ndarray of float64, shape (q,), or None
        Weights or magnitudes, if there is a column of them.
    data : ndarray of float64, shape (q, k)
        The columns that are wanted.
    """

    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray | None
    data: np.ndarray


def read_positions(config: Config, header: Header, size: int) -> Positions:
    """Read the list of positions, and the columns of it that are wanted.

    Parameters
    ----------
    config : Config
    header : astropy.io.fits.Header
        Of the measurement image; it says where positions on the sky are in it.
    size : int
        Length of VECTOR_ASSOC.

    Returns
    -------
    Positions

    Raises
    ------
    SexlikeError
        There is no such list, or it has too few columns.
    """
    path = find_assoc_list(config.ASSOC_NAME, config.folder)
    projection = read_projection(header, config.COMPATIBILITY) if config.ASSOCCOORD_TYPE == "WORLD" else None
    equatorial = projection is not None and (projection.sky is None or projection.frame == "R")
    hours = projection.longitude_axis if projection is not None and equatorial else None
    coordinates = Coordinates(config.ASSOC_PARAMS, projection is not None, hours)
    table = read_assoc_list(path, coordinates, config.ASSOC_DATA)
    if not len(table):
        warn(f"{path} ASSOC input-list is empty")
        return Positions(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, size)))
    numbers = (number_of_column(column, "ASSOC_PARAMS", table.path, table.names) for column in config.ASSOC_PARAMS)
    x, y, *weight = (table.values[:, number - 1] for number in numbers)
    if projection is not None:
        x, y = projection.pixels(np.array([x, y])) + 1
    order = np.argsort(y, kind="stable")
    order = order[(np.maximum(np.abs(x), np.abs(y)) < FARTHEST)[order]]
    return Positions(x[order], y[order], weight[0][order] if weight else None, wanted_data(table, config, size)[order])


def wanted_data(table: AssocList, config: Config, size: int) -> np.ndarray:
    """The first `size` of the columns that ASSOC_DATA names and the list has; all of its columns if there are none."""
    width = table.values.shape[1]
    wanted = [number_of_column(column, "ASSOC_DATA", table.path, table.names) for column in config.ASSOC_DATA]
    numbers = [number for number in wanted if 0 < number <= width] or range(1, width + 1)
    if size > len(numbers):
        text = f"VECTOR_ASSOC redimensioned: no more than {width} ASSOC parameters available: "
        hint = f"{size - len(numbers)} of its {size} elements have no value."
        warn(warning_text(text, hint=hint))
    return table.values[:, [number - 1 for number in numbers[:size]]]

"""The steps from the pixels of an image to its background (BACK_SIZE, BACK_TYPE): meshes, gaps, filter, surface."""

from collections.abc import Sequence

import numpy as np

from .background import Background
from .grid import Grid
from .histograms import PEARSON
from .meshes import measure_meshes
from .meshmaps import fill_gaps, median_filter, typical_values


def measure_background(
    pixels: np.ndarray,
    back_size: Sequence[int],
    filter_size: Sequence[int],
    least_change: float = 0.0,
    pearson: float = PEARSON,
    constant: float | None = None,
) -> Background:
    """Measure the background of an image.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are ignored.
    back_size : tuple of int
        BACK_SIZE: size of a mesh, or its width and height.
    filter_size : tuple of int
        BACK_FILTERSIZE: size of the median filter in meshes, or its width and height.
    least_change, pearson : float
        BACK_FILTTHRESH, BACK_PEARSON.
    constant : float, optional
        BACK_VALUE, if BACK_TYPE is MANUAL.

    Returns
    -------
    Background
    """
    grid = Grid.from_back_size(back_size, pixels.shape)
    level, sigma = measure_meshes(pixels, grid, pearson)
    return background_of_meshes(level, sigma, grid, filter_size, least_change, constant)


def background_of_meshes(
    level: np.ndarray,
    sigma: np.ndarray,
    grid: Grid,
    filter_size: Sequence[int],
    least_change: float = 0.0,
    constant: float | None = None,
) -> Background:
    """The background from the meshes of a grid, with gaps filled and outliers filtered.

    Parameters
    ----------
    level, sigma : ndarray of float32, shape (ny, nx)
        As measured; -1e30 where there is no value.
    grid : Grid
    filter_size, least_change, constant
        See `measure_background`.

    Returns
    -------
    Background
    """
    size = filter_size[-1], filter_size[0]
    level, sigma = median_filter(*fill_gaps(level, sigma), size, least_change)
    mean, noise = typical_values(level, sigma)
    mean = mean if constant is None else np.float32(constant)
    return Background(level, sigma, grid.mesh, grid.shape, float(mean), float(noise), constant)

"""The background of an image, estimated mesh by mesh."""

import numpy as np

from .background import Background
from .histograms import PEARSON
from .meshes import Grid, measure_meshes
from .meshmaps import fill_gaps, median_filter, typical


def measure_background(pixels, back_size, filter_size, least_change=0.0, pearson=PEARSON, constant=None):
    """Measure the background of an image.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are left out.
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
    grid = Grid.of(pixels.shape, back_size)
    level, sigma = measure_meshes(pixels, grid, pearson)
    return background_of_meshes(level, sigma, grid, filter_size, least_change, constant)


def background_of_meshes(level, sigma, grid, filter_size, least_change=0.0, constant=None):
    """The background that the meshes of a grid make, see `measure_background`."""
    size = filter_size[-1], filter_size[0]
    level, sigma = median_filter(*fill_gaps(level, sigma), size, least_change)
    mean, noise = typical(level, sigma)
    mean = mean if constant is None else np.float32(constant)
    return Background(level, sigma, grid.mesh, grid.shape, float(mean), float(noise), constant)

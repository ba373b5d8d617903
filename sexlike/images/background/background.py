"""The background of an image and its noise."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .histograms import PEARSON
from .meshes import Grid, measure_meshes
from .meshmaps import fill_gaps, median_filter, typical
from .spline import Surface


@dataclass(frozen=True)
class Background:
    """The background of an image, and its RMS: a value for each mesh, and a surface through them.

    Attributes
    ----------
    level, rms : ndarray of float32, shape (ny, nx)
        Background and RMS of each mesh, filtered.
    mesh : tuple of int
        Height and width of a mesh.
    shape : tuple of int
        Height and width of the image.
    mean, sigma : float
        Typical background and RMS of the image, as they are printed (float32 values).
    constant : float, optional
        The background, where it is given (BACK_TYPE MANUAL).
    """

    level: np.ndarray
    rms: np.ndarray
    mesh: tuple
    shape: tuple
    mean: float
    sigma: float
    constant: float | None = None

    @cached_property
    def _level_surface(self):
        return Surface(self.level, self.mesh, self.shape[1])

    @cached_property
    def _rms_surface(self):
        return Surface(self.rms, self.mesh, self.shape[1])

    def rows(self, first, last):
        """Background on the rows `first` to `last` (exclusive): ndarray of float32, shape (rows, width)."""
        if self.constant is not None:
            return np.full((max(last - first, 0), self.shape[1]), self.constant, np.float32)
        return self._level_surface.rows(first, last)

    def rms_rows(self, first, last):
        """RMS on the rows `first` to `last` (exclusive): ndarray of float32, shape (rows, width)."""
        return self._rms_surface.rows(first, last)

    def at(self, x, y):
        """Background at positions, bilinear between the meshes, as in the column BACKGROUND.

        Parameters
        ----------
        x, y : ndarray, shape (n,)
            0-based pixel coordinates.

        Returns
        -------
        ndarray of float32, shape (n,)
            Always from the meshes, even where the background is given.
        """
        column, right = _between(x, self.mesh[1], self.level.shape[1])
        row, up = _between(y, self.mesh[0], self.level.shape[0])
        above, beside = np.minimum(row + 1, self.level.shape[0] - 1), np.minimum(column + 1, self.level.shape[1] - 1)
        lower = (1 - right) * self.level[row, column] + right * self.level[row, beside]
        upper = (1 - right) * self.level[above, column] + right * self.level[above, beside]
        return ((1 - up) * lower + up * upper).astype(np.float32)


def _between(position, size, count):
    """Cell of a position among the centres of meshes, and its place therein."""
    place = np.floor(np.asarray(position) + 0.5) / size - 0.5
    cell = np.clip(place.astype(np.int64), 0, max(count - 2, 0))
    return cell, place - cell


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

"""The background of an image and its noise."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .spline import Surface


@dataclass(frozen=True)
class Background:
    """The background of an image and its RMS: a value for each mesh, and the surface through them.

    Attributes
    ----------
    level, rms : ndarray of float32, shape (ny, nx)
        Background and RMS of each mesh, filtered.
    mesh : tuple of int
        Height and width of a mesh.
    shape : tuple of int
        Height and width of the image.
    mean, sigma : float
        Typical background and RMS of the image, as SExtractor prints them (float32 values).
    constant : float, optional
        The background of the whole image, if BACK_TYPE is MANUAL.
    """

    level: np.ndarray
    rms: np.ndarray
    mesh: tuple[int, int]
    shape: tuple[int, int]
    mean: float
    sigma: float
    constant: float | None = None

    @cached_property
    def _level_surface(self) -> Surface:
        return Surface(self.level, self.mesh, self.shape[1])

    @cached_property
    def _rms_surface(self) -> Surface:
        return Surface(self.rms, self.mesh, self.shape[1])

    def rows(self, first: int, last: int) -> np.ndarray:
        """Background on the rows `first` to `last` (exclusive): ndarray of float32, shape (rows, width)."""
        if self.constant is not None:
            return np.full((max(last - first, 0), self.shape[1]), self.constant, np.float32)
        return self._level_surface.rows(first, last)

    def rms_rows(self, first: int, last: int) -> np.ndarray:
        """RMS on the rows `first` to `last` (exclusive): ndarray of float32, shape (rows, width)."""
        return self._rms_surface.rows(first, last)

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Background at positions, bilinear between the meshes, as in the column BACKGROUND.

        Parameters
        ----------
        x, y : ndarray, shape (n,)
            0-based pixel coordinates.

        Returns
        -------
        ndarray of float32, shape (n,)
            Always from the meshes, even if BACK_TYPE is MANUAL.
        """
        column, right = _cells(x, self.mesh[1], self.level.shape[1])
        row, up = _cells(y, self.mesh[0], self.level.shape[0])
        above, beside = np.minimum(row + 1, self.level.shape[0] - 1), np.minimum(column + 1, self.level.shape[1] - 1)
        lower = (1 - right) * self.level[row, column] + right * self.level[row, beside]
        upper = (1 - right) * self.level[above, column] + right * self.level[above, beside]
        return ((1 - up) * lower + up * upper).astype(np.float32)


def _cells(position: np.ndarray, size: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The mesh before each position along an axis, and how far the position is from its centre, in meshes."""
    in_meshes = np.floor(np.asarray(position) + 0.5) / size - 0.5
    cell = np.clip(in_meshes.astype(np.int64), 0, max(count - 2, 0))
    return cell, in_meshes - cell

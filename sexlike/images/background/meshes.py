"""Level and scatter of the sky in each mesh of an image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...seplib import mesh_background
from ..image import BAD
from .histograms import PEARSON, Bins, histograms, modes, pixel_statistics

MOST_SAMPLED = 1 << 20  # pixels of a row of meshes; of larger rows only some lines are clipped
LEAST_GOOD = 0.5  # fraction of the pixels of a mesh
_AT_A_TIME = 1 << 18  # pixels


@dataclass(frozen=True)
class Grid:
    """How an image is divided into meshes.

    Attributes
    ----------
    shape : tuple of int
        Height and width of the image.
    mesh : tuple of int
        Height and width of a mesh; the last one of each row and column may be smaller.
    """

    shape: tuple[int, int]
    mesh: tuple[int, int]

    @classmethod
    def from_back_size(cls, back_size: Sequence[int], shape: tuple[int, ...]) -> Grid:
        """Meshes of BACK_SIZE (one value, or width and height), no larger than the image."""
        height, width = shape
        return cls((height, width), (min(back_size[-1], height), min(back_size[0], width)))

    @property
    def count(self) -> tuple[int, int]:
        """Number of meshes along y and x."""
        height, width = ((length - 1) // size + 1 for length, size in zip(self.shape, self.mesh, strict=True))
        return height, width

    def rows(self) -> list[slice]:
        """Lines of the image in each row of meshes."""
        height = self.mesh[0]
        return [slice(first, min(first + height, self.shape[0])) for first in range(0, self.shape[0], height)]

    def is_sampled(self, line_count: int) -> bool:
        """Whether only some lines of a row of meshes are clipped, if it has so many."""
        return self.shape[1] * line_count > MOST_SAMPLED

    def sampled_lines(self, line_count: int) -> slice:
        """Which lines of a row of meshes are clipped."""
        if not self.is_sampled(line_count):
            return slice(None)
        step = (line_count - 1) // max(MOST_SAMPLED // self.shape[1], 1) + 1
        return slice(step // 2, step // 2 + line_count // step * step, step)


def measure_meshes(pixels: np.ndarray, grid: Grid, pearson: float = PEARSON) -> tuple[np.ndarray, np.ndarray]:
    """Measure the sky in each mesh.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are ignored.
    grid : Grid
    pearson : float
        BACK_PEARSON.

    Returns
    -------
    level, sigma : ndarray of float32, shape (meshes along y, along x)
        -1e30 for a mesh with less than half of its pixels good.
    """
    level, sigma = np.full((2, *grid.count), BAD)
    for j, rows in enumerate(grid.rows()):
        lines = pixels[rows]
        if pearson == PEARSON and not grid.is_sampled(len(lines)):
            level[j], sigma[j] = _measured_by_sep(lines, grid.mesh[1])
            continue
        for meshes, (values,) in mesh_stacks(grid, lines):
            bins, indices, enough, _ = bin_pixels(values, grid.sampled_lines(len(lines)))
            found = modes(histograms(bins, indices), bins, pearson)
            level[j, meshes], sigma[j, meshes] = np.where(enough, found, BAD)
    return level, sigma


def _measured_by_sep(lines: np.ndarray, width: int) -> np.ndarray:
    """Level and scatter of the meshes of a row -> (2, meshes along x)."""
    starts = np.arange(0, lines.shape[1], width)
    good = np.add.reduceat(np.count_nonzero(lines > BAD, axis=0), starts)
    area = len(lines) * np.diff(starts, append=lines.shape[1])
    return np.transpose(
        [
            mesh_background(lines[:, start : start + width]) if enough else (BAD, BAD)
            for start, enough in zip(starts, good >= LEAST_GOOD * area, strict=True)
        ]
    )


def mesh_stacks(grid: Grid, *maps: np.ndarray) -> Iterator[tuple[slice, list[np.ndarray]]]:
    """Cut the lines of a row of meshes into its meshes, some at a time.

    Parameters
    ----------
    grid : Grid
    *maps : ndarray, shape (lines, width)
        The same lines of the image, and of maps that go with it.

    Yields
    ------
    meshes : slice
        Which of them.
    stacks : list of ndarray, shape (meshes, lines, width of a mesh)
        Their pixels in each of the maps.
    """
    lines, width = maps[0].shape
    step = grid.mesh[1]
    most = max(_AT_A_TIME // (lines * step), 1)
    whole = width // step
    for first in range(0, whole, most):
        last = min(first + most, whole)
        shape = (lines, last - first, step)
        yield slice(first, last), [m[:, first * step : last * step].reshape(shape).swapaxes(0, 1) for m in maps]
    if whole * step < width:
        yield slice(whole, whole + 1), [m[:, whole * step :][None] for m in maps]


def bin_pixels(values: np.ndarray, sampled_lines: slice) -> tuple[Bins, np.ndarray, np.ndarray, np.ndarray]:
    """Assign the pixels of some meshes to bins, scaled for each mesh.

    Parameters
    ----------
    values : ndarray of float32, shape (m, lines, width)
    sampled_lines : slice
        Lines from which the bins are scaled.

    Returns
    -------
    bins : Bins
    indices : ndarray of int, shape (m, lines * width)
        Bin of each pixel, -1 for none.
    enough : ndarray of bool, shape (m,)
        Whether enough pixels are good.
    clipped : ndarray of bool, shape (m, sampled pixels)
        The pixels from which the bins were scaled: those within the limits of clipping.
    """
    meshes = len(values)
    sampled = values[:, sampled_lines].reshape(meshes, -1)
    good = sampled > BAD
    statistics = pixel_statistics(sampled, good)
    low, high = statistics.clipping_limits()
    clipped = good & (sampled >= low) & (sampled <= high)
    bins = Bins.from_statistics(pixel_statistics(sampled, clipped))
    enough = statistics.count >= LEAST_GOOD * sampled.shape[1]
    return bins, bins.index(values.reshape(meshes, -1)), enough, clipped

"""Level and scatter of the sky in each mesh of an image."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ... import loops
from ...constants import LEAST_GOOD, SKY_BINS
from ...seplib import mesh_background
from ...threads import in_slices
from ..image import BAD
from .grid import Grid
from .histograms import PEARSON, Bins, histograms, modes, pixel_statistics

_AT_A_TIME = 1 << 18  # pixels
_LEAST_PIXELS = 1 << 16  # for a thread


def measure_meshes(
    pixels: np.ndarray, grid: Grid, pearson: float = PEARSON, variance: np.ndarray | None = None
) -> np.ndarray:
    """Measure the sky in each mesh.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are ignored.
    grid : Grid
    pearson : float
        BACK_PEARSON.
    variance : ndarray of float32, shape (height, width), optional
        A map whose level is measured in the same pixels.

    Returns
    -------
    ndarray of float32, shape (2 or 4, meshes along y, along x)
        Level and scatter of the pixels, and of the variance. -1e30 for a mesh with less than half of its pixels good.
    """
    maps = np.full((2 if variance is None else 4, *grid.count), BAD)
    if loops.measure_meshes is None:
        measure_rows(pixels, variance, grid, pearson, maps)
        return maps
    pixels = np.ascontiguousarray(pixels, np.float32)
    variance = pixels if variance is None else np.ascontiguousarray(variance, np.float32)
    lines = grid.sampled_lines_of_rows()

    def measure(first: int, stop: int) -> None:
        counts = np.empty(SKY_BINS + 1, np.int32)
        loops.measure_meshes(pixels, variance, *grid.mesh, lines, pearson, counts, maps, first, stop)

    in_slices(measure, maps[0].size, _LEAST_PIXELS // math.prod(grid.mesh) + 1, "meshes")
    return maps


def measure_rows(pixels: np.ndarray, variance: np.ndarray | None, grid: Grid, pearson: float, maps: np.ndarray) -> None:
    """What `measure_meshes` returns, written to `maps`, row of meshes after row of meshes."""
    for j, rows in enumerate(grid.rows()):
        lines = grid.sampled_lines(rows.stop - rows.start)
        if variance is None and pearson == PEARSON and not grid.is_sampled(rows.stop - rows.start):
            maps[:, j] = _measured_by_sep(pixels[rows], grid.mesh[1])
            continue
        values = [pixels[rows]] if variance is None else [pixels[rows], variance[rows]]
        for meshes, stacks in mesh_stacks(grid, *values):
            maps[:, j, meshes] = measure_stack(lines, pearson, *stacks)


def measure_stack(lines: slice, pearson: float, values: np.ndarray, variances: np.ndarray | None = None) -> np.ndarray:
    """What `measure_meshes` returns, for m meshes: (m, height, width), twice -> (2 or 4, m)."""
    bins, indices, enough, clipped = bin_pixels(values, lines)
    maps = [*modes(histograms(bins, indices), bins, pearson)]
    if variances is not None:
        good = values[:, lines].reshape(clipped.shape) > BAD
        sampled = variances[:, lines].reshape(clipped.shape)
        low, high = pixel_statistics(sampled, good).clipping_limits()
        bins = Bins.from_statistics(pixel_statistics(sampled, clipped & (sampled >= low) & (sampled <= high)))
        # Only pixels that are in the histogram of the image as well count.
        indices = np.where(indices >= 0, bins.index(variances.reshape(indices.shape)), -1)
        maps += modes(histograms(bins, indices), bins, pearson)
    return np.where(enough, maps, BAD)


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

"""Level and scatter of the sky in each mesh of an image."""

from dataclasses import dataclass

import numpy as np

from ...seplib import mesh_background
from ..image import BAD
from .histograms import PEARSON, Bins, histograms, modes, moments

MOST_SAMPLED = 1 << 20  # pixels of a row of meshes; taller rows are clipped on some of their lines only
LEAST_GOOD = 0.5  # share of a mesh
_AT_A_TIME = 1 << 18  # pixels


@dataclass(frozen=True)
class Grid:
    """How an image is divided: meshes of `mesh` (height, width), the last of each row and column maybe smaller."""

    shape: tuple
    mesh: tuple

    @classmethod
    def of(cls, shape, back_size):
        """Meshes of BACK_SIZE (one value, or width and height), no larger than the image."""
        return cls(tuple(shape), (min(back_size[-1], shape[0]), min(back_size[0], shape[1])))

    @property
    def count(self):
        """Number of meshes along y and x."""
        return tuple((length - 1) // size + 1 for length, size in zip(self.shape, self.mesh, strict=True))

    def rows(self):
        """Lines of each row of meshes."""
        height = self.mesh[0]
        return [slice(first, min(first + height, self.shape[0])) for first in range(0, self.shape[0], height)]

    def is_sampled(self, lines):
        """Whether a row of meshes of so many lines is clipped on some of them only."""
        return self.shape[1] * lines > MOST_SAMPLED

    def sample(self, lines):
        """The lines of a row of meshes that are clipped."""
        if not self.is_sampled(lines):
            return slice(None)
        step = (lines - 1) // max(MOST_SAMPLED // self.shape[1], 1) + 1
        return slice(step // 2, step // 2 + lines // step * step, step)


def measure_meshes(pixels, grid, pearson=PEARSON):
    """Measure the sky in each mesh.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are left out.
    grid : Grid
    pearson : float
        BACK_PEARSON.

    Returns
    -------
    level, sigma : ndarray of float32, shape (meshes along y, along x)
        -1e30 for a mesh of which less than half is good.
    """
    level, sigma = np.full((2, *grid.count), BAD)
    for j, rows in enumerate(grid.rows()):
        lines = pixels[rows]
        if pearson == PEARSON and not grid.is_sampled(len(lines)):
            level[j], sigma[j] = _measured_by_sep(lines, grid.mesh[1])
            continue
        for meshes, (values,) in stacks(grid, lines):
            bins, places, enough, _ = binned(values, grid.sample(len(lines)))
            found = modes(histograms(bins, places), bins, pearson)
            level[j, meshes], sigma[j, meshes] = np.where(enough, found, BAD)
    return level, sigma


def _measured_by_sep(lines, width):
    starts = np.arange(0, lines.shape[1], width)
    good = np.add.reduceat(np.count_nonzero(lines > BAD, axis=0), starts)
    area = len(lines) * np.diff(starts, append=lines.shape[1])
    return np.transpose(
        [
            mesh_background(lines[:, start : start + width]) if enough else (BAD, BAD)
            for start, enough in zip(starts, good >= LEAST_GOOD * area, strict=True)
        ]
    )


def stacks(grid, *maps):
    """Cut the lines of a row of meshes into its meshes, some at a time.

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


def binned(values, sample):
    """Sort the pixels of some meshes into bins that suit each mesh.

    Parameters
    ----------
    values : ndarray of float32, shape (m, lines, width)
    sample : slice
        Lines that decide on the bins.

    Returns
    -------
    bins : Bins
    places : ndarray of int, shape (m, lines * width)
        Bin of each pixel, -1 for none.
    enough : ndarray of bool, shape (m,)
        Whether enough pixels are good.
    clipped : ndarray of bool, shape (m, sampled pixels)
        The pixels that decided on the bins.
    """
    meshes = len(values)
    sampled = values[:, sample].reshape(meshes, -1)
    good = sampled > BAD
    first = moments(sampled, good)
    low, high = first.cuts()
    clipped = good & (sampled >= low) & (sampled <= high)
    bins = Bins.around(moments(sampled, clipped))
    return bins, bins.of(values.reshape(meshes, -1)), first.count >= LEAST_GOOD * sampled.shape[1], clipped

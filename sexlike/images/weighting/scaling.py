"""The scale of a weight map: the factor between the noise that it gives and the noise of the image."""

import warnings

import numpy as np

from ...errors import SexlikeWarning, warning_text
from ..background.histograms import PEARSON, Bins, histograms, modes, pixel_statistics
from ..background.meshes import Grid, bin_pixels, mesh_stacks
from ..background.meshmaps import fill_gaps, median_filter
from ..image import BAD


def measure_weighted_meshes(
    pixels: np.ndarray, variance: np.ndarray, grid: Grid, pearson: float = PEARSON
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Measure the sky in each mesh, and the level of the variance map in the same pixels.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are ignored.
    variance : ndarray of float32, shape (height, width)
    grid : Grid
    pearson : float
        BACK_PEARSON.

    Returns
    -------
    level, sigma, variance_level, variance_sigma : ndarray of float32, shape (meshes along y, along x)
        -1e30 for a mesh with less than half of its pixels good.
    """
    maps = np.full((4, *grid.count), BAD)
    for j, rows in enumerate(grid.rows()):
        lines = grid.sampled_lines(rows.stop - rows.start)
        for meshes, (values, variances) in mesh_stacks(grid, pixels[rows], variance[rows]):
            bins, indices, enough, clipped = bin_pixels(values, lines)
            of_image = modes(histograms(bins, indices), bins, pearson)
            good = values[:, lines].reshape(clipped.shape) > BAD
            sampled = variances[:, lines].reshape(clipped.shape)
            low, high = pixel_statistics(sampled, good).clipping_limits()
            bins = Bins.from_statistics(pixel_statistics(sampled, clipped & (sampled >= low) & (sampled <= high)))
            # Only pixels that are in the histogram of the image as well count.
            indices = np.where(indices >= 0, bins.index(variances.reshape(indices.shape)), -1)
            of_variance = modes(histograms(bins, indices), bins, pearson)
            maps[:, j, meshes] = np.where(enough, [*of_image, *of_variance], BAD)
    level, sigma, variance_level, variance_sigma = maps
    return level, sigma, variance_level, variance_sigma


def weight_scale(
    sigma: np.ndarray,
    variance_level: np.ndarray,
    variance_sigma: np.ndarray,
    size: tuple[int, int],
    least_change: float = 0.0,
) -> np.float32:
    """The factor that turns the noise of a weight map into that of the image.

    Parameters
    ----------
    sigma : ndarray of float32, shape (ny, nx)
        RMS of the image's meshes, filtered.
    variance_level, variance_sigma : ndarray of float32, shape (ny, nx)
        As measured.
    size : tuple of int
        Height and width of the median filter.
    least_change : float
        BACK_FILTTHRESH.

    Returns
    -------
    numpy.float32
        Median over the meshes of the RMS of the image over that of the map; 1, with a warning, if there is none.
    """
    level, _ = median_filter(*fill_gaps(variance_level, variance_sigma), size, least_change)
    positive = level > 0
    ratios = (sigma[positive] / np.sqrt(level[positive].astype(np.float64))).astype(np.float32)
    ratios = ratios[ratios > 0]
    if not len(ratios):
        text = "Null or negative global weighting factor:defaulted to 1"
        hint = "The weight map cannot be scaled to the noise of the image: it is taken as it is."
        warnings.warn(warning_text(text, hint=hint), SexlikeWarning, stacklevel=2)
        return np.float32(1)
    return np.float32(np.median(ratios))

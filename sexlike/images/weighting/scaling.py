"""The scale of a weight map: what its variances must be multiplied by to be those of the image."""

import warnings

import numpy as np

from ...errors import SexlikeWarning
from ..background.histograms import PEARSON, Bins, histograms, modes, moments
from ..background.meshes import binned, stacks
from ..background.meshmaps import fill_gaps, median_filter
from ..image import BAD


def measure_weighted_meshes(pixels, variance, grid, pearson=PEARSON):
    """Measure the sky in each mesh, and the level of the variance map in the same pixels.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        Those of -1e30 (or less) are left out.
    variance : ndarray of float32, shape (height, width)
    grid : Grid
    pearson : float
        BACK_PEARSON.

    Returns
    -------
    level, sigma, variance_level, variance_sigma : ndarray of float32, shape (meshes along y, along x)
        -1e30 for a mesh of which less than half is good.
    """
    maps = np.full((4, *grid.count), BAD)
    for j, rows in enumerate(grid.rows()):
        sample = grid.sample(rows.stop - rows.start)
        for meshes, (values, variances) in stacks(grid, pixels[rows], variance[rows]):
            bins, places, enough, clipped = binned(values, sample)
            image = modes(histograms(bins, places), bins, pearson)
            good = values[:, sample].reshape(clipped.shape) > BAD
            sampled = variances[:, sample].reshape(clipped.shape)
            low, high = moments(sampled, good).cuts()
            bins = Bins.around(moments(sampled, clipped & (sampled >= low) & (sampled <= high)))
            # A pixel counts if it does in the image's histogram as well.
            places = np.where(places >= 0, bins.of(variances.reshape(places.shape)), -1)
            maps[:, j, meshes] = np.where(enough, [*image, *modes(histograms(bins, places), bins, pearson)], BAD)
    return maps


def weight_scale(sigma, variance_level, variance_sigma, size, least_change=0.0):
    """The factor that makes the noise of a weight map that of the image.

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
    usable = level > 0
    ratios = (sigma[usable] / np.sqrt(level[usable].astype(np.float64))).astype(np.float32)
    ratios = ratios[ratios > 0]
    if not len(ratios):
        text = "the weight map cannot be scaled to the noise of the image: it is taken as it is"
        warnings.warn(text, SexlikeWarning, stacklevel=2)
        return np.float32(1)
    return np.float32(np.median(ratios))

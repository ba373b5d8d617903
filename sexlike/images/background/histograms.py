"""Level and scatter of the sky in many meshes at once: clipped moments, histograms, and the search for their mode.

The method is SExtractor's (Bertin & Arnouts 1996, section 3; its documentation on background estimation): the pixels
are clipped once at 2 sigma to scale a histogram, and the histogram is clipped at 3 sigma around its median until it
settles. All arrays have a row for each mesh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...constants import (
    NEARLY_HALF,
    SKY_BINS,
    SKY_CLIP,
    SKY_CLIPPINGS,
    SKY_CROWDED,
    SKY_HALF_WIDTH,
    SKY_HISTOGRAM_CLIP,
    SKY_NARROW,
    SKY_SETTLED,
)

PEARSON = 2.5  # BACK_PEARSON by default


@dataclass(frozen=True)
class PixelStatistics:
    """Number, mean and standard deviation of the pixels of each mesh, in float64.

    Attributes
    ----------
    count, mean, sigma : ndarray, shape (m,)
    """

    count: np.ndarray
    mean: np.ndarray
    sigma: np.ndarray

    def clipping_limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest value that is not clipped: two float32 arrays of shape (m, 1)."""
        low, high = ((self.mean + side * SKY_CLIP * self.sigma).astype(np.float32)[:, None] for side in (-1, 1))
        return low, high


def pixel_statistics(values: np.ndarray, chosen: np.ndarray) -> PixelStatistics:
    """Number, mean and standard deviation of the chosen values of each mesh.

    Parameters
    ----------
    values : ndarray of float32, shape (m, p)
    chosen : ndarray of bool, shape (m, p)

    Returns
    -------
    PixelStatistics
    """
    count = np.count_nonzero(chosen, axis=1)
    chosen_values = np.where(chosen, values, np.float32(0)).astype(np.float64)
    # Summed one pixel after the other, from 0 (not -0), as SExtractor does: if the level is high, rounding shows in the
    # scatter.
    total, squares = (np.cumsum(terms, axis=1)[:, -1] + 0.0 for terms in (chosen_values, chosen_values**2))
    mean = total / np.maximum(count, 1)
    variance = squares / np.maximum(count, 1) - mean * mean
    return PixelStatistics(count, mean, np.sqrt(np.maximum(variance, 0)))


@dataclass(frozen=True)
class Bins:
    """Bins of the histogram of each mesh: how many, how wide, and where the first one is centred.

    Attributes
    ----------
    number, width, zero : ndarray, shape (m,)
    mean : ndarray of float64, shape (m,)
        Mean of the pixels for which the bins are made.
    """

    number: np.ndarray
    width: np.ndarray
    zero: np.ndarray
    mean: np.ndarray

    @classmethod
    def from_statistics(cls, clipped: PixelStatistics) -> Bins:
        """Bins that suit the statistics of clipped pixels."""
        number = np.sqrt(2 / np.pi) * 5 / 4 * clipped.count + 1
        number = np.minimum(number, SKY_BINS).astype(np.int64)
        width = np.where(clipped.sigma > 0, 2 * SKY_HALF_WIDTH * clipped.sigma / number, 1.0).astype(np.float32)
        zero = (clipped.mean - SKY_HALF_WIDTH * clipped.sigma).astype(np.float32)
        return cls(number, width, zero, clipped.mean)

    def index(self, values: np.ndarray) -> np.ndarray:
        """Bin of each value, -1 where it is in none: (m, p) -> integers (m, p)."""
        offset = (NEARLY_HALF - (self.zero / self.width).astype(np.float64)).astype(np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            position = values / self.width[:, None] + offset[:, None]
            inside = (position > -1) & (position < self.number[:, None])
        return np.where(inside, position, np.float32(-1)).astype(np.int64)


def histograms(bins: Bins, indices: np.ndarray) -> np.ndarray:
    """Count the pixels of each mesh in each bin.

    Parameters
    ----------
    bins : Bins
    indices : ndarray of int, shape (m, p)
        Bin of each pixel, -1 for none.

    Returns
    -------
    ndarray of int, shape (m, number of bins of the finest histogram)
    """
    size = int(bins.number.max())
    mesh = np.arange(len(indices))[:, None] * size
    return np.bincount((indices + mesh)[indices >= 0], minlength=len(indices) * size).reshape(-1, size)


def modes(counts: np.ndarray, bins: Bins, pearson: float = PEARSON) -> tuple[np.ndarray, np.ndarray]:
    """Level and scatter of each mesh from its histogram.

    Parameters
    ----------
    counts : ndarray of int, shape (m, bins)
    bins : Bins
    pearson : float
        Mode = pearson * median - (pearson - 1) * mean, where the mesh is not crowded.

    Returns
    -------
    level, sigma : ndarray of float32, shape (m,)
    """
    bin_number = np.arange(counts.shape[1])
    # Sums over the bins below each. They are integers, so the sum over any range of bins is an exact difference.
    below = [np.pad(np.cumsum(counts * bin_number**power, axis=1), ((0, 0), (1, 0))) for power in (0, 1, 2)]
    low, high = np.zeros_like(bins.number), bins.number - 1
    # A histogram of a single bin is not clipped, and the mean is not counted in bins: the level of the only pixel of a
    # mesh is twice its value.
    mean, median = bins.mean.copy(), bins.mean.copy()
    sigma, previous = 10.0 * (bins.number - 1), np.ones(len(counts))
    for _ in range(SKY_CLIPPINGS):
        unsettled = np.flatnonzero((sigma >= SKY_NARROW) & (np.abs(sigma / previous - 1) > SKY_SETTLED))
        if not len(unsettled):
            break
        previous[unsettled] = sigma[unsettled]
        clipped = _clipped(counts, below, unsettled, low[unsettled], high[unsettled])
        mean[unsettled], median[unsettled], sigma[unsettled] = clipped
        reach = SKY_HISTOGRAM_CLIP * sigma[unsettled]
        low[unsettled] = np.maximum(np.floor(median[unsettled] - reach + 0.5), 0)
        high[unsettled] = np.minimum(np.floor(median[unsettled] + reach + 0.5), bins.number[unsettled] - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        crowded = np.abs(mean - median) / sigma >= SKY_CROWDED
    mode = np.where(crowded, median, pearson * median - (pearson - 1) * mean)
    mode = np.where(sigma == 0, mean, mode)
    width = bins.width.astype(np.float64)
    return (bins.zero + mode * width).astype(np.float32), (sigma * width).astype(np.float32)


def _clipped(
    counts: np.ndarray, below: Sequence[np.ndarray], meshes: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, median and scatter of the bins low to high of some meshes; `below` holds sums over the bins below each."""
    number, first, second = (sums[meshes, high + 1] - sums[meshes, low] for sums in below)
    mean = first / number
    sigma = np.sqrt(np.maximum(second / number - mean * mean, 0))
    # The median is where two sums meet that start at both ends; the smaller one always takes the next bin. They meet
    # where the sum below a bin and the sum up to it exceed, together, the total.
    sums = below[0][meshes]
    start = below[0][meshes, low]
    meeting = np.count_nonzero(sums[:, :-1] + sums[:, 1:] < (number + 2 * start)[:, None], axis=1)
    under = below[0][meshes, meeting]
    above = below[0][meshes, high + 1] - under
    tallest = np.maximum(counts[meshes, meeting], counts[meshes, meeting - 1])
    median = meeting - 0.5 + (above - (under - start)) / (2.0 * np.maximum(tallest, 1))
    return mean, np.where(meeting > 0, median, 0.0), sigma

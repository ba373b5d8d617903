"""Level and scatter of the sky in many meshes at once: clipped moments, histograms, and the search for their mode.

The method is SExtractor's (Bertin & Arnouts 1996, section 3; its documentation on background estimation): the pixels
are clipped once at 2 sigma to scale a histogram, and the histogram is clipped at 3 sigma around its median until it
settles. Every array has a mesh in each row.
"""

from dataclasses import dataclass

import numpy as np

from ...constants import NEARLY_HALF

CLIP = 2.0  # sigmas, before the histogram
HISTOGRAM_CLIP = 3.0
HALF_WIDTH = 5.0  # of the histogram, in sigmas
MOST_BINS = 4096
PEARSON = 2.5
CROWDED = 0.3  # distance of mean and median, in sigmas, beyond which the median is taken as the mode


@dataclass(frozen=True)
class Moments:
    """Number, mean and scatter of the pixels of each mesh, in float64; arrays of shape (m,)."""

    count: np.ndarray
    mean: np.ndarray
    sigma: np.ndarray

    def cuts(self):
        """Limits for clipping: two float32 arrays of shape (m, 1)."""
        return tuple(np.float32(self.mean + side * CLIP * self.sigma)[:, None] for side in (-1, 1))


def moments(values, chosen):
    """Moments of the chosen values of each mesh.

    Parameters
    ----------
    values : ndarray of float32, shape (m, p)
    chosen : ndarray of bool, shape (m, p)

    Returns
    -------
    Moments
    """
    count = np.count_nonzero(chosen, axis=1)
    chosen_values = np.where(chosen, values, np.float32(0)).astype(np.float64)
    # Summed pixel after pixel, as in C: where the level is high, the rounding of the sums shows in the scatter.
    total, squares = (np.cumsum(terms, axis=1)[:, -1] for terms in (chosen_values, chosen_values * chosen_values))
    mean = total / np.maximum(count, 1)
    variance = squares / np.maximum(count, 1) - mean * mean
    return Moments(count, mean, np.sqrt(np.maximum(variance, 0)))


@dataclass(frozen=True)
class Bins:
    """Bins of the histogram of each mesh: their number, width and zero point; arrays of shape (m,)."""

    number: np.ndarray
    width: np.ndarray
    zero: np.ndarray

    @classmethod
    def around(cls, clipped):
        """Bins that suit clipped moments."""
        number = np.sqrt(2 / np.pi) * 5 / 4 * clipped.count + 1
        number = np.minimum(number, MOST_BINS).astype(np.int64)
        width = np.where(clipped.sigma > 0, 2 * HALF_WIDTH * clipped.sigma / number, 1.0).astype(np.float32)
        return cls(number, width, (clipped.mean - HALF_WIDTH * clipped.sigma).astype(np.float32))

    def of(self, values):
        """Bin of each value, -1 where it is in none: (m, p) -> integers (m, p)."""
        offset = np.float32(NEARLY_HALF - (self.zero / self.width).astype(np.float64))
        with np.errstate(over="ignore", invalid="ignore"):
            place = values / self.width[:, None] + offset[:, None]
            inside = (place > -1) & (place < self.number[:, None])
        return np.where(inside, place, np.float32(-1)).astype(np.int64)


def histograms(bins, places):
    """Count the places of each mesh that are in a bin: integers (m, p) -> (m, number of bins of the finest)."""
    size = int(bins.number.max())
    mesh = np.arange(len(places))[:, None] * size
    return np.bincount((places + mesh)[places >= 0], minlength=len(places) * size).reshape(-1, size)


def modes(counts, bins, pearson=PEARSON):
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
    place = np.arange(counts.shape[1])
    # Sums over bins below each: integers, exact in float64, so that any stretch of bins is a difference.
    below = [np.pad(np.cumsum(counts * place**power, axis=1), ((0, 0), (1, 0))) for power in (0, 1, 2)]
    low, high = np.zeros_like(bins.number), bins.number - 1
    mean, median = np.zeros((2, len(counts)))
    sigma, previous = 10.0 * (bins.number - 1), np.ones(len(counts))
    going = np.flatnonzero((sigma >= 0.1) & (np.abs(sigma / previous - 1) > 1e-4))
    for _ in range(100):
        if not len(going):
            break
        previous[going] = sigma[going]
        of_going = _clipped(counts, below, going, low[going], high[going])
        mean[going], median[going], sigma[going] = of_going
        reach = HISTOGRAM_CLIP * sigma[going]
        low[going] = np.maximum(np.floor(median[going] - reach + 0.5), 0)
        high[going] = np.minimum(np.floor(median[going] + reach + 0.5), bins.number[going] - 1)
        change = np.abs(sigma[going] / previous[going] - 1)
        going = going[(sigma[going] >= 0.1) & (change > 1e-4)]
    with np.errstate(divide="ignore", invalid="ignore"):
        crowded = np.abs(mean - median) / sigma >= CROWDED
    mode = np.where(crowded, median, pearson * median - (pearson - 1) * mean)
    mode = np.where(sigma == 0, mean, mode)
    width = bins.width.astype(np.float64)
    return (bins.zero + mode * width).astype(np.float32), (sigma * width).astype(np.float32)


def _clipped(counts, below, meshes, low, high):
    """Mean, median and scatter of the bins low to high of some meshes."""
    number, first, second = (sums[meshes, high + 1] - sums[meshes, low] for sums in below)
    mean = first / number
    sigma = np.sqrt(np.maximum(second / number - mean * mean, 0))
    # Bins are read from both ends, the next always from the side of the smaller sum: where the two meet is where
    # the sums below and up to a bin pass, together, the total.
    sums = below[0][meshes]
    start = below[0][meshes, low]
    meeting = np.count_nonzero(sums[:, :-1] + sums[:, 1:] < (number + 2 * start)[:, None], axis=1)
    under = below[0][meshes, meeting]
    above = below[0][meshes, high + 1] - under
    tallest = np.maximum(counts[meshes, meeting], counts[meshes, meeting - 1])
    median = meeting - 0.5 + (above - (under - start)) / (2.0 * np.maximum(tallest, 1))
    return mean, np.where(meeting > 0, median, 0.0), sigma

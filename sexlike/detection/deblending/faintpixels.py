"""Assigning the faint pixels of a blend to its objects, at random (Bertin & Arnouts 1996, section 5).

A pixel that is in no seed of a blend goes to one of them, with a probability in proportion to the light that a Gaussian
of each seed's moments would have there. SExtractor draws random numbers from the C library's generator, one for each
pixel in the order of its lists, and so do we.
"""

import numpy as np

from ...arrays import batches
from ..shapes import Shapes
from .glibcrand import LARGEST_NUMBER, GlibcRand

LARGEST_EXPONENT = 70.0  # exp(-70) is nothing
NO_LIGHT = 1e-31
HIGHEST_GAUSSIAN = 4.0  # in units of the seed's peak
PAIRS_AT_ONCE = 4_000_000  # of a pixel and a seed


def assign_faint_pixels(
    x: np.ndarray,
    y: np.ndarray,
    blob: np.ndarray,
    first_seed: np.ndarray,
    seed_count: np.ndarray,
    shapes: Shapes,
    amplitude: np.ndarray,
    width: np.ndarray,
    random: GlibcRand,
) -> np.ndarray:
    """Give each faint pixel to a seed of its blob.

    Parameters
    ----------
    x, y, blob : ndarray of int, shape (p,)
        Pixels in the order of the draws, sorted by blob.
    first_seed, seed_count : ndarray of int, shape (b,)
        The seeds of each blob: first_seed to first_seed + seed_count.
    shapes : Shapes
        Of the s seeds.
    amplitude, width : ndarray of float32, shape (s,)
        Height of each seed's Gaussian, and the factor on its second moments.
    random : GlibcRand

    Returns
    -------
    ndarray of int64, shape (p,)
        The seed of each pixel.
    """
    chosen = np.empty(len(x), np.int64)
    for some in batches(seed_count[blob], PAIRS_AT_ONCE):
        first, count = first_seed[blob[some]], seed_count[blob[some]]
        chosen[some] = assign_some(x[some], y[some], first, count, shapes, amplitude, width, random)
    return chosen


def assign_some(x, y, first, count, shapes, amplitude, width, random):
    """`assign_faint_pixels` for some pixels; `first` and `count` are those of the pixels' blobs."""
    nearest, least = first.copy(), np.full(len(x), np.inf)
    total = np.zeros(len(x), np.float32)
    running = []  # for each seed of a blob in turn: pixels of blobs that have so many, and their light up to that seed
    for k in range(count.max(initial=0)):
        here = np.flatnonzero(count > k)
        seed = first[here] + k
        distance = elliptical_distance(x[here], y[here], seed, shapes, width)
        exponent = np.minimum(distance, LARGEST_EXPONENT)
        light = np.where(distance < LARGEST_EXPONENT, amplitude[seed] * np.exp(-exponent), 0)
        total[here] = (total[here] + light).astype(np.float32)
        running.append((here, total[here]))
        closer = distance < least[here]
        nearest[here[closer]], least[here[closer]] = seed[closer], distance[closer]
    lit = total > NO_LIGHT
    drawn = np.zeros(len(x), np.float32)
    drawn[lit] = total[lit].astype(np.float64) * random.take(np.count_nonzero(lit)) / LARGEST_NUMBER
    chosen = np.where(lit, -1, nearest)
    for k, (here, light_so_far) in enumerate(running):
        winner = (chosen[here] < 0) & (light_so_far >= drawn[here])
        chosen[here[winner]] = first[here[winner]] + k
    return chosen


def elliptical_distance(x, y, seed, shapes, width):
    """Half the squared distance of pixels from seeds, in units of the seeds' widened ellipses."""
    dx, dy = x - shapes.x[seed], y - shapes.y[seed]
    squared = shapes.cxx[seed] * dx * dx + shapes.cyy[seed] * dy * dy + shapes.cxy[seed] * dx * dy
    return squared / (2 * width[seed].astype(np.float64))


def amplitudes(shapes: Shapes, area: np.ndarray, width: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """Heights of the seeds' Gaussians, at most four times the seeds' peaks.

    A Gaussian of the seed's moments that is above the threshold on an area as large as the seed's is that high.

    Parameters
    ----------
    shapes : Shapes
    area : ndarray of int, shape (s,)
        Pixels of each seed.
    width : ndarray of float32, shape (s,)
    threshold : ndarray of float32, shape (s,)
        Of the seeds' blobs.

    Returns
    -------
    ndarray of float32, shape (s,)
    """
    exponent = area / (2 * np.pi * width.astype(np.float64) * shapes.a * shapes.b)
    implied = threshold * np.exp(np.minimum(exponent, LARGEST_EXPONENT))
    highest = HIGHEST_GAUSSIAN * shapes.peak
    return np.where(exponent < LARGEST_EXPONENT, np.minimum(implied, highest), highest).astype(np.float32)

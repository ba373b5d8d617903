"""Assigning the faint pixels of a blend to its objects, at random.

A pixel between the seeds of a blend goes to each of them with a probability in proportion to the light that a Gaussian
fitted to the seed would have there. SExtractor draws random numbers from the C library's generator, in the order of its
pixel lists, and so do we.
"""

import numpy as np

from .glibcrand import LARGEST_NUMBER

FARTHEST = 70.0  # exp(-70) is nothing
NO_LIGHT = 1e-31
PAIRS_AT_ONCE = 4_000_000


def assign_faint_pixels(x, y, blob, first_seed, seed_count, shapes, amplitude, width, random):
    """Give each leftover pixel a seed.

    Parameters
    ----------
    x, y, blob : ndarray of int, shape (p,)
        Leftover pixels in the order of the draws, sorted by blob.
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
    pairs = np.cumsum(seed_count[blob])
    start = 0
    while start < len(x):
        enough = (pairs[start - 1] if start else 0) + PAIRS_AT_ONCE
        stop = max(int(np.searchsorted(pairs, enough)), start + 1)
        part = slice(start, stop)
        first, count = first_seed[blob[part]], seed_count[blob[part]]
        chosen[part] = assign_some(x[part], y[part], first, count, shapes, amplitude, width, random)
        start = stop
    return chosen


def assign_some(x, y, first, count, shapes, amplitude, width, random):
    """`assign_faint_pixels` for some pixels; `first` and `count` are those of the pixels' blobs."""
    nearest, least = first.copy(), np.full(len(x), np.inf)
    total = np.zeros(len(x), np.float32)
    running = []
    for k in range(count.max(initial=0)):
        here = np.flatnonzero(count > k)
        seed = first[here] + k
        distance = elliptical_distance(x[here], y[here], seed, shapes, width)
        light = np.where(distance < FARTHEST, amplitude[seed] * np.exp(-np.minimum(distance, FARTHEST)), 0)
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


def amplitudes(shapes, area, width, threshold):
    """Heights of the seeds' Gaussians: what their areas above the threshold imply, at most four times their peaks.

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
    implied = threshold * np.exp(np.minimum(exponent, FARTHEST))
    most = 4.0 * shapes.peak
    return np.where(exponent < FARTHEST, np.minimum(implied, most), most).astype(np.float32)

"""Assigning the faint pixels of a blend to its objects, at random (Bertin & Arnouts 1996, section 5).

A pixel that is in no seed of a blend goes to one of them, with a probability in proportion to the light that a Gaussian
of each seed's moments would have there. SExtractor draws random numbers from the C library's generator, one for each
pixel in the order of its lists, and so do we.
"""

import numpy as np

from ... import loops
from ...arrays import batches
from ...constants import LARGEST_EXPONENT
from ...threads import in_slices
from ..pixels.runs import as_coordinates
from ..power import exponential
from ..shapes import Shapes
from .glibcrand import LARGEST_NUMBER, GlibcRand

NO_LIGHT = 1e-31
HIGHEST_GAUSSIAN = 4.0  # in units of the seed's peak
PAIRS_AT_ONCE = 4_000_000  # of a pixel and a seed
LEAST_PIXELS = 1000  # for a thread
NOT_DRAWN = -1.0


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
    gaussians = np.stack((shapes.cxx, shapes.cyy, shapes.cxy, amplitude, width), axis=1, dtype=np.float32)
    of_pixels = (*as_coordinates(x, y, first_seed[blob]), np.ascontiguousarray(seed_count[blob], np.int64))
    scene = (*of_pixels, shapes.x, shapes.y, gaussians)
    total, chosen = np.empty(len(x), np.float32), np.empty(len(x), np.int64)
    add_up, find = loops.add_up_seeds or add_up_seeds, loops.find_winners or find_winners
    in_slices(lambda first, stop: add_up(*scene, total, chosen, first, stop), len(x), LEAST_PIXELS, "pixels")
    lit = total > NO_LIGHT
    drawn = np.full(len(x), NOT_DRAWN, np.float32)
    drawn[lit] = total[lit].astype(np.float64) * random.take(int(np.count_nonzero(lit))) / LARGEST_NUMBER
    in_slices(lambda first, stop: find(*scene, drawn, chosen, first, stop), len(x), LEAST_PIXELS, "pixels")
    return chosen


def add_up_seeds(x, y, seeds, number, x_seed, y_seed, gaussians, total, nearest, first, stop):
    """Write the light of all seeds at the pixels `first` to `stop`, float32 (p,), and which is nearest, int64 (p,)."""
    for some in batches(number[first:stop], PAIRS_AT_ONCE):
        of_some = slice(first + some.start, first + some.stop)
        nearest[of_some], least = seeds[of_some], np.full(some.stop - some.start, np.inf)
        total[of_some] = 0
        for here, seed, distance, light in lights(of_some, x, y, seeds, number, x_seed, y_seed, gaussians):
            total[of_some][here] = light
            closer = distance < least[here]
            nearest[of_some][here[closer]], least[here[closer]] = seed[closer], distance[closer]


def find_winners(x, y, seeds, number, x_seed, y_seed, gaussians, drawn, chosen, first, stop):
    """Write the seeds with which the light, added up, reaches what was drawn; pixels without light keep theirs."""
    for some in batches(number[first:stop], PAIRS_AT_ONCE):
        of_some = slice(first + some.start, first + some.stop)
        waits = drawn[of_some] >= 0
        for here, seed, _, light in lights(of_some, x, y, seeds, number, x_seed, y_seed, gaussians):
            winner = waits[here] & (light >= drawn[of_some][here])
            chosen[of_some][here[winner]] = seed[winner]
            waits[here[winner]] = False


def lights(some, x, y, seeds, number, x_seed, y_seed, gaussians):
    """For the seeds of blobs in turn: pixels of `some` whose blobs have so many, seed, distance, and light so far."""
    x, y, seeds, number = x[some], y[some], seeds[some], number[some]
    cxx, cyy, cxy, amplitude, width = gaussians.T
    total = np.zeros(len(x), np.float32)
    for k in range(number.max(initial=0)):
        here = np.flatnonzero(number > k)
        seed = seeds[here] + k
        distance = elliptical_distance(x[here] - x_seed[seed], y[here] - y_seed[seed], seed, cxx, cyy, cxy, width)
        near = distance < LARGEST_EXPONENT
        light = np.where(near, amplitude[seed] * exponential(-np.where(near, distance, 0)), 0)
        total[here] = (total[here] + light).astype(np.float32)
        yield here, seed, distance, total[here]


def elliptical_distance(dx, dy, seed, cxx, cyy, cxy, width):
    """Half the squared distance of pixels from seeds, in units of the seeds' widened ellipses."""
    squared = cxx[seed] * dx * dx + cyy[seed] * dy * dy + cxy[seed] * dx * dy
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

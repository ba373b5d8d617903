"""Regions of an image that are shown enlarged."""

from dataclasses import replace

import numpy as np

from ...images.regions import region_around, window_sums

SMALLEST_IMAGE = 700  # pixels of the longer side from which regions are enlarged
LARGEST_SIDE, SHARE_OF_SIDE = 384, 5  # of a region: pixels, and at most this part of the longer side
STEPS_PER_SIDE = 4  # steps in which the densest region is searched
REGION_SEED = 1996  # the random region is the same in every run
RANDOM, DENSEST, BRIGHTEST = "A random region", "The densest region", "Around the brightest object"
DENSEST_BUT_ONE = "The densest region elsewhere"


def enlarged_regions(detections, shape):
    """The region around the brightest object of an image, the densest one, and a random one. None overlaps another.

    Parameters
    ----------
    detections : Detections
    shape : tuple of int
        Height and width of the image.

    Returns
    -------
    list of Region
        Three, or a random one if there are no objects; none for a small image, and fewer in a small crowd.
    """
    if max(shape) < SMALLEST_IMAGE:
        return []
    side = min(LARGEST_SIDE, max(shape) // SHARE_OF_SIDE)
    random = np.random.default_rng(REGION_SEED)
    objects = detections.objects
    if not len(objects):
        return [region_around(*random.uniform(0, shape[::-1]), side, shape, RANDOM)]
    x, y = objects.x, objects.y
    light = detections.raw.footprints.sum(detections.raw.filtered)[objects.detection]
    peak = light.argmax()
    brightest = region_around(x[peak], y[peak], side, shape, BRIGHTEST)
    densest = densest_region(x, y, side, shape, brightest)
    taken = [region for region in (densest, brightest) if region]
    return [*taken, *random_region(x, y, side, shape, taken, random)]


def densest_region(x, y, side, shape, taken):
    """The square of this side with the most positions, of those that do not overlap a region."""
    step = side / STEPS_PER_SIDE
    edges = [np.arange(0, length + step, step) for length in shape]
    counts, _, _ = np.histogram2d(y, x, bins=edges)

    def square(row, column):
        return region_around((column + STEPS_PER_SIDE / 2) * step, (row + STEPS_PER_SIDE / 2) * step, side, shape)

    sums = window_sums(counts, STEPS_PER_SIDE)
    order = np.argsort(-sums, axis=None, kind="stable")
    squares = (square(*np.unravel_index(index, sums.shape)) for index in order)
    for rank, region in enumerate(squares):
        if not overlap(region, taken):
            return replace(region, title=DENSEST_BUT_ONE if rank else DENSEST)
    return None


def random_region(x, y, side, shape, taken, random):
    """A square around a random position that overlaps no other region, in a list; empty where there is none."""
    for index in random.permutation(len(x)):
        region = region_around(x[index], y[index], side, shape, RANDOM)
        if not any(overlap(region, other) for other in taken):
            return [region]
    return []


def overlap(one, other):
    """Whether two regions have a pixel in common."""
    wide = min(one.right, other.right) > max(one.left, other.left)
    return wide and min(one.top, other.top) > max(one.bottom, other.bottom)

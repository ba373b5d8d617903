"""Regions of an image that are shown enlarged."""

import numpy as np

from ...images.regions import busiest_window, region_around

ENLARGED_SIDE = 384  # pixels
STEPS_PER_SIDE = 4  # steps in which the densest region is searched
REGION_SEED = 1996  # the random region is the same in every run


def enlarged_regions(detections, shape):
    """The densest region of an image, that around the brightest object, and one around a random object.

    Parameters
    ----------
    detections : Detections
    shape : tuple of int
        Height and width of the image.

    Returns
    -------
    list of Region
        Three, or a random one if there are no objects.
    """
    random = np.random.default_rng(REGION_SEED)
    objects = detections.objects
    if not len(objects):
        return [region_around(*random.uniform(0, shape[::-1]), ENLARGED_SIDE, shape, "A random region")]
    x, y = objects.x, objects.y
    densest = region_around(*densest_centre(x, y, shape), ENLARGED_SIDE, shape, "The densest region")
    light = detections.raw.footprints.sum(detections.raw.filtered)[objects.detection]
    peak = light.argmax()
    brightest = region_around(x[peak], y[peak], ENLARGED_SIDE, shape, "Around the brightest object")
    apart = ~densest.contains(x, y) & ~brightest.contains(x, y)
    chosen = random.choice(np.flatnonzero(apart) if apart.any() else len(x))
    return [densest, brightest, region_around(x[chosen], y[chosen], ENLARGED_SIDE, shape, "A random region")]


def densest_centre(x, y, shape, side=ENLARGED_SIDE):
    """Centre (x, y) of the square of this side that contains the most positions."""
    edges = [np.arange(0, length + side / STEPS_PER_SIDE, side / STEPS_PER_SIDE) for length in shape]
    counts, _, _ = np.histogram2d(y, x, bins=edges)
    row, column = busiest_window(counts, STEPS_PER_SIDE)
    return (column + STEPS_PER_SIDE / 2) * side / STEPS_PER_SIDE, (row + STEPS_PER_SIDE / 2) * side / STEPS_PER_SIDE

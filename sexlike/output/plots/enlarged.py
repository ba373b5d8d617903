"""Regions of an image that are worth a closer look."""

import numpy as np

from ...images.regions import busiest_window, region_around

ENLARGED_SIDE = 384  # pixels
CELLS = 4  # steps of a region's side in which the densest one is looked for
SEED = 1996  # a random region, the same in every run


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
        Three, or one somewhere if there are no objects.
    """
    random = np.random.default_rng(SEED)
    objects = detections.objects
    if not len(objects):
        return [region_around(*random.uniform(0, shape[::-1]), ENLARGED_SIDE, shape, "A random region")]
    x, y = objects.x, objects.y
    densest = region_around(*densest_place(x, y, shape), ENLARGED_SIDE, shape, "The densest region")
    light = detections.raw.footprints.sum(detections.raw.filtered)[objects.detection]
    star = light.argmax()
    brightest = region_around(x[star], y[star], ENLARGED_SIDE, shape, "Around the brightest object")
    apart = ~densest.contains(x, y) & ~brightest.contains(x, y)
    chosen = random.choice(np.flatnonzero(apart) if apart.any() else len(x))
    return [densest, brightest, region_around(x[chosen], y[chosen], ENLARGED_SIDE, shape, "A random region")]


def densest_place(x, y, shape, side=ENLARGED_SIDE):
    """Centre (x, y) of the square of this side that holds most of the positions; empty squares are never taken."""
    edges = [np.arange(0, length + side / CELLS, side / CELLS) for length in shape]
    counts, _, _ = np.histogram2d(y, x, bins=edges)
    row, column = busiest_window(counts, CELLS)
    return (column + CELLS / 2) * side / CELLS, (row + CELLS / 2) * side / CELLS

"""Regions of an image that are worth a closer look."""

from dataclasses import dataclass

import numpy as np

ENLARGED_SIDE = 384  # pixels
CELLS = 4  # steps of a region's side in which the densest one is looked for
SEED = 1996  # a random region, the same in every run


@dataclass(frozen=True)
class Region:
    """A rectangle of pixels: columns `left` to `right` and rows `bottom` to `top`, both exclusive."""

    left: int
    right: int
    bottom: int
    top: int
    title: str = ""

    @property
    def shape(self):
        """(height, width)"""
        return self.top - self.bottom, self.right - self.left

    @property
    def extent(self):
        """Outer edges as matplotlib takes them, in FITS pixels: the centre of the first is 1."""
        return self.left + 0.5, self.right + 0.5, self.bottom + 0.5, self.top + 0.5

    def holds(self, x, y):
        """Whether 0-based positions lie within; arrays of shape (n,)."""
        return (x >= self.left - 0.5) & (x < self.right - 0.5) & (y >= self.bottom - 0.5) & (y < self.top - 0.5)


def whole_image(shape):
    """The region of all pixels."""
    height, width = shape
    return Region(0, width, 0, height)


def region_around(x, y, side, shape, title=""):
    """The square around a 0-based position, moved into the image where it would reach beyond it."""
    (bottom, top), (left, right) = (
        _interval(centre, side, length) for centre, length in ((y, shape[0]), (x, shape[1]))
    )
    return Region(left, right, bottom, top, title)


def _interval(centre, side, length):
    side = min(side, length)
    first = min(max(round(centre - (side - 1) / 2), 0), length - side)
    return first, first + side


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
    if not len(detections):
        return [region_around(*random.uniform(0, shape[::-1]), ENLARGED_SIDE, shape, "A random region")]
    x, y = detections.x, detections.y
    densest = region_around(*densest_place(x, y, shape), ENLARGED_SIDE, shape, "The densest region")
    light = detections.footprints.sum(detections.filtered)[detections.detection]
    star = light.argmax()
    brightest = region_around(x[star], y[star], ENLARGED_SIDE, shape, "Around the brightest object")
    apart = ~densest.holds(x, y) & ~brightest.holds(x, y)
    chosen = random.choice(np.flatnonzero(apart) if apart.any() else len(x))
    return [densest, brightest, region_around(x[chosen], y[chosen], ENLARGED_SIDE, shape, "A random region")]


def densest_place(x, y, shape, side=ENLARGED_SIDE):
    """Centre (x, y) of the square of this side that holds most of the positions; empty squares are never taken."""
    edges = [np.arange(0, length + side / CELLS, side / CELLS) for length in shape]
    counts, _, _ = np.histogram2d(y, x, bins=edges)
    row, column = busiest_window(counts, CELLS)
    return (column + CELLS / 2) * side / CELLS, (row + CELLS / 2) * side / CELLS


def busiest_window(counts, size):
    """Lower corner (row, column) of the window of size x size cells with the highest sum."""
    sums = np.pad(counts.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    height, width = (min(size, length) for length in counts.shape)
    sums = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    return np.unravel_index(sums.argmax(), sums.shape)

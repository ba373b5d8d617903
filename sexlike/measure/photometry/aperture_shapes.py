"""Outlines around objects, circles and ellipses, and the zones of pixels that they hold.

Which pixels of the image a box takes in is SExtractor's rounding; it decides FLAGS 16.
"""

from typing import NamedTuple

import numpy as np

from ...arrays import ranges
from ...constants import NEARLY_HALF
from .zones import Zone

FARTHEST = 1e9  # pixels: no centre or radius that went astray overflows an integer


class Box(NamedTuple):
    """Boxes around n objects: pixels from `start` to before `stop`, and whether the image cut them."""

    x_start: np.ndarray
    x_stop: np.ndarray
    y_start: np.ndarray
    y_stop: np.ndarray
    cut: np.ndarray

    def holds(self, owner, x, y):
        """Whether pixels lie in the boxes of their owners; arrays of shape (p,)."""
        in_x = (x >= self.x_start[owner]) & (x < self.x_stop[owner])
        return in_x & (y >= self.y_start[owner]) & (y < self.y_stop[owner])


def clip_boxes(x_start, x_stop, y_start, y_stop, shape):
    """Boxes, cut where they leave an image of this (height, width)."""
    height, width = shape
    cut = (x_start < 0) | (x_stop > width) | (y_start < 0) | (y_stop > height)
    x_start, x_stop = (np.clip(v, 0, width) for v in (x_start, x_stop))
    y_start, y_stop = (np.clip(v, 0, height) for v in (y_start, y_stop))
    return Box(x_start, x_stop, y_start, y_stop, cut)


def toward_zero(values):
    """Whole numbers, rounded towards zero."""
    return np.clip(values, -FARTHEST, FARTHEST).astype(np.int64)


def circle_boxes(x, y, radius, shape):
    """Boxes of the pixels that circles touch, as SExtractor rounds them."""
    bounds = (toward_zero(v + end) for v in (x, y) for end in (NEARLY_HALF - radius, 1 + NEARLY_HALF + radius))
    return clip_boxes(*bounds, shape)


def ellipse_boxes(x, y, ellipses, shape):
    """Boxes of the pixels whose centres ellipses hold, as SExtractor rounds them."""
    cxx, cyy, cxy, limit = (np.asarray(v, np.float64) for v in ellipses)
    bounds = []
    for centre, along, across in ((x, cxx, cyy), (y, cyy, cxx)):
        squeezed = along - cxy * cxy / (4 * across)
        reach = np.where(squeezed > 0, limit / np.sqrt(np.where(squeezed > 0, squeezed, 1)), 0)
        bounds += [toward_zero(np.floor(centre + end)) for end in (0.5 - reach, 1.5 + reach)]
    return clip_boxes(*bounds, shape)


class Ellipses(NamedTuple):
    """cxx dx^2 + cyy dy^2 + cxy dx dy <= limit^2 around n objects; float32 arrays of shape (n,)."""

    cxx: np.ndarray
    cyy: np.ndarray
    cxy: np.ndarray
    limit: np.ndarray

    def radius2(self, pixels):
        """Squared elliptical radius of pixels, float32 of shape (p,)."""
        cxx, cyy, cxy = (v[pixels.owner] for v in self[:3])
        dx, dy = pixels.dx, pixels.dy
        return (cxx * dx) * dx + (cyy * dy) * dy + (cxy * dx) * dy


def circles(radius):
    """Circles of these radii, shape (n,), as ellipses."""
    one = np.ones(len(radius), np.float32)
    return Ellipses(one, one, 0 * one, radius)


def zone_within(x, y, ellipses, boxes, width):
    """The rows of boxes, as far as they may touch the ellipses: no pixel inside is left out, a few outside stay."""
    height = np.maximum(boxes.y_stop - boxes.y_start, 0)
    owner = np.repeat(np.arange(len(x)), height)
    row = ranges(boxes.y_start, height)
    cxx, cyy, cxy, limit = (np.asarray(v, np.float64)[owner] for v in ellipses)
    dy = row - y[owner]
    half_chord = np.sqrt(np.maximum((cxy * dy) ** 2 - 4 * cxx * (cyy * dy * dy - limit * limit), 0)) / (2 * cxx) + 1
    middle = x[owner] - cxy * dy / (2 * cxx)
    first = np.maximum(np.ceil(middle - half_chord).astype(np.int64), boxes.x_start[owner])
    stop = np.minimum(np.floor(middle + half_chord).astype(np.int64) + 1, boxes.x_stop[owner])
    return Zone(x, y, boxes.cut, owner, row, first, np.maximum(stop - first, 0), width)


def circle_zone(x, y, radius, shape, margin=0.0):
    """The zone of circles: of boxes of this radius, what lies within the radius and a margin."""
    radius = np.broadcast_to(np.asarray(radius, np.float64), x.shape)
    boxes = circle_boxes(x, y, radius, shape)
    return zone_within(x, y, circles(radius + margin), boxes, shape[1])


def ellipse_zone(x, y, ellipses, shape):
    """The zone of the pixels whose centres lie in ellipses."""
    return zone_within(x, y, ellipses, ellipse_boxes(x, y, ellipses, shape), shape[1])

"""Circles and ellipses around objects, and the rows of pixels within.

Which pixels of the image a box takes in is SExtractor's rounding; it decides FLAGS 16.
"""

from typing import NamedTuple

import numpy as np

from ...arrays import ranges
from ...constants import NEARLY_HALF
from ...detection.scanview import ScanView
from ...images.window import look_at
from .pixelrows import PixelRows, Pixels

FARTHEST = 1e9  # pixels: no centre or radius that went astray overflows an integer

Radius = float | np.floating | np.ndarray  # one for all objects, or of shape (n,)
Bounds = tuple[np.ndarray, np.ndarray]  # first pixels of boxes, and those after the last


class Boxes(NamedTuple):
    """Boxes around n objects, clipped at the borders of the image as the objects see it; arrays of shape (n,).

    Attributes
    ----------
    x_start, x_stop, y_start, y_stop : ndarray of int64
        First pixels, and those after the last.
    clipped : ndarray of bool
        The box left the image.
    """

    x_start: np.ndarray
    x_stop: np.ndarray
    y_start: np.ndarray
    y_stop: np.ndarray
    clipped: np.ndarray

    def bounds(self) -> np.ndarray:
        """First column, that after the last, first row and that after the last; int64 of shape (n, 4)."""
        return np.stack(self[:4], axis=1)

    def holds(self, owner: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Whether pixels lie in the boxes of their owners: arrays of shape (p,) -> bool of shape (p,)."""
        in_x = (x >= self.x_start[owner]) & (x < self.x_stop[owner])
        return in_x & (y >= self.y_start[owner]) & (y < self.y_stop[owner])


def clip_boxes(x_bounds: Bounds, y_bounds: Bounds, width: int, view: ScanView) -> Boxes:
    """Boxes, clipped where they leave an image of this width, or the lines that their objects see."""
    (x_start, x_stop), (y_start, y_stop), (low, high) = x_bounds, y_bounds, (view.y_start, view.y_stop)
    clipped = (x_start < 0) | (x_stop > width) | (y_start < low) | (y_stop > high)
    x_start, x_stop = np.clip(x_start, 0, width), np.clip(x_stop, 0, width)
    y_start, y_stop = np.clip(y_start, low, high), np.clip(y_stop, low, high)
    look_at(y_start, y_stop)
    return Boxes(x_start, x_stop, y_start, y_stop, clipped)


def toward_zero(values: np.ndarray) -> np.ndarray:
    """Whole numbers, rounded towards zero; what is not a number is far to the left."""
    return np.fmin(np.fmax(values, -FARTHEST), FARTHEST).astype(np.int64)


def circle_boxes(x: np.ndarray, y: np.ndarray, radius: Radius, width: int, view: ScanView) -> Boxes:
    """Boxes of the pixels that circles touch, as SExtractor rounds them."""
    low, high = NEARLY_HALF - radius, 1 + NEARLY_HALF + radius
    x_bounds, y_bounds = ((toward_zero(centre + low), toward_zero(centre + high)) for centre in (x, y))
    return clip_boxes(x_bounds, y_bounds, width, view)


class Ellipses(NamedTuple):
    """cxx dx^2 + cyy dy^2 + cxy dx dy <= limit^2 around n objects; float32 arrays of shape (n,)."""

    cxx: np.ndarray
    cyy: np.ndarray
    cxy: np.ndarray
    limit: np.ndarray

    def table(self) -> np.ndarray:
        """The same as one array, float32 of shape (n, 4)."""
        return np.stack(self, axis=1).astype(np.float32)

    def radius2(self, pixels: Pixels) -> np.ndarray:
        """Squared elliptical radius of pixels, float32 of shape (p,)."""
        cxx, cyy, cxy = (v[pixels.owner] for v in self[:3])
        dx, dy = pixels.dx, pixels.dy
        return (cxx * dx) * dx + (cyy * dy) * dy + (cxy * dx) * dy


def circles(radius: np.ndarray) -> Ellipses:
    """Circles of these radii, shape (n,), as ellipses."""
    one = np.ones(len(radius), np.float32)
    return Ellipses(one, one, 0 * one, radius)


def ellipse_boxes(x: np.ndarray, y: np.ndarray, ellipses: Ellipses, width: int, view: ScanView) -> Boxes:
    """Boxes of the pixels whose centres ellipses hold, as SExtractor rounds them."""
    cxx, cyy, cxy, limit = (np.asarray(v, np.float64) for v in ellipses)

    def bounds(centre: np.ndarray, along: np.ndarray, across: np.ndarray) -> Bounds:
        squeezed = along - cxy * cxy / (4 * across)
        extent = np.where(squeezed > 0, limit / np.sqrt(np.where(squeezed > 0, squeezed, 1)), 0)
        return toward_zero(np.floor(centre + (0.5 - extent))), toward_zero(np.floor(centre + (1.5 + extent)))

    return clip_boxes(bounds(x, cxx, cyy), bounds(y, cyy, cxx), width, view)


def rows_within(x: np.ndarray, y: np.ndarray, ellipses: Ellipses, boxes: Boxes, width: int) -> PixelRows:
    """The rows of boxes, as far as they may touch the ellipses: no pixel inside is left out, a few outside stay.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Centres of the ellipses.
    ellipses : Ellipses
    boxes : Boxes
    width : int
        Of the image.
    """
    height = np.maximum(boxes.y_stop - boxes.y_start, 0)
    owner = np.repeat(np.arange(len(x)), height)
    row = ranges(boxes.y_start, height)
    cxx, cyy, cxy, limit = (np.asarray(v, np.float64)[owner] for v in ellipses)
    dy = row - y[owner]
    half_chord = np.sqrt(np.maximum((cxy * dy) ** 2 - 4 * cxx * (cyy * dy * dy - limit * limit), 0)) / (2 * cxx) + 1
    middle = x[owner] - cxy * dy / (2 * cxx)
    first = np.maximum(toward_zero(np.ceil(middle - half_chord)), boxes.x_start[owner])
    stop = np.minimum(toward_zero(np.floor(middle + half_chord)) + 1, boxes.x_stop[owner])
    return PixelRows(x, y, boxes.clipped, owner, row, first, np.maximum(stop - first, 0), width)


def rows_in_circles(
    x: np.ndarray, y: np.ndarray, radius: Radius, width: int, view: ScanView, margin: float = 0.0
) -> PixelRows:
    """The rows of pixels in circles: those of boxes of this radius, as far as they lie within the radius and a margin.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Centres.
    radius : float, or ndarray of shape (n,)
    width : int
        Of the image.
    view : ScanView
        What the objects see of it.
    margin : float
        Pixels.
    """
    radius = np.broadcast_to(np.asarray(radius, np.float64), x.shape)
    boxes = circle_boxes(x, y, radius, width, view)
    return rows_within(x, y, circles(radius + margin), boxes, width)


def rows_in_ellipses(x: np.ndarray, y: np.ndarray, ellipses: Ellipses, width: int, view: ScanView) -> PixelRows:
    """The rows of the pixels whose centres lie in ellipses."""
    return rows_within(x, y, ellipses, ellipse_boxes(x, y, ellipses, width, view), width)

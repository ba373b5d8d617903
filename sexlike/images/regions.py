"""Rectangular parts of an image."""

from dataclasses import dataclass, replace

import numpy as np

from .image import Image

CELL_SIZE = 8  # pixels: the busiest part is the one with most cells that hold a peak
PEAK_THRESHOLD = 5.0  # sigmas of the background


@dataclass(frozen=True)
class Region:
    """A rectangle of pixels: columns `left` to `right` and rows `bottom` to `top`, both exclusive."""

    left: int
    right: int
    bottom: int
    top: int
    title: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)"""
        return self.top - self.bottom, self.right - self.left

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Outer edges as matplotlib takes them, in FITS pixels: the centre of the first is 1."""
        return self.left + 0.5, self.right + 0.5, self.bottom + 0.5, self.top + 0.5

    def contains(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Whether 0-based positions are inside; arrays of shape (n,)."""
        return (x >= self.left - 0.5) & (x < self.right - 0.5) & (y >= self.bottom - 0.5) & (y < self.top - 0.5)


def whole_image(shape: tuple[int, int]) -> Region:
    """The region of all pixels."""
    height, width = shape
    return Region(0, width, 0, height)


def region_around(x: float, y: float, side: int, shape: tuple[int, int], title: str = "") -> Region:
    """The square around a 0-based position, moved so that it lies inside the image."""
    (bottom, top), (left, right) = (
        _interval(centre, side, length) for centre, length in ((y, shape[0]), (x, shape[1]))
    )
    return Region(left, right, bottom, top, title)


def rectangle_around(x: float, y: float, sides: tuple[int, int], shape: tuple[int, int]) -> Region:
    """The rectangle of this height and width around a 0-based position, as far as it is inside the image."""
    (bottom, top), (left, right) = (
        (max(round(centre - (side - 1) / 2), 0), min(round(centre - (side - 1) / 2) + side, length))
        for centre, side, length in zip((y, x), sides, shape, strict=True)
    )
    return Region(left, right, bottom, top)


def _interval(centre: float, side: int, length: int) -> tuple[int, int]:
    side = min(side, length)
    first = min(max(round(centre - (side - 1) / 2), 0), length - side)
    return first, first + side


def part_of(image: Image, region: Region) -> Image:
    """A part of an image; background, noise and header are still those of the whole image."""
    rows, columns = slice(region.bottom, region.top), slice(region.left, region.right)

    def cut(pixels: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(pixels[rows, columns])

    return replace(
        image,
        shape=region.shape,
        pixels=cut(image.pixels),
        raw=None if image.raw is None else cut(image.raw),
        variance=None if image.variance is None else cut(image.variance),
        flag_maps=tuple(cut(flags) for flags in image.flag_maps),
    )


def busiest_region(image: Image, side: int) -> Region:
    """The square with most peaks: cells brighter than `PEAK_THRESHOLD` sigmas and than the cells around them."""
    from scipy.ndimage import maximum_filter

    edges = [np.arange(0, length, CELL_SIZE) for length in image.shape]
    cells = np.stack([highest_in_cells(image, int(first), edges[1]) for first in edges[0]])
    peaks = (cells > PEAK_THRESHOLD) & (cells == maximum_filter(cells, 3))
    row, column = busiest_window(peaks.astype(np.int64), side // CELL_SIZE)
    return region_around(column * CELL_SIZE + (side - 1) / 2, row * CELL_SIZE + (side - 1) / 2, side, image.shape)


def highest_in_cells(image: Image, first: int, edges: np.ndarray) -> np.ndarray:
    """Highest pixel in each cell of a row of cells, in units of the noise."""
    rows = slice(first, first + CELL_SIZE)
    pixels = image.pixels[rows]
    if image.variance is None:
        ratio = pixels / (image.background.sigma or 1)
    else:
        weight = (image.variance[rows] > 0) & (image.variance[rows] < image.worst_variance)
        ratio = np.divide(pixels, np.sqrt(image.variance[rows]), out=np.zeros_like(pixels), where=weight)
    return np.maximum.reduceat(ratio.max(axis=0), edges)


def busiest_window(counts: np.ndarray, size: int) -> tuple[int, int]:
    """Lower corner (row, column) of the window of size x size cells with the highest sum."""
    sums = window_sums(counts, size)
    row, column = np.unravel_index(sums.argmax(), sums.shape)
    return int(row), int(column)


def window_sums(counts: np.ndarray, size: int) -> np.ndarray:
    """Sum over the window of size x size cells that begins at each cell, or over all cells along a shorter side."""
    sums = np.pad(counts.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    height, width = (min(size, length) for length in counts.shape)
    return sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]

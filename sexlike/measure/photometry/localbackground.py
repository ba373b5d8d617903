"""The sky in a frame around each detection (BACKPHOTO_TYPE LOCAL).

SExtractor measures it when it finds the detection: up to the row that it has come to, the pixels of all detections are
masked; those beyond it are not yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...arrays import groups, offsets, ranges
from ...config.config import Config
from ...detection.detections import Detections
from ...detection.footprints import Footprints
from ...images.background.histograms import histograms, modes
from ...images.background.meshes import bin_pixels
from ...images.image import BAD, Image
from ...images.window import look_at
from ..registry import quantity
from .pixelrows import PixelRows
from .unblanked import Unblanked

PIXELS_AT_A_TIME = 1 << 18

Shape = tuple[int, int]  # height and width of an image
Bounds = tuple[np.ndarray, np.ndarray]  # lowest and highest pixel, both inclusive


@dataclass(frozen=True)
class LocalBackground:
    """The sky around the m detections.

    Attributes
    ----------
    offset : ndarray of float32, shape (m,)
        What it lies above the background map.
    sigma : ndarray of float32, shape (m,)
        Its scatter; that of the whole image where there is no sky in a frame.
    """

    offset: np.ndarray
    sigma: np.ndarray


@dataclass(frozen=True)
class Frames:
    """Rectangular frames around m detections.

    Attributes
    ----------
    x_inner, y_inner, x_outer, y_outer : (ndarray, ndarray), shape (m,)
        Lowest and highest pixel of the inner and of the outer box, both inclusive.
    """

    x_inner: Bounds
    y_inner: Bounds
    x_outer: Bounds
    y_outer: Bounds

    @classmethod
    def around(cls, footprints: Footprints, thickness: int, shape: Shape) -> "Frames":
        """Frames of a thickness around footprints, clear of them by a quarter of their size."""
        bounds = []
        for position, length in ((footprints.x, shape[1]), (footprints.y, shape[0])):
            low, high = footprints.smallest(position).astype(np.int64), footprints.largest(position).astype(np.int64)
            size = high - low + 1
            margin = np.where(2 * size < length, size // 4, (length - size) // 4)
            bounds.append((low - margin, high + margin))
        outer = [(low - thickness, high + thickness) for low, high in bounds]
        return cls(*bounds, *outer)

    @property
    def area(self) -> np.ndarray:
        """Number of pixels, shape (m,)."""
        outer, inner = (
            (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
            for x, y in ((self.x_outer, self.y_outer), (self.x_inner, self.y_inner))
        )
        return outer - inner

    def inside(self, shape: Shape) -> np.ndarray:
        """Which frames are wholly on an image, its last column and row not counted; bool of shape (m,)."""
        (x_low, x_high), (y_low, y_high) = self.x_outer, self.y_outer
        return (x_low >= 0) & (y_low >= 0) & (x_high < shape[1] - 1) & (y_high < shape[0] - 1)

    def rows(self, chosen: np.ndarray, shape: Shape) -> PixelRows:
        """The rows of pixels of some frames, by indices of shape (q,); two in each line, beside the hole."""
        (left, right), (hole_left, hole_right), (bottom, top), (hole_bottom, hole_top) = (
            (low[chosen], high[chosen]) for low, high in (self.x_outer, self.x_inner, self.y_outer, self.y_inner)
        )
        height = top - bottom + 1
        owner = np.repeat(np.arange(len(chosen)), height)
        row = ranges(bottom, height)
        beside_hole = (row >= hole_bottom[owner]) & (row <= hole_top[owner])
        left_stop = np.where(beside_hole, hole_left[owner], right[owner] + 1)
        right_first = np.where(beside_hole, hole_right[owner] + 1, right[owner] + 1)
        first = np.stack([left[owner], right_first], axis=1).ravel()
        stop = np.stack([left_stop, right[owner] + 1], axis=1).ravel()
        no_centre, not_clipped = np.zeros(len(chosen)), np.zeros(len(chosen), bool)
        return PixelRows(
            no_centre, no_centre, not_clipped, owner.repeat(2), row.repeat(2), first, stop - first, shape[1]
        )


@quantity
def local_background(image: Image, detection_image: Image, detections: Detections, config: Config) -> LocalBackground:
    """Sky around the detections."""
    raw = detections.raw
    offset, sigma = np.zeros(len(raw), np.float32), np.full(len(raw), image.background.sigma, np.float32)
    if config.BACKPHOTO_TYPE == "LOCAL":
        frames = Frames.around(raw.footprints, config.BACKPHOTO_THICK, image.shape)
        unblanked = Unblanked.from_detections(detections)
        # Of two images the one that is measured is blanked as it is scanned.
        masked_to = raw.blanked_to if image.pixels is detection_image.pixels else raw.scanned_to
        if config.MASK_TYPE == "NONE":
            masked_to = np.full_like(masked_to, -1)
        measured = np.flatnonzero(frames.inside(image.shape) & (raw.holder >= 0))  # nobody asks for the others
        look_at(frames.y_outer[0][measured], frames.y_outer[1][measured] + 1)
        for chosen in blocks(measured, frames.area[measured]):
            rows = frames.rows(chosen, image.shape)
            values = pixels_at_detection(image, detections, unblanked, masked_to, chosen, rows)
            seen = (values > BAD).any(axis=1)
            for all_of_them, some in zip((offset, sigma), sky_statistics(values, config.BACK_PEARSON), strict=True):
                all_of_them[chosen[seen]] = some[seen]
    return LocalBackground(offset, sigma)


def blocks(chosen: np.ndarray, area: np.ndarray) -> Iterator[np.ndarray]:
    """Divide frames, by their indices and areas, into groups of similar area that have not too many pixels."""
    order = np.argsort(area, kind="stable")
    for group in groups(area[order], PIXELS_AT_A_TIME):
        yield chosen[order[group]]


def pixels_at_detection(
    image: Image,
    detections: Detections,
    unblanked: Unblanked,
    masked_to: np.ndarray,
    chosen: np.ndarray,
    rows: PixelRows,
) -> np.ndarray:
    """Pixels of frames as they were when the detections were found.

    Parameters
    ----------
    image : Image
    detections : Detections
    unblanked : Unblanked
    masked_to : ndarray of int64, shape (m,)
        Flat index of the last pixel that is masked, if it is blanked, for each detection.
    chosen : ndarray of int64, shape (q,)
        The detections.
    rows : PixelRows
        Of their frames.

    Returns
    -------
    ndarray of float32, shape (q, p)
        -1e30 for those that are masked, and at the end of the shorter rows.
    """
    lists = list(rows.pixels())
    owner = np.concatenate([pixels.owner for pixels in lists])
    flat_index = np.concatenate([pixels.flat_index for pixels in lists])
    value = image.pixels.ravel()[flat_index]
    blanked = (detections.blanked.at(flat_index) != 0) | unblanked.still_blanked(flat_index, chosen[owner])
    value[blanked & (flat_index <= masked_to[chosen[owner]])] = BAD
    count = np.bincount(owner)
    values = np.full((len(chosen), count.max()), BAD)
    values[owner, np.arange(len(owner)) - offsets(count)[owner]] = value
    return values


def sky_statistics(values: np.ndarray, pearson: float) -> tuple[np.ndarray, np.ndarray]:
    """Level and scatter of the sky in frames, as in a mesh of the background; that needs more pixels that count.

    Parameters
    ----------
    values : ndarray of float32, shape (q, p)
        Pixels, -1e30 for those that do not count.
    pearson : float
        Factor of the mode's estimate, BACK_PEARSON.

    Returns
    -------
    level, sigma : ndarray of float32, shape (q,)
    """
    bins, indices, _, _ = bin_pixels(values[:, None, :], slice(None))
    return modes(histograms(bins, indices), bins, pearson)

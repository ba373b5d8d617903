"""The sky in a frame around each detection (BACKPHOTO_TYPE LOCAL).

SExtractor measures it when it finds the detection: up to the row that it has come to, the pixels of all detections are
hidden; those beyond it are not yet.
"""

from dataclasses import dataclass

import numpy as np

from ...arrays import offsets, ranges
from ...images.background.histograms import histograms, modes
from ...images.background.meshes import LEAST_GOOD, bin_pixels
from ...images.image import BAD
from ..registry import quantity
from .zones import Zone

BLOCK = 1 << 18  # pixels at a time


@dataclass(frozen=True)
class LocalBackground:
    """What the sky around the m detections lies above the background map: float32 of shape (m,)."""

    offset: np.ndarray


@dataclass(frozen=True)
class Frames:
    """Rectangular frames around detections: inclusive bounds of the inner and the outer box; arrays of shape (k,)."""

    x_inner: tuple
    y_inner: tuple
    x_outer: tuple
    y_outer: tuple

    @classmethod
    def around(cls, footprints, thickness, shape):
        """Frames of a thickness around footprints, clear of them by a quarter of their size."""
        bounds = []
        for place, length in ((footprints.x, shape[1]), (footprints.y, shape[0])):
            low, high = footprints.smallest(place).astype(np.int64), footprints.largest(place).astype(np.int64)
            size = high - low + 1
            margin = np.where(2 * size < length, size // 4, (length - size) // 4)
            bounds.append((low - margin, high + margin))
        outer = [(low - thickness, high + thickness) for low, high in bounds]
        return cls(*bounds, *outer)

    @property
    def area(self):
        """Number of pixels."""
        outer, inner = (
            (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
            for x, y in ((self.x_outer, self.y_outer), (self.x_inner, self.y_inner))
        )
        return outer - inner

    def inside(self, shape):
        """Which frames are wholly on an image, its last column and row not counted."""
        (x_low, x_high), (y_low, y_high) = self.x_outer, self.y_outer
        return (x_low >= 0) & (y_low >= 0) & (x_high < shape[1] - 1) & (y_high < shape[0] - 1)

    def zone(self, chosen, shape):
        """The pixels of some frames, row after row; `chosen` holds indices of shape (q,) -> Zone."""
        (x0, x1), (x2, x3), (y0, y1), (y2, y3) = (
            (low[chosen], high[chosen]) for low, high in (self.x_outer, self.x_inner, self.y_outer, self.y_inner)
        )
        height = y1 - y0 + 1
        owner = np.repeat(np.arange(len(chosen)), height)
        row = ranges(y0, height)
        beside = (row >= y2[owner]) & (row <= y3[owner])
        left_stop = np.where(beside, x2[owner], x1[owner] + 1)
        right_first = np.where(beside, x3[owner] + 1, x1[owner] + 1)
        first = np.stack([x0[owner], right_first], axis=1).ravel()
        stop = np.stack([left_stop, x1[owner] + 1], axis=1).ravel()
        nowhere = np.zeros(len(chosen))
        return Zone(nowhere, nowhere, nowhere > 0, owner.repeat(2), row.repeat(2), first, stop - first, shape[1])


@quantity
def local_background(image, detection_image, detections, config):
    """Sky around the detections -> LocalBackground."""
    offset = np.zeros(len(detections.raw), np.float32)
    if config.BACKPHOTO_TYPE == "LOCAL":
        frames = Frames.around(detections.raw.footprints, config.BACKPHOTO_THICK, image.shape)
        given_back = GivenBack.from_detections(detections)
        # Of two images the one that is measured is blanked as it is scanned.
        single = image.pixels is detection_image.pixels
        hidden_to = detections.raw.blanked_to if single else detections.raw.scanned_to
        if config.MASK_TYPE == "NONE":
            hidden_to = np.full_like(hidden_to, -1)
        measured = np.flatnonzero(frames.inside(image.shape))
        for chosen in blocks(measured, frames.area[measured]):
            zone = frames.zone(chosen, image.shape)
            values = seen_then(image, detections, given_back, hidden_to[chosen], chosen, zone)
            offset[chosen] = sky_levels(values, frames.area[chosen], config.BACK_PEARSON)
    return LocalBackground(offset)


def blocks(chosen, area):
    """Parts of the chosen ones with not too many pixels, those of similar area together."""
    order = np.argsort(area, kind="stable")
    chosen, area = chosen[order], area[order]
    number = np.cumsum(area) // BLOCK
    return np.split(chosen, np.flatnonzero(np.diff(number)) + 1) if len(chosen) else []


@dataclass(frozen=True)
class GivenBack:
    """Pixels that cleaning gave back to the sky: their places in the image, ascending, and when they were; (q,)."""

    index: np.ndarray
    when: np.ndarray

    @classmethod
    def from_detections(cls, detections):
        """The pixels of merged detections that are not blanked in the end."""
        footprints = detections.raw.footprints
        index = footprints.y.astype(np.int64) * detections.blanked.shape[1] + footprints.x
        when = detections.raw.merged_at[footprints.owner]
        free = np.flatnonzero((when < len(detections.raw)) & (detections.blanked.ravel()[index] == 0))
        free = free[np.argsort(index[free])]
        return cls(index[free], when[free])

    def still_hidden(self, index, now):
        """Whether pixels were given back only later, or just then."""
        if not len(self.index):
            return np.zeros(len(index), bool)
        place = np.minimum(np.searchsorted(self.index, index), len(self.index) - 1)
        return (self.index[place] == index) & (self.when[place] >= now)


def seen_then(image, detections, given_back, hidden_to, chosen, zone):
    """Pixels of frames as they were when the detections were found; -1e30 where hidden -> float32 (q, p)."""
    pieces = list(zone.chunks())
    owner, index = (np.concatenate([getattr(p, name) for p in pieces]) for name in ("owner", "flat_index"))
    value = image.pixels.ravel()[index]
    hidden = (detections.blanked.ravel()[index] != 0) | given_back.still_hidden(index, chosen[owner])
    value[hidden & (index <= hidden_to[owner])] = BAD
    count = np.bincount(owner)
    values = np.full((len(chosen), count.max()), BAD)
    values[owner, np.arange(len(owner)) - offsets(count)[owner]] = value
    return values


def sky_levels(values, area, pearson):
    """Level of the sky in frames, as in a mesh of the background; 0 where less than half is seen -> float32 (q,)."""
    bins, indices, _, _ = bin_pixels(values[:, None, :], slice(None))
    level, _ = modes(histograms(bins, indices), bins, pearson)
    enough = np.count_nonzero(values > BAD, axis=1) >= LEAST_GOOD * area
    return np.where(enough, level, np.float32(0))

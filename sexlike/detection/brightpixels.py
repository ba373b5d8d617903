"""The pixels of the smoothed image that are above the threshold: all that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..stages import stage
from ..threads import in_bands, in_slices, joined
from .blankedmap import PIXELS_AT_A_TIME, BlankedMap
from .footprints import Footprints
from .pixels.above import pixels_above
from .smoothing import SmoothedImage


@dataclass(frozen=True)
class BrightPixels:
    """The pixels above the threshold, row by row.

    Attributes
    ----------
    shape : tuple of int
        Height and width of the image.
    x, y : ndarray of int32, shape (p,)
    light : ndarray of float32, shape (p,)
        Filtered pixels.
    threshold : ndarray of float32, shape (p,), or numpy.float32
        Detection threshold, or that of all pixels.
    low_weight : ndarray of bool, shape (p,), or None
        Pixels that have hardly any weight, or touch one that has; None without weights.
    index : BlankedMap
        1 + the index of each pixel in this list.
    """

    shape: tuple[int, int]
    x: np.ndarray
    y: np.ndarray
    light: np.ndarray
    threshold: np.ndarray | np.float32
    low_weight: np.ndarray | None
    index: BlankedMap

    def places(self, footprints: Footprints) -> np.ndarray:
        """Indices in this list of the pixels of footprints."""
        x, y = footprints.x, footprints.y
        places = np.empty(len(x), np.int32)

        def find(first: int, stop: int) -> None:
            places[first:stop] = self.index.at(flat_index(x[first:stop], y[first:stop], self.shape[1])) - 1

        in_slices(find, len(x), PIXELS_AT_A_TIME, "pixels")
        return places

    def threshold_at(self, places: np.ndarray) -> np.ndarray:
        """Detection threshold of pixels by their indices, float32."""
        if isinstance(self.threshold, np.ndarray):
            return self.threshold[places]
        return np.full(len(places), self.threshold, np.float32)


def flat_index(x: np.ndarray, y: np.ndarray, width: int) -> np.ndarray:
    """Flat indices of pixels, y * width + x: int64."""
    return y.astype(np.int64) * width + x


@stage("filtering")
def bright_pixels(smoothed: SmoothedImage, rows: slice | None = None) -> BrightPixels:
    """List the pixels above the threshold, band by band on several threads.

    Parameters
    ----------
    smoothed : SmoothedImage
    rows : slice, optional
        The rows that are looked at; all by default.

    Returns
    -------
    BrightPixels
    """
    height, width = smoothed.shape
    rows = slice(0, height) if rows is None else rows
    found: dict[int, dict[str, np.ndarray]] = {}

    def look_at(band: slice) -> None:
        found[band.start] = bright_in_rows(smoothed, band)

    in_bands(look_at, rows.stop, rows.start)
    parts = [found[first] for first in sorted(found)]
    lists = {name: joined([part[name] for part in parts]) for name in parts[0]}
    flat = np.empty(len(lists["x"]), np.int64)

    def find(first: int, stop: int) -> None:
        flat[first:stop] = flat_index(lists["x"][first:stop], lists["y"][first:stop], width)

    in_slices(find, len(flat), PIXELS_AT_A_TIME, "pixels")
    index = BlankedMap.with_room_for(flat, (height, width))

    def put(first: int, stop: int) -> None:
        index.put(flat[first:stop], np.arange(first + 1, stop + 1, dtype=np.int32))

    in_slices(put, len(flat), PIXELS_AT_A_TIME, "pixels", PIXELS_AT_A_TIME)
    common = smoothed.common_threshold
    return BrightPixels(
        shape=(height, width),
        x=lists["x"],
        y=lists["y"],
        light=lists["light"],
        threshold=lists["threshold"] if common is None else common,
        low_weight=lists.get("low_weight"),
        index=index,
    )


def bright_in_rows(smoothed: SmoothedImage, rows: slice) -> dict[str, np.ndarray]:
    """Those of some rows, as the fields of BrightPixels have them; not what is None there, or the same for all."""
    variance = smoothed.variance(rows.start, rows.stop)
    threshold = smoothed.threshold(variance)
    x, y, light = pixels_above(smoothed.pixels(rows.start, rows.stop), threshold)
    lists = {"x": x, "y": y + np.int32(rows.start), "light": light}
    if isinstance(threshold, np.ndarray):
        lists["threshold"] = threshold[y, x]
    if variance is not None:
        lists["low_weight"] = near_low_weight(smoothed, rows)[y, x]
    return lists


def near_low_weight(smoothed: SmoothedImage, rows: slice) -> np.ndarray:
    """Which pixels of some rows have hardly any weight, or touch one that has: bool, shape (rows, width)."""
    first, stop = max(rows.start - 1, 0), min(rows.stop + 1, smoothed.shape[0])
    variance = smoothed.variance(first, stop)
    assert variance is not None
    low = np.pad(smoothed.is_low(variance), ((first - rows.start + 1, rows.stop + 1 - stop), (1, 1)))
    low = low[:-2] | low[1:-1] | low[2:]
    return low[:, :-2] | low[:, 1:-1] | low[:, 2:]

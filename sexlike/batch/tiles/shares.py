"""What has come of all detections of a mosaic after cleaning, and what of it each tile needs to measure its objects.

Cleaning compares each detection with those that wait for the catalog, in the order of the scan, and this order is that
of the catalog. So it is done for the whole mosaic at once; it needs no pixels, and takes a hundredth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import inverse
from ...config.config import Config
from ...detection.candidates import Candidates
from ...detection.cleaning.linebuffer import LinesNeeded
from ...detection.cleaning.merging import Cleaned
from ...detection.scanview import NEVER, ScanView
from ...detection.search import clean_candidates
from ...detection.shapes import Shapes
from ...images.image import ImageDescription
from .measuring import VIEW
from .plan import Plan, Tile
from .storage import load_candidates, path_of

# Of apertures, in units of the major axis, and pixels besides; where it is more, the tile is measured again.
USUAL_REACH, LEAST_REACH = 8.0, 8


@dataclass(frozen=True)
class Whole:
    """The m detections of a mosaic, and what has come of them.

    Attributes
    ----------
    tiles : list of Tile
    start : ndarray of int64, shape (tiles + 1,)
        First detection of each tile.
    shapes : Shapes
    cleaned : Cleaned
    view : ScanView
        Of the n objects that are left.
    incomplete : ndarray of bool, shape (m,)
    rank : ndarray of int64, shape (m,)
        Index of the object that holds each detection, in the order of the catalog.
    low, high : ndarray of int64, shape (m,)
        Rows that are usually looked at when each is measured; inclusive.
    """

    tiles: list[Tile]
    start: np.ndarray
    shapes: Shapes
    cleaned: Cleaned
    view: ScanView
    incomplete: np.ndarray
    rank: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def __len__(self) -> int:
        return len(self.rank)


def put_together(
    plan: Plan, tiles: list[Tile], image: ImageDescription, config: Config, kernel: np.ndarray | None, reach: int
) -> Whole:
    """Clean the detections of all tiles.

    Parameters
    ----------
    plan : dict
    tiles : list of Tile
        Whose detections are in files.
    image : ImageDescription
        The detection image.
    config, kernel
        See `search`.
    reach : int
        Rows that the largest aperture or vignette needs on either side of an object.
    """
    paths = [path_of(plan, "detections", tile) for tile in tiles]
    candidates = load_candidates(paths, [slice(None)] * len(paths), pixels=False)
    cleaned, (view, incomplete) = clean_candidates(candidates, image, config, kernel, reach)
    start = np.searchsorted(candidates.last_pixel // image.shape[1], [*(tile.first for tile in tiles), image.shape[0]])
    rank = inverse(cleaned.order, len(candidates.footprints))[cleaned.absorber]
    rows = usual_rows(candidates, reach, image.shape[0])
    return Whole(tiles, start, candidates.shapes, cleaned, view, incomplete, rank, *rows)


def usual_rows(candidates: Candidates, reach: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest row that are usually looked at when detections are measured; int64 of shape (m,)."""
    shapes, centre = candidates.shapes, LinesNeeded(candidates.shapes, reach).centre
    axis = np.minimum(shapes.a.astype(np.float64), height)
    around = np.maximum((USUAL_REACH * axis).astype(np.int64) + LEAST_REACH, reach)
    low, high = np.minimum(centre - around, shapes.y_min), np.maximum(centre + around, shapes.y_max)
    return np.clip(low, 0, height - 1), np.clip(high, 0, height - 1)


def share_of(whole: Whole, plan: Plan, tile: Tile, rows: Sequence[int] | None = None) -> dict[str, Any]:
    """What a tile needs.

    Parameters
    ----------
    whole : Whole
    plan : dict
    tile : Tile
    rows : (int, int), optional
        Rows that its objects look at: from the first to before the other. By default those that they usually do.

    Returns
    -------
    dict
        ``first`` and ``stop``, these rows; ``paths``, files of detections, and ``detections``, which of each; ``own``,
        the indices of the objects in the catalog; and arrays for the detections and objects, whose indices count
        from the first of these detections.
    """
    own = objects_of(whole, tile)
    is_held = held_by(whole, own)
    members = np.flatnonzero(is_held)
    if rows is None:
        rows = rows_at_first(whole, tile, members)
    wanted = is_held | ((whole.shapes.y_max >= rows[0]) & (whole.shapes.y_min < rows[1]))
    low, high = stretch(whole, np.flatnonzero(wanted))
    held, merged_at = is_held[low:high], whole.cleaned.merged_at[low:high]
    view = {name: getattr(whole.view, name)[own] for name in VIEW}
    arrived = view["arrived"]
    here = [t for t in whole.tiles if whole.start[t.number] < high and whole.start[t.number + 1] > low] or [tile]
    starts = whole.start[[t.number for t in here]]
    parts = np.stack([np.maximum(low - starts, 0), np.maximum(high - starts, 0)], axis=1)
    return {
        "first": int(rows[0]),
        "stop": int(rows[1]),
        "paths": [path_of(plan, "detections", t) for t in here],
        "detections": parts.tolist(),
        "own": own,
        "order": whole.cleaned.order[own] - low,
        "absorber": np.where(held, whole.cleaned.absorber[low:high] - low, np.arange(high - low)),
        "merged_at": np.where(merged_at < len(whole), merged_at - low, high - low),
        "free_below": whole.cleaned.free_below[low:high],
        "incomplete": whole.incomplete[low:high],
        "rank": whole.rank[low:high],
        **view,
        "arrived": np.where(arrived == NEVER, NEVER, arrived - low),
    }


def objects_of(whole: Whole, tile: Tile) -> np.ndarray:
    """The objects of a tile, by their indices in the catalog: those whose last pixels it holds; ndarray of int64."""
    first, stop = whole.start[tile.number : tile.number + 2]
    return np.flatnonzero((whole.cleaned.order >= first) & (whole.cleaned.order < stop))


def held_by(whole: Whole, own: np.ndarray) -> np.ndarray:
    """Which detections these objects hold; bool of shape (m,)."""
    is_own = np.zeros(len(whole.cleaned.order), bool)
    is_own[own] = True
    return is_own[whole.rank]


def rows_at_first(whole: Whole, tile: Tile, members: np.ndarray) -> tuple[int, int]:
    """The rows of a tile, and those that its objects usually look at."""
    first = int(whole.low[members].min(initial=tile.first))
    return first, max(int(whole.high[members].max(initial=tile.stop - 1)) + 1, tile.stop)


def stretch(whole: Whole, wanted: np.ndarray) -> tuple[int, int]:
    """The stretch of detections, from the first to before the other, that holds the wanted ones.

    It goes on to those on whose arrival some of it were merged.
    """
    if not len(wanted):
        return 0, 0
    low, high = int(wanted[0]), int(wanted[-1]) + 1
    while True:
        merged_at = whole.cleaned.merged_at[low:high]
        further = int(merged_at[merged_at < len(whole)].max(initial=0)) + 1
        if further <= high:
            return low, high
        high = further

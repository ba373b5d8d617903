"""Measuring the objects of a tile, once it is known what has come of all detections of the mosaic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ...detection.brightpixels import bright_pixels
from ...detection.cleaning.merging import Cleaned
from ...detection.detections import Detections
from ...detection.scanview import Departures, ScanView
from ...detection.search import blanking_delay
from ...detection.survivors import survivors
from ...images.window import only_rows, rows_seen
from ...measure.extension import Extension
from ...output.checkimages.checkfiles import wanted_check_images
from ...output.checkimages.checkimages import CHECK_IMAGES, apertures_of
from ...pipeline import measured_extension
from .loading import Loaded
from .plan import Plan, Tile
from .storage import load_candidates, path_of, save

Share = dict[str, Any]
VIEW = ("y_start", "y_stop", "scanned_stop", "blanked_stop", "arrived")
MIRROR = 2  # rows: mirror images may lie a pixel beyond what an aperture covers
DRAWN_LATER = "APERTURES"  # when all objects of the mosaic are measured
OF_MESHES = ("MINIBACKGROUND", "MINIBACK_RMS")


def measure_share(plan: Plan, part: Loaded, tile: Tile, share: Share) -> dict[str, Any]:
    """What `measure_tile` does, with the rows of the share loaded."""
    detections = detections_of(part, share)
    with rows_seen() as seen:
        extension = measured_extension(
            part.image, part.detection_image, detections, part.config, part.kernel, part.request, lambda: 0.0
        )
    height, (first, stop) = part.image.shape[0], (share["first"], share["stop"])
    lowest = max(min((low - MIRROR for low, _ in seen), default=first), 0)
    highest = min(max((high + MIRROR for _, high in seen), default=stop), height)
    if lowest < first or highest > stop:
        return {"again": [min(lowest, first), max(highest, stop)]}
    save(path_of(plan, "columns", tile), extension.values)
    write_check_images(plan, tile, extension, share)
    return {"objects": len(detections.objects)}


def detections_of(part: Loaded, share: Share) -> Detections:
    """The objects of a tile, and all detections that lie in its rows; as `search` returns them for a whole image."""
    candidates = load_candidates(share["paths"], [slice(*rows) for rows in share["detections"]])
    bright = bright_pixels(part.smoothed, slice(share["first"], share["stop"]))
    view = ScanView(**{name: share[name] for name in VIEW})
    nothing = np.zeros(0, np.int64)
    cleaned = Cleaned(
        share["order"],
        Departures(nothing, nothing, nothing),  # the view tells
        share["absorber"],
        share["free_below"],
        share["merged_at"],
    )
    memory = (view, share["incomplete"])
    delay = blanking_delay(part.kernel)
    return survivors(part.detection_image, bright, candidates, cleaned, memory, delay, part.levels)


def write_check_images(plan: Plan, tile: Tile, extension: Extension, share: Share) -> None:
    """Leave the rows of the tile of all check-images in files, and what is drawn on one of them later."""
    numbered = replace(extension.detections, raw=replace(extension.detections.raw, holder=share["rank"]))
    for kind, _ in wanted_check_images(extension.config):
        if kind in OF_MESHES:
            continue
        shown = replace(extension, detections=numbered) if kind == "SEGMENTATION" else extension
        if kind == DRAWN_LATER:
            save(path_of(plan, "apertures", tile), apertures_of(extension))
        with only_rows(tile.first, tile.stop):
            pixels = CHECK_IMAGES["-BACKGROUND" if kind == DRAWN_LATER else kind](shown)
            save(path_of(plan, kind, tile), {"pixels": pixels[tile.first : tile.stop]})

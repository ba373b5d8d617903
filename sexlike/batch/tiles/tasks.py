"""The tasks of a mosaic: named functions that any executor calls, with plain data in, and files and plain data out."""

from __future__ import annotations

import os
import platform
import threading
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from ...detection.blobs import find_blobs
from ...detection.brightpixels import bright_pixels
from ...detection.candidates import find_candidates, unfiltered_at
from ...detection.deblending.deblend import deblend, seeds_of
from ...detection.deblending.glibcrand import GlibcRand
from ...detection.deblending.seeds import Seeds
from ...detection.searchstate import SearchState
from ...errors import SexlikeError, SexlikeWarning
from ...images.scratch import use_memory
from ...images.weighting.noiseinparts import known, measuring
from ...memory import out_of_memory
from ...threads import use_threads
from .loading import loaded
from .measuring import measure_share
from .plan import Plan, Tile
from .storage import load, path_of, save, save_candidates

Result = dict[str, Any]
_one_at_a_time = threading.Lock()  # warnings and the current folder belong to the process
OVERLAP = 128  # rows below a tile that are searched with it at first: most objects are less tall


def task(function: Callable[..., Result]) -> Callable[..., Result]:
    """A function as a task: its result has an ``error``, if there was one, and the ``warnings`` that were given."""

    @wraps(function)
    def run(plan: Plan) -> Result:
        with _one_at_a_time, warnings.catch_warnings(record=True) as caught, np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", SexlikeWarning)
            try:
                enter(plan["folder"])
                use_threads(plan["threads"])
                use_memory(0, os.path.join(plan["store"], "catalog"))
                result = function(plan)
            except SexlikeError as error:
                result = {"error": list(error.args)}
            except MemoryError as error:
                worded = out_of_memory(error)
                result = {"error": [f"{worded.message} (on the host {platform.node()})", worded.where, worded.hint]}
        return result | {"warnings": [str(warning.message) for warning in caught]}

    return run


def enter(folder: str) -> None:
    """Make the folder of the command the current one, where this host has it: names may be relative to it."""
    if os.getcwd() != folder and os.path.isdir(folder):
        os.chdir(folder)


@task
def measure_meshes(plan: Plan) -> Result:
    """Measure the sky in the meshes of a tile: ``maps``, for each time that the background is measured."""
    maps: list[np.ndarray] = []
    _, first, stop = plan["tile"]
    with loaded(plan, measuring(maps, first, stop), first, stop):
        return {"maps": maps}


@task
def count_draws(plan: Plan) -> Result:
    """Count what a tile needs of what the tiles before it need as well, and leave the seeds of its blends in a file.

    Parameters
    ----------
    plan : dict
        With ``tile``, its number and its rows, and ``noise``, that of the whole mosaic as `merging` gives it.

    Returns
    -------
    dict
        ``start``, the row where the lowest of its blobs begins, or below; ``blobs``; and ``draws`` of random numbers.
    """
    tile, noise = Tile(*plan["tile"]), plan["noise"]
    start, overlap = tile.first, OVERLAP + plan["least_area"]
    while True:
        start = max(tile.first - overlap, 0)
        random = CountedRand()
        with loaded(plan, known(noise), start, tile.stop + 1) as part:
            bright = bright_pixels(part.smoothed, searched(tile, start, part.image.shape))
            blobs = find_blobs(bright, part.config.DETECT_MINAREA, slice(tile.first, tile.stop))
            whole = blobs.footprints
            if start == 0 or whole.y.min(initial=tile.stop) > start:  # no blob goes on below
                unfiltered = unfiltered_at(whole, part.detection_image)
                threshold = whole.smallest(bright.threshold_at(blobs.place))
                seeds = seeds_of(blobs, threshold, part.config)
                deblend(blobs, unfiltered, threshold, part.config, random, seeds)
                save(path_of(plan, "seeds", tile), vars(seeds))
                return {"start": start, "blobs": len(whole), "draws": random.drawn}
        overlap *= 4


def searched(tile: Tile, start: int, shape: tuple[int, int]) -> slice:
    """The rows that are searched for a tile: from a row on, and one more, which tells what goes on above it."""
    return slice(start, min(tile.stop + 1, shape[0]))


class CountedRand(GlibcRand):
    """Numbers that are counted, and of no other use."""

    def take(self, count: int) -> np.ndarray:
        """So many zeros."""
        self.drawn += count
        return np.zeros(count, np.int64)


@task
def find_detections(plan: Plan) -> Result:
    """Find the detections of a tile, and leave them in a file.

    Parameters
    ----------
    plan : dict
        As that of `count_draws`, with ``start``, which it has found, and ``draws`` and ``blobs``, how many random
        numbers were drawn and blobs were found before the first of the tile.

    Returns
    -------
    dict
        ``detected``: how many.
    """
    tile, start = Tile(*plan["tile"]), plan["start"]
    state = SearchState(GlibcRand(), plan["blobs"])
    state.random.skip(plan["draws"])
    seeds = Seeds(**load(path_of(plan, "seeds", tile)))
    with loaded(plan, known(plan["noise"]), start, tile.stop + 1) as part:
        bright = bright_pixels(part.smoothed, searched(tile, start, part.image.shape))
        rows = slice(tile.first, tile.stop)
        candidates = find_candidates(part.detection_image, bright, part.config, state, rows, seeds)
        save_candidates(path_of(plan, "detections", tile), candidates)
        return {"detected": len(candidates.footprints)}


@task
def measure_tile(plan: Plan) -> Result:
    """Measure the objects of a tile, and leave their columns and its check-images in files.

    Parameters
    ----------
    plan : dict
        As that of `count_draws`, with ``share``: what has come of the detections, as `share_of` gives it.

    Returns
    -------
    dict
        ``objects``, how many. If they look at more rows than the share has, nothing is written, and ``again`` has
        the rows with which the task is to be done once more.
    """
    share = plan["share"]
    with loaded(plan, known(plan["noise"]), share["first"], share["stop"]) as part:
        return measure_share(plan, part, Tile(*plan["tile"]), share)

"""From blobs to detections: seeds, and the faint pixels between them."""

from dataclasses import dataclass

import numpy as np

from ..detections import Footprints
from ..shapes import concentration, measure_shapes
from .faintpixels import amplitudes, share
from .tree import seed_footprints, split

SMALLEST_BRANCH = 3  # pixels, or DETECT_MINAREA if that is less


@dataclass(frozen=True)
class Parts:
    """The detections that blobs have become, m of them, in the order of their detection.

    Attributes
    ----------
    footprints : Footprints
    blob : ndarray of int64, shape (m,)
    seed_x, seed_y : ndarray of float64, shape (m,)
        Barycentres of the seeds, NaN for blobs that stay whole.
    seed_edges : ndarray of int32, shape (m, 4)
        Lowest and highest x, lowest and highest y of the seeds' pixels (of all pixels of whole blobs).
    overflowed : ndarray of bool, shape (m,)
        From a blob that had too many branches to be split.
    """

    footprints: Footprints
    blob: np.ndarray
    seed_x: np.ndarray
    seed_y: np.ndarray
    seed_edges: np.ndarray
    overflowed: np.ndarray


def deblend(blobs, filtered, unfiltered, threshold, config, draws, weighted=False):
    """Split blobs into detections.

    Parameters
    ----------
    blobs : Blobs
        b of them.
    filtered, unfiltered : ndarray of float32, shape (p,)
        Detection image at their pixels.
    threshold : ndarray of float32, shape (b,)
    config : Config
    draws : Draws
    weighted : bool
        The detection image has weights: concentrations are 1.

    Returns
    -------
    Parts
    """
    whole = blobs.footprints
    candidates = np.flatnonzero(blobs.may_split)
    inside, some = whole.places(candidates), whole.of(candidates)
    least_area = min(config.DETECT_MINAREA, SMALLEST_BRANCH)
    seeds = split(
        some, filtered[inside], threshold[candidates], config.DEBLEND_NTHRESH, config.DEBLEND_MINCONT, least_area,
        linear=config.DETECT_TYPE == "PHOTO",
    )  # fmt: skip
    blob, seed_pixel = candidates[seeds.blob], inside[seeds.pixel]
    cores = seed_footprints(seeds, some)
    shapes = measure_shapes(cores, filtered[seed_pixel])
    width = np.ones(len(blob), np.float32) if weighted else concentration(
        cores, unfiltered[seed_pixel], seeds.level, shapes)  # fmt: skip
    heights = amplitudes(shapes, cores.count, width, threshold[blob])
    number_of_seeds = np.bincount(blob, minlength=len(threshold))
    left = number_of_seeds[whole.owner] > 0
    left[seed_pixel] = False
    leftover = np.flatnonzero(left)
    first_seed = np.searchsorted(blob, np.arange(len(threshold)))
    x, y, owner = whole.x[leftover], whole.y[leftover], whole.owner[leftover]
    chosen = share(x, y, owner, first_seed, number_of_seeds, shapes, heights, width, draws)
    overflowed = np.zeros(len(threshold), bool)
    overflowed[candidates] = seeds.overflowed
    return assemble(whole, number_of_seeds, blob, shapes, (seed_pixel, cores), (leftover, chosen), overflowed)


def assemble(whole, number_of_seeds, blob, shapes, seeds, leftovers, overflowed):
    """Detections from whole blobs, and from seeds with the leftover pixels that each has got."""
    parts_of_blob = np.maximum(number_of_seeds, 1)
    first_part = np.cumsum(parts_of_blob) - parts_of_blob
    number = int(parts_of_blob.sum())
    part_of_seed = first_part[blob] + np.arange(len(blob)) - np.searchsorted(blob, blob)
    (seed_pixel, cores), (leftover, chosen) = seeds, leftovers
    part = first_part[whole.owner]
    part[seed_pixel] = part_of_seed[cores.owner]
    part[leftover] = part_of_seed[chosen]
    turn = np.arange(len(part))
    turn[seed_pixel] = np.arange(len(seed_pixel)) - len(seed_pixel)  # before all leftovers
    order = np.lexsort((turn, part))
    footprints = Footprints(whole.x[order], whole.y[order], np.r_[0, np.cumsum(np.bincount(part, minlength=number))])
    seed_x, seed_y = np.full(number, np.nan), np.full(number, np.nan)
    seed_x[part_of_seed], seed_y[part_of_seed] = shapes.x, shapes.y
    edges = np.stack([f(v) for v in (whole.x, whole.y) for f in (whole.smallest, whole.largest)], axis=-1)
    blob_of_part = np.repeat(np.arange(len(parts_of_blob)), parts_of_blob)
    edges = edges[blob_of_part]
    edges[part_of_seed] = np.stack([shapes.x_min, shapes.x_max, shapes.y_min, shapes.y_max], axis=-1)
    return Parts(footprints, blob_of_part, seed_x, seed_y, edges, overflowed[blob_of_part])

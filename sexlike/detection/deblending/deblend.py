"""From blobs to detections: seeds, and the faint pixels between them."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows, offsets
from ..footprints import Footprints
from ..shapes import concentration, measure_shapes
from .faintpixels import amplitudes, assign_faint_pixels
from .tree import split

SMALLEST_BRANCH = 3  # pixels, or DETECT_MINAREA if that is less


@dataclass(frozen=True)
class Deblended(Rows):
    """The m detections that blobs have become, in the order of their detection.

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


def deblend(blobs, filtered, unfiltered, threshold, config, random, weighted=False):
    """Split blobs into detections.

    Parameters
    ----------
    blobs : Blobs
        b of them.
    filtered, unfiltered : ndarray of float32, shape (p,)
        Detection image at their pixels.
    threshold : ndarray of float32, shape (b,)
    config : Config
    random : GlibcRand
    weighted : bool
        The detection image has weights: concentrations are 1.

    Returns
    -------
    Deblended
    """
    whole = blobs.footprints
    candidates = np.flatnonzero(blobs.may_split)
    inside, some = whole.pixel_indices(candidates), whole.take(candidates)
    least_area = min(config.DETECT_MINAREA, SMALLEST_BRANCH)
    levels = (config.DEBLEND_NTHRESH, config.DEBLEND_MINCONT, least_area)
    seeds = split(some, filtered[inside], threshold[candidates], *levels, linear=config.DETECT_TYPE == "PHOTO")
    blob, seed_pixel = candidates[seeds.blob], inside[seeds.pixel]
    cores = seeds.footprints(some)
    shapes = measure_shapes(cores, filtered[seed_pixel])
    width = np.ones(len(blob), np.float32)
    if not weighted:
        width = concentration(cores, unfiltered[seed_pixel], seeds.level, shapes)
    heights = amplitudes(shapes, cores.count, width, threshold[blob])
    number_of_seeds = np.bincount(blob, minlength=len(threshold))
    left = number_of_seeds[whole.owner] > 0
    left[seed_pixel] = False
    leftover = np.flatnonzero(left)
    first_seed = np.searchsorted(blob, np.arange(len(threshold)))
    x, y, owner = whole.x[leftover], whole.y[leftover], whole.owner[leftover]
    chosen = assign_faint_pixels(x, y, owner, first_seed, number_of_seeds, shapes, heights, width, random)
    overflowed = np.zeros(len(threshold), bool)
    overflowed[candidates] = seeds.overflowed
    return assemble(whole, number_of_seeds, blob, shapes, (seed_pixel, cores), (leftover, chosen), overflowed)


def assemble(whole, number_of_seeds, blob, shapes, seeds, leftovers, overflowed):
    """Detections from whole blobs, and from seeds with the leftover pixels that were assigned to each -> Deblended."""
    detections_of_blob = np.maximum(number_of_seeds, 1)
    first_detection = offsets(detections_of_blob)[:-1]
    number = int(detections_of_blob.sum())
    detection_of_seed = first_detection[blob] + np.arange(len(blob)) - np.searchsorted(blob, blob)
    (seed_pixel, cores), (leftover, chosen) = seeds, leftovers
    detection = first_detection[whole.owner]
    detection[seed_pixel] = detection_of_seed[cores.owner]
    detection[leftover] = detection_of_seed[chosen]
    turn = np.arange(len(detection))
    turn[seed_pixel] = np.arange(len(seed_pixel)) - len(seed_pixel)  # before all leftovers
    order = np.lexsort((turn, detection))
    footprints = Footprints.from_counts(whole.x[order], whole.y[order], np.bincount(detection, minlength=number))
    seed_x, seed_y = np.full(number, np.nan), np.full(number, np.nan)
    seed_x[detection_of_seed], seed_y[detection_of_seed] = shapes.x, shapes.y
    edges = np.stack([f(v) for v in (whole.x, whole.y) for f in (whole.smallest, whole.largest)], axis=-1)
    blob_of_detection = np.repeat(np.arange(len(detections_of_blob)), detections_of_blob)
    edges = edges[blob_of_detection]
    edges[detection_of_seed] = np.stack([shapes.x_min, shapes.x_max, shapes.y_min, shapes.y_max], axis=-1)
    return Deblended(footprints, blob_of_detection, seed_x, seed_y, edges, overflowed[blob_of_detection])

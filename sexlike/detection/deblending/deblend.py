"""From blobs to detections: seeds, and the faint pixels between them (Bertin & Arnouts 1996, section 5)."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows, offsets
from ...config.config import Config
from ...errors import warn, warning_text
from ...stages import stage
from ...threads import picked
from ..blobs import Blobs
from ..footprints import Footprints
from ..pixels.runs import pixels_by_label
from ..shapes import Shapes, measure_shapes, width_factor
from .faintpixels import amplitudes, assign_faint_pixels
from .glibcrand import GlibcRand
from .seeds import MOST_BRANCHES, Seeds, find_seeds

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


@stage("deblending")
def deblend(
    blobs: Blobs,
    unfiltered: np.ndarray | None,
    threshold: np.ndarray,
    config: Config,
    random: GlibcRand,
    seeds: Seeds | None = None,
) -> Deblended:
    """Split blobs into detections.

    Parameters
    ----------
    blobs : Blobs
        b of them.
    unfiltered : ndarray of float32, shape (p,), or None
        Detection image at their pixels; None if it has weights.
    threshold : ndarray of float32, shape (b,)
    config : Config
    random : GlibcRand
    seeds : Seeds, optional
        As `seeds_of` gives them, if they are known.

    Returns
    -------
    Deblended
    """
    whole = blobs.footprints
    seeds = seeds_of(blobs, threshold, config) if seeds is None else seeds
    warn_of_overflow(whole, seeds.overflowed)
    cores = seeds.footprints(whole)
    shapes = measure_shapes(cores, blobs.filtered[seeds.pixel])
    width = width_factor(cores, None if unfiltered is None else unfiltered[seeds.pixel], seeds.level, shapes)
    heights = amplitudes(shapes, cores.count, width, threshold[seeds.blob])
    seed_count = np.bincount(seeds.blob, minlength=len(whole))
    faint = picked(seed_count > 0, whole.owner)
    faint[seeds.pixel] = False
    faint = np.flatnonzero(faint)
    x, y, blob = whole.x[faint], whole.y[faint], whole.owner[faint]
    first_seed = offsets(seed_count)[:-1]
    seed = assign_faint_pixels(x, y, blob, first_seed, seed_count, shapes, heights, width, random)
    return assemble(whole, seeds, shapes, faint, seed)


def seeds_of(blobs: Blobs, threshold: np.ndarray, config: Config) -> Seeds:
    """The seeds of all blobs, found among those that may split."""
    candidates = np.flatnonzero(blobs.may_split)
    pixels = blobs.footprints.pixel_indices(candidates)
    found = find_seeds(
        blobs.footprints.take(candidates),
        blobs.filtered[pixels],
        threshold[candidates],
        config.DEBLEND_NTHRESH,
        config.DEBLEND_MINCONT,
        min(config.DETECT_MINAREA, SMALLEST_BRANCH),
        linear=config.DETECT_TYPE == "PHOTO",
    )
    overflowed = np.zeros(len(threshold), bool)
    overflowed[candidates] = found.overflowed
    return Seeds(candidates[found.blob], found.level, pixels[found.pixel], found.start, overflowed)


def warn_of_overflow(blobs: Footprints, overflowed: np.ndarray) -> None:
    """Warn of each blob that has too many branches to be split, as SExtractor does; of b blobs."""
    crowded = np.flatnonzero(overflowed)
    x_min, x_max, y_min, y_max = (edge.tolist() for edge in blobs.take(crowded).bounds())
    hint = f"It has more than {MOST_BRANCHES} branches and stays whole (64 in FLAGS). Is DETECT_THRESH within the"
    hint += " noise? A kernel (FILTER) and a larger DETECT_MINAREA leave fewer branches."
    for left, right, low, high in zip(x_min, x_max, y_min, y_max, strict=True):
        text = f"Deblending overflow for detection at {(left + right) // 2 + 1},{(low + high) // 2 + 1}"
        warn(warning_text(text, hint=hint))


def assemble(whole: Footprints, seeds: Seeds, shapes: Shapes, faint: np.ndarray, seed: np.ndarray) -> Deblended:
    """Make detections of whole blobs, and of seeds with the faint pixels that were assigned to each.

    Parameters
    ----------
    whole : Footprints
        Of the b blobs.
    seeds : Seeds
        s of them.
    shapes : Shapes
        Theirs.
    faint, seed : ndarray of int64, shape (q,)
        Pixels of split blobs that are in no seed, as indices into those of all blobs, and the seed of each.

    Returns
    -------
    Deblended
    """
    seed_count = np.bincount(seeds.blob, minlength=len(whole))
    detection_count = np.maximum(seed_count, 1)
    first_detection, first_seed = offsets(detection_count)[:-1], offsets(seed_count)[:-1]
    detection_of_seed = first_detection[seeds.blob] + np.arange(len(seeds.blob)) - first_seed[seeds.blob]
    blob = np.repeat(np.arange(len(whole)), detection_count)

    detection = picked(first_detection, whole.owner)
    detection[seeds.pixel] = picked(detection_of_seed, seeds.footprints(whole).owner)
    detection[faint] = detection_of_seed[seed]
    in_no_seed = np.ones(len(detection), bool)
    in_no_seed[seeds.pixel] = False
    pixels = np.concatenate([seeds.pixel, np.flatnonzero(in_no_seed)])  # a seed's own pixels come first in its list
    count = np.bincount(detection, minlength=len(blob))
    order = picked(pixels, pixels_by_label(picked(detection, pixels), count))
    footprints = Footprints.from_counts(picked(whole.x, order), picked(whole.y, order), count)

    seed_x, seed_y = np.full(len(blob), np.nan), np.full(len(blob), np.nan)
    seed_x[detection_of_seed], seed_y[detection_of_seed] = shapes.x, shapes.y
    edges = np.stack(whole.bounds(), axis=-1)[blob]
    edges[detection_of_seed] = np.stack([shapes.x_min, shapes.x_max, shapes.y_min, shapes.y_max], axis=-1)
    return Deblended(footprints, blob, seed_x, seed_y, edges, seeds.overflowed[blob])

"""Detections before cleaning: where they are, what they look like, how deep they are."""

from dataclasses import dataclass, fields, replace

import numpy as np

from .blobs import find_blobs
from .cleaning.merging import depths
from .deblending.deblend import Parts, deblend
from .shapes import Shapes, concentration, measure_shapes


@dataclass(frozen=True)
class Candidates:
    """The m detections of an image, in the order of their detection.

    Attributes
    ----------
    parts : Parts
        Their footprints, and the blobs and seeds that they come from.
    shapes : Shapes
    values : ndarray of float32, shape (p,)
        Filtered detection image at the footprints' pixels.
    threshold, width, depth : ndarray of float32, shape (m,)
        Detection threshold, and what `concentration` and `depths` give.
    parent : ndarray of int64, shape (m,)
        Number of the blob.
    last_pixel : ndarray of int64, shape (m,)
        Place, y * width + x, of the last pixel of the blob: when the scan has passed it, the blob is complete.
    """

    parts: Parts
    shapes: Shapes
    values: np.ndarray
    threshold: np.ndarray
    width: np.ndarray
    depth: np.ndarray
    parent: np.ndarray
    last_pixel: np.ndarray


def find_candidates(image, smoothed, config, run):
    """Find blobs, split them, and measure what they have become.

    Parameters
    ----------
    image : Image
        The detection image.
    smoothed : Smoothed
    config : Config
    run : Run
        Of the extensions before; is updated.

    Returns
    -------
    Candidates
    """
    blobs = find_blobs(smoothed.pixels, smoothed.level, config)
    whole = blobs.footprints
    threshold = whole.smallest(smoothed.level_at(whole))
    unfiltered = image.pixels[whole.y, whole.x]
    weighted = image.variance is not None
    parts = deblend(blobs, smoothed.at(whole), unfiltered, threshold, config, run.draws, weighted)
    if config.DETECT_MAXAREA:
        parts = without_large(parts, config.DETECT_MAXAREA)
    first_parent, run.blobs = run.blobs + 1, run.blobs + len(threshold)
    footprints, values, level = parts.footprints, smoothed.at(parts.footprints), smoothed.level_at(parts.footprints)
    shapes, threshold = measure_shapes(footprints, values, parts.seed_x, parts.seed_y), footprints.smallest(level)
    width = np.ones(len(threshold), np.float32)
    if not weighted:
        width = concentration(footprints, image.pixels[footprints.y, footprints.x], threshold, shapes)
    depth = depths(values - level, footprints.start, config.DETECT_MINAREA)
    last_pixel = whole.largest(whole.y.astype(np.int64) * image.shape[1] + whole.x)[parts.blob]
    return Candidates(parts, shapes, values, threshold, width, depth, parts.blob + first_parent, last_pixel)


def without_large(parts, most):
    """The parts of at most so many pixels."""
    keep = np.flatnonzero(parts.footprints.count <= most)
    rest = {field.name: getattr(parts, field.name)[keep] for field in fields(parts) if field.name != "footprints"}
    return replace(parts, footprints=parts.footprints.of(keep), **rest)

"""Detections before cleaning: where they are, what they look like, how deep they are."""

from dataclasses import dataclass

import numpy as np

from .blobs import find_blobs
from .cleaning.peakdepth import peak_depths
from .deblending.deblend import Deblended, deblend
from .shapes import Shapes, concentration, measure_shapes


@dataclass(frozen=True)
class Candidates:
    """The m detections of an image, in the order of their detection.

    Attributes
    ----------
    deblended : Deblended
        Their footprints, and the blobs and seeds that they come from.
    shapes : Shapes
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at the footprints' pixels.
    threshold, width, depth : ndarray of float32, shape (m,)
        Detection threshold, and what `concentration` and `peak_depths` give.
    parent : ndarray of int64, shape (m,)
        Number of the blob.
    last_pixel : ndarray of int64, shape (m,)
        Flat index, y * width + x, of the last pixel of the blob: when the scan has passed it, the blob is complete.
    """

    deblended: Deblended
    shapes: Shapes
    filtered: np.ndarray
    threshold: np.ndarray
    width: np.ndarray
    depth: np.ndarray
    parent: np.ndarray
    last_pixel: np.ndarray

    @property
    def footprints(self):
        """The pixels of the detections -> Footprints."""
        return self.deblended.footprints


def find_candidates(image, smoothed, config, state):
    """Find blobs, split them, and measure what they have become.

    Parameters
    ----------
    image : Image
        The detection image.
    smoothed : SmoothedImage
    config : Config
    state : SearchState
        After the extensions before; it is updated.

    Returns
    -------
    Candidates
    """
    blobs = find_blobs(smoothed.pixels, smoothed.threshold, config)
    whole = blobs.footprints
    threshold = whole.smallest(smoothed.threshold_at(whole))
    unfiltered = image.pixels[whole.y, whole.x]
    weighted = image.variance is not None
    found = deblend(blobs, smoothed.at(whole), unfiltered, threshold, config, state.random, weighted)
    if config.DETECT_MAXAREA:
        found = found.take(found.footprints.count <= config.DETECT_MAXAREA)
    first_parent, state.blobs = state.blobs + 1, state.blobs + len(threshold)
    footprints, filtered = found.footprints, smoothed.at(found.footprints)
    thresholds = smoothed.threshold_at(footprints)
    shapes = measure_shapes(footprints, filtered, found.seed_x, found.seed_y)
    threshold = footprints.smallest(thresholds)
    width = np.ones(len(threshold), np.float32)
    if not weighted:
        width = concentration(footprints, image.pixels[footprints.y, footprints.x], threshold, shapes)
    depth = peak_depths(filtered - thresholds, footprints.start, config.DETECT_MINAREA)
    last_pixel = whole.largest(whole.y.astype(np.int64) * image.shape[1] + whole.x)[found.blob]
    return Candidates(found, shapes, filtered, threshold, width, depth, found.blob + first_parent, last_pixel)

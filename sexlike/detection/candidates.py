"""Detections before cleaning: where they are, what they look like, how far they rise above their thresholds."""

from dataclasses import dataclass

import numpy as np

from ..config.config import Config
from ..images.image import Image
from ..stages import stage
from ..threads import picked
from .blobs import find_blobs
from .brightpixels import BrightPixels
from .cleaning.peakdepth import peak_depths
from .deblending.deblend import Deblended, deblend
from .deblending.seeds import Seeds
from .footprints import Footprints
from .searchstate import SearchState
from .shapes import Shapes, measure_shapes, width_factor


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
        Detection threshold, and what `width_factor` and `peak_depths` give.
    parent : ndarray of int64, shape (m,)
        Number of the blob.
    first_row : ndarray of int32, shape (m,)
        Lowest row of the blob.
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
    first_row: np.ndarray
    last_pixel: np.ndarray

    @property
    def footprints(self) -> Footprints:
        """The pixels of the detections."""
        return self.deblended.footprints


@stage("shapes")
def find_candidates(
    image: Image,
    bright: BrightPixels,
    config: Config,
    state: SearchState,
    rows: slice | None = None,
    seeds: Seeds | None = None,
) -> Candidates:
    """Find blobs, split them, and measure what they have become.

    Parameters
    ----------
    image : Image
        The detection image.
    bright : BrightPixels
    config : Config
    state : SearchState
        After the extensions before; it is updated.
    rows : slice, optional
        The rows on which the blobs are complete that are looked at; all by default.
    seeds : Seeds, optional
        Of the blobs, if they are known.

    Returns
    -------
    Candidates
    """
    blobs = find_blobs(bright, config.DETECT_MINAREA, rows)
    whole = blobs.footprints
    threshold = whole.smallest(bright.threshold_at(blobs.place))
    found = deblend(blobs, unfiltered_at(whole, image), threshold, config, state.random, seeds)
    if config.DETECT_MAXAREA:
        found = found.take(found.footprints.count <= config.DETECT_MAXAREA)
    last_pixel = whole.largest(whole.y.astype(np.int64) * image.shape[1] + whole.x)[found.blob]
    first_row = whole.smallest(whole.y)[found.blob]
    parent = state.blobs + 1 + found.blob
    state.blobs += len(whole)
    del blobs, whole  # they are large

    footprints, place = found.footprints, bright.places(found.footprints)
    filtered, thresholds = picked(bright.light, place), bright.threshold_at(place)
    threshold = footprints.smallest(thresholds)
    shapes = measure_shapes(footprints, filtered, found.seed_x, found.seed_y)
    width = width_factor(footprints, unfiltered_at(footprints, image), threshold, shapes)
    depth = peak_depths(filtered - thresholds, footprints.start, config.DETECT_MINAREA)
    return Candidates(found, shapes, filtered, threshold, width, depth, parent, first_row, last_pixel)


def unfiltered_at(footprints: Footprints, image: Image) -> np.ndarray | None:
    """Detection image at the pixels of footprints, float32 of shape (p,); None if it has weights."""
    return footprints.values_of(image.pixels) if image.variance is None else None

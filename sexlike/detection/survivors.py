"""The detections that are left after cleaning, with what was merged into them, and the map of what is blanked."""

import numpy as np

from ..arrays import inverse
from ..images.image import Image
from ..images.window import is_partial
from ..stages import stage
from ..threads import in_slices
from .blankedmap import PIXELS_AT_A_TIME, BlankedMap
from .brightpixels import BrightPixels, flat_index
from .candidates import Candidates
from .cleaning.merging import Cleaned
from .detections import Detections, Merging, RawDetections
from .footprints import Footprints
from .objects import Objects
from .scanview import ScanView
from .shapes import Shapes

# What merging does not change: position and moments stay those of the object's own detection.
OWN_FIELDS = ("x", "y", "x2", "y2", "xy", "a", "b", "theta", "cxx", "cyy", "cxy", "singular")


@stage("merging")
def survivors(
    image: Image,
    bright: BrightPixels,
    candidates: Candidates,
    cleaned: Cleaned,
    memory: tuple[ScanView, np.ndarray],
    blanking_delay: int | None,
    thresholds: tuple[np.float32, np.float32],
) -> Detections:
    """Put the objects of an image together.

    Parameters
    ----------
    image : Image
        The detection image.
    bright : BrightPixels
    candidates : Candidates
        m detections.
    cleaned : Cleaned
        Which n of them are left.
    memory : tuple of ScanView, and ndarray of bool, shape (m,)
        What of the image is in memory when the objects are measured; whether a part of a blob no longer was when it
        was complete.
    blanking_delay : int or None
        Rows by which blanking lags behind the scan, None if it does not.
    thresholds : tuple of float
        Detection and analysis threshold.

    Returns
    -------
    Detections
    """
    footprints, own = candidates.footprints, cleaned.order
    merging = Merging(inverse(own, len(footprints))[cleaned.absorber], own)
    raw = RawDetections(
        footprints=footprints,
        filtered=candidates.filtered,
        low_weight=None if bright.low_weight is None else bright.low_weight[bright.places(footprints)],
        holder=merging.holder,
        merged_at=cleaned.merged_at,
        **progress_of_scan(candidates.last_pixel, image.shape[1], blanking_delay),
    )
    objects = merged_objects(candidates, merging, memory, image.shape)
    blanked = blank(bright, footprints, cleaned.free_below)
    return Detections(objects, raw, blanked, *(float(threshold) for threshold in thresholds))


def merged_objects(
    candidates: Candidates,
    merging: Merging,
    memory: tuple[ScanView, np.ndarray],
    shape: tuple[int, int],
) -> Objects:
    """The objects of an image of this (height, width), each with what was merged into it."""
    deblended, own, (view, incomplete) = candidates.deblended, merging.own, memory
    truncated = on_the_frame(deblended.seed_edges, shape)
    return Objects(
        **merged_shapes(candidates.shapes, merging),
        detection=own,
        area=merging.sum(candidates.footprints.count).astype(np.int32),
        threshold=candidates.threshold[own],
        parent=candidates.parent.astype(np.int32)[own],
        deblended=~np.isnan(deblended.seed_x[own]),
        truncated=merging.reduce(np.logical_or, truncated),
        overflowed=merging.reduce(np.logical_or, deblended.overflowed),
        incomplete=merging.reduce(np.logical_or, incomplete),
        view=view,
        association=None,
    )


def merged_shapes(shapes: Shapes, merging: Merging) -> dict[str, np.ndarray]:
    """The shapes of the objects: flux, peak and box of all detections that they hold; arrays of shape (n,)."""
    brightest = brightest_members(shapes.peak, merging)
    found = {name: getattr(shapes, name)[merging.own] for name in OWN_FIELDS}
    found |= {name: getattr(shapes, name)[brightest] for name in ("peak", "x_peak", "y_peak")}
    found |= {name: merging.reduce(np.minimum, getattr(shapes, name)) for name in ("x_min", "y_min")}
    found |= {name: merging.reduce(np.maximum, getattr(shapes, name)) for name in ("x_max", "y_max")}
    return found | {"flux": merging.sum(shapes.flux).astype(np.float32)}


def brightest_members(peak, merging):
    """The detection of each object that has its highest peak: its own where several have it -> indices (n,)."""
    top = merging.reduce(np.fmax, peak)
    held = np.flatnonzero(merging.holder >= 0)
    at_top = held[peak[held] == top[merging.holder[held]]][::-1]
    first = merging.own.copy()
    first[merging.holder[at_top]] = at_top  # of several values at one place, numpy keeps the last
    return np.where(peak[merging.own] == top, merging.own, first)


def progress_of_scan(last_pixel, columns, blanking_delay):
    """How far the scan and the blanking behind it had come when each detection was found -> dict of arrays (m,)."""
    scanned_to = last_pixel + columns
    if blanking_delay is None:
        return {"scanned_to": scanned_to, "blanked_to": scanned_to}
    last_blanked_row = last_pixel // columns + 1 - blanking_delay
    return {"scanned_to": scanned_to, "blanked_to": (last_blanked_row + 1) * columns - 1}


def on_the_frame(edges, shape):
    """Which boxes (lowest and highest x, lowest and highest y) touch the frame of the image."""
    left, right, bottom, top = edges.T
    return (left == 0) | (bottom == 0) | (right == shape[1] - 1) | (top == shape[0] - 1)


@stage("blanking")
def blank(bright: BrightPixels, footprints: Footprints, free_below: np.ndarray) -> BlankedMap:
    """The map of pixels that are hidden when other objects are measured, see `Detections.blanked`.

    It takes the place of the index of the bright pixels, which cannot be found by their coordinates any more.
    """
    blanked = bright.index  # it has room for just these pixels, and their numbers are of no use any more
    labels = blanked.labels.ravel()

    def hide(first: int, stop: int) -> None:
        labels[first:stop][labels[first:stop] != 0] = -1

    in_slices(hide, len(labels), PIXELS_AT_A_TIME, "pixels")
    owner, partial = footprints.owner, is_partial()

    def put(first: int, stop: int) -> None:
        some = slice(first, stop)
        x, y, label = footprints.x[some], footprints.y[some], owner[some] + 1
        label[y <= free_below[owner[some]]] = 0
        flat = flat_index(x, y, bright.shape[1])
        if partial:  # the footprints go on where no bright pixel was looked for
            known = blanked.has_room(flat)
            flat, label = flat[known], label[known]
        blanked.put(flat, label)

    in_slices(put, len(owner), PIXELS_AT_A_TIME, "pixels", PIXELS_AT_A_TIME)
    return blanked

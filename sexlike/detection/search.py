"""The search for objects in one image, from pixels to detections."""

from dataclasses import dataclass, field

import numpy as np

from .blends import deblend
from .blobs import find_blobs
from .cleaning import clean, depths
from .detections import Detections, Footprints
from .draws import Draws
from .filtering import convolve
from .shapes import concentration, measure_shapes
from .waitinglist import WaitingList, buffer_flushes


@dataclass
class Run:
    """What goes on from one extension to the next: the random numbers, and the count of blobs."""

    draws: Draws = field(default_factory=Draws)
    blobs: int = 0


def search(image, config, kernel, thresholds, run, aperture_reach=0):
    """Find the objects of an image.

    Parameters
    ----------
    image : Image
        The detection image.
    config : Config
    kernel : ndarray of float32, shape (h, w), or None
        Detection kernel.
    thresholds : tuple of float
        Detection and analysis threshold.
    run : Run
        Of the extensions before; is updated.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.

    Returns
    -------
    Detections
    """
    filtered = convolve(image.pixels, kernel)
    blobs = find_blobs(filtered, thresholds[0], config)
    threshold = np.full(len(blobs.may_split), thresholds[0], np.float32)
    x, y = blobs.footprints.x, blobs.footprints.y
    parts = deblend(blobs, filtered[y, x], image.pixels[y, x], threshold, config, run.draws)
    first_parent, run.blobs = run.blobs + 1, run.blobs + len(threshold)
    last_row = blobs.footprints.largest(y)[parts.blob]
    if config.DETECT_MAXAREA:
        parts, last_row = without_large(parts, last_row, config.DETECT_MAXAREA)
    footprints, threshold = parts.footprints, threshold[parts.blob]
    values, unfiltered = (v[footprints.y, footprints.x] for v in (filtered, image.pixels))
    shapes = measure_shapes(footprints, values, parts.seed_x, parts.seed_y)
    width = concentration(footprints, unfiltered, threshold, shapes)
    depth = depths(values - threshold[footprints.owner], footprints.start, config.DETECT_MINAREA)
    kernel_rows = 0 if kernel is None else len(kernel)
    local_margin = config.BACKPHOTO_THICK if config.BACKPHOTO_TYPE == "LOCAL" else 0
    flushes = buffer_flushes(image.shape[0], config.MEMORY_BUFSIZE, kernel_rows, local_margin)
    cleaned = clean(
        shapes, footprints.count, threshold, width, depth, last_row, WaitingList(flushes, config.MEMORY_OBJSTACK),
        config.CLEAN_PARAM if config.CLEAN else None, aperture_reach, kernel_rows // 2 + 1 if kernel_rows else None,
    )  # fmt: skip
    blanked = blank(filtered > thresholds[0], footprints, cleaned.free_below)
    return collect(parts, shapes, threshold, cleaned, blanked, values, first_parent, thresholds)


def without_large(parts, last_row, most):
    """The parts of at most so many pixels."""
    keep = parts.footprints.count <= most
    pixels = keep[parts.footprints.owner]
    start = np.r_[0, np.cumsum(parts.footprints.count[keep])]
    footprints = Footprints(parts.footprints.x[pixels], parts.footprints.y[pixels], start)
    rest = (parts.blob, parts.seed_x, parts.seed_y, parts.seed_edges, parts.overflowed)
    return type(parts)(footprints, *(v[keep] for v in rest)), last_row[keep]


def blank(above, footprints, free_below):
    """The map of pixels that are hidden from other objects, see `Detections.blanked`."""
    blanked = np.where(above, np.int32(-1), np.int32(0))
    owner = footprints.owner
    free = footprints.y <= free_below[owner]
    blanked[footprints.y, footprints.x] = np.where(free, 0, owner + 1)
    return blanked


def collect(parts, shapes, threshold, cleaned, blanked, values, first_parent, thresholds):
    """The detections that are left, with what they have absorbed."""
    order, m = cleaned.order, len(threshold)
    place = np.full(m, -1)
    place[order] = np.arange(len(order))
    master = place[cleaned.master]

    def joined(function, of):
        total = of[order].copy()
        function.at(total, master, of)
        return total

    brightest = brightest_of(shapes.peak, master, order)
    height, width = blanked.shape
    left, right, bottom, top = parts.seed_edges.T
    flags = {
        "truncated": (left == 0) | (bottom == 0) | (right == width - 1) | (top == height - 1),
        "overflowed": parts.overflowed,
    }
    same = ("x", "y", "x2", "y2", "xy", "a", "b", "theta", "cxx", "cyy", "cxy", "singular")
    return Detections(
        **{name: getattr(shapes, name)[order] for name in same},
        x_min=joined(np.minimum, shapes.x_min), x_max=joined(np.maximum, shapes.x_max),
        y_min=joined(np.minimum, shapes.y_min), y_max=joined(np.maximum, shapes.y_max),
        x_peak=shapes.x_peak[brightest], y_peak=shapes.y_peak[brightest],
        area=np.bincount(master, parts.footprints.count, len(order)).astype(np.int32),
        threshold=threshold[order], parent=(parts.blob + first_parent).astype(np.int32)[order],
        deblended=~np.isnan(parts.seed_x[order]),
        **{name: joined(np.logical_or, of) for name, of in flags.items()},
        detection=order, master=master, footprints=parts.footprints, blanked=blanked, filtered=values,
        detection_threshold=float(thresholds[0]), analysis_threshold=float(thresholds[1]), detected=m,
    )  # fmt: skip


def brightest_of(peak, master, order):
    """The member of each object that has its highest peak: the object itself where several have it."""
    own = np.zeros(len(peak), bool)
    own[order] = True
    rank = np.lexsort((~own, -peak, master))
    return rank[np.searchsorted(master[rank], np.arange(len(order)))]

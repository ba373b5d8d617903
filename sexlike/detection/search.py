"""The search for objects in one image, from pixels to detections."""

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from .blends import deblend
from .blobs import CONNECTED, find_blobs
from .cleaning import clean, depths
from .detections import Detections, Footprints
from .draws import Draws
from .filtering import convolve
from .shapes import concentration, measure_shapes
from .waitinglist import WaitingList, buffer_flushes

LARGEST_VARIANCE = 1e26  # smoothed, of a pixel that counts


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
    noise = None if image.variance is None else convolve(image.variance, kernel)
    level = threshold_map(noise, config) if weighted(noise, config) else thresholds[0]
    blobs = find_blobs(filtered, level, config)
    x, y = blobs.footprints.x, blobs.footprints.y
    threshold = blobs.footprints.smallest(np.broadcast_to(level, filtered.shape)[y, x])
    parts = deblend(blobs, filtered[y, x], image.pixels[y, x], threshold, config, run.draws, image.variance is not None)
    first_parent, run.blobs = run.blobs + 1, run.blobs + len(threshold)
    width = image.shape[1]
    last_pixel = blobs.footprints.largest(y.astype(np.int64) * width + x)[parts.blob]
    if config.DETECT_MAXAREA:
        parts, last_pixel = without_large(parts, last_pixel, config.DETECT_MAXAREA)
    last_row = last_pixel // width
    footprints = parts.footprints
    values = filtered[footprints.y, footprints.x]
    levels = np.broadcast_to(level, filtered.shape)[footprints.y, footprints.x]
    shapes = measure_shapes(footprints, values, parts.seed_x, parts.seed_y)
    threshold = footprints.smallest(levels)
    cleaned = clean_detections(
        image, config, kernel, shapes, parts, threshold, values - levels, last_row, aperture_reach
    )
    blanked = blank(filtered > level, footprints, cleaned.free_below)
    delay, scanned_to = blanking_delay(kernel), last_pixel + width
    blanked_to = scanned_to if delay is None else (last_row + 2 - delay) * width - 1
    reached = {
        "scanned_to": scanned_to, "blanked_to": blanked_to, "merged_at": cleaned.merged_at,
        "low_weight": near_low_weight(noise, image.worst_variance, footprints),
    }  # fmt: skip
    return collect(parts, shapes, threshold, cleaned, reached, blanked, values, first_parent, thresholds)


def weighted(noise, config):
    """Whether the detection threshold follows the noise from pixel to pixel."""
    return noise is not None and config.THRESH_TYPE[0] != "ABSOLUTE" and len(config.DETECT_THRESH) == 1


def threshold_map(noise, config):
    """Detection threshold of each pixel: DETECT_THRESH times the noise, from the variance smoothed as the image is."""
    return (config.DETECT_THRESH[0] * np.sqrt(noise.astype(np.float64))).astype(np.float32)


def near_low_weight(noise, worst_variance, footprints):
    """Which pixels of footprints have hardly any weight, or touch one that has; None without weights."""
    if noise is None:
        return None
    low = noise >= min(worst_variance, LARGEST_VARIANCE)
    if low.any():
        low = ndimage.binary_dilation(low, CONNECTED)
    return low[footprints.y, footprints.x]


def clean_detections(image, config, kernel, shapes, parts, threshold, excess, last_row, aperture_reach):
    """Clean the list of detections, and put it in the order of the catalog -> Cleaned.

    `excess` is by how much each pixel of the footprints is above the threshold.
    """
    footprints = parts.footprints
    if image.variance is None:
        unfiltered = image.pixels[footprints.y, footprints.x]
        width = concentration(footprints, unfiltered, threshold, shapes)
    else:
        width = np.ones(len(threshold), np.float32)
    depth = depths(excess, footprints.start, config.DETECT_MINAREA)
    kernel_rows = 0 if kernel is None else len(kernel)
    local_margin = config.BACKPHOTO_THICK if config.BACKPHOTO_TYPE == "LOCAL" else 0
    flushes = buffer_flushes(image.shape[0], config.MEMORY_BUFSIZE, kernel_rows, local_margin)
    waiting = WaitingList(flushes, config.MEMORY_OBJSTACK)
    exponent = config.CLEAN_PARAM if config.CLEAN else None
    return clean(
        shapes, footprints.count, threshold, width, depth, last_row, waiting, exponent, aperture_reach,
        blanking_delay(kernel),
    )  # fmt: skip


def blanking_delay(kernel):
    """Rows by which the blanking of pixels lags behind the scan; None if nothing is filtered, and it does not."""
    return None if kernel is None else len(kernel) // 2 + 1


def without_large(parts, last_pixel, most):
    """The parts of at most so many pixels."""
    keep = parts.footprints.count <= most
    pixels = keep[parts.footprints.owner]
    start = np.r_[0, np.cumsum(parts.footprints.count[keep])]
    footprints = Footprints(parts.footprints.x[pixels], parts.footprints.y[pixels], start)
    rest = (parts.blob, parts.seed_x, parts.seed_y, parts.seed_edges, parts.overflowed)
    return type(parts)(footprints, *(v[keep] for v in rest)), last_pixel[keep]


def blank(above, footprints, free_below):
    """The map of pixels that are hidden from other objects, see `Detections.blanked`."""
    blanked = np.where(above, np.int32(-1), np.int32(0))
    owner = footprints.owner
    free = footprints.y <= free_below[owner]
    blanked[footprints.y, footprints.x] = np.where(free, 0, owner + 1)
    return blanked


def collect(parts, shapes, threshold, cleaned, reached, blanked, values, first_parent, thresholds):
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
        detection=order, master=master, **reached, footprints=parts.footprints,
        blanked=blanked, filtered=values,
        detection_threshold=float(thresholds[0]), analysis_threshold=float(thresholds[1]), detected=m,
    )  # fmt: skip


def brightest_of(peak, master, order):
    """The member of each object that has its highest peak: the object itself where several have it."""
    own = np.zeros(len(peak), bool)
    own[order] = True
    rank = np.lexsort((~own, -peak, master))
    return rank[np.searchsorted(master[rank], np.arange(len(order)))]

"""The detections that are left after cleaning, with what they have absorbed, and the map of what is blanked."""

import numpy as np

from .detections import Detections

SAME = ("x", "y", "x2", "y2", "xy", "a", "b", "theta", "cxx", "cyy", "cxy", "singular")  # absorbing changes nothing


def survivors(image, smoothed, candidates, cleaned, blanking_delay, thresholds):
    """Put the objects of an image together.

    Parameters
    ----------
    image : Image
        The detection image.
    smoothed : Smoothed
    candidates : Candidates
        m detections.
    cleaned : Cleaned
        Which n of them are left.
    blanking_delay : int or None
        Rows by which blanking lags behind the scan, None if it does not.
    thresholds : tuple of float
        Detection and analysis threshold.

    Returns
    -------
    Detections
    """
    parts, order = candidates.parts, cleaned.order
    place = np.full(len(cleaned.master), -1)
    place[order] = np.arange(len(order))
    master = place[cleaned.master]
    truncated = on_the_frame(parts.seed_edges, image.shape)
    return Detections(
        **joined_shapes(candidates.shapes, master, order),
        area=np.bincount(master, parts.footprints.count, len(order)).astype(np.int32),
        threshold=candidates.threshold[order], parent=candidates.parent.astype(np.int32)[order],
        deblended=~np.isnan(parts.seed_x[order]),
        truncated=joined(np.logical_or, truncated, master, order),
        overflowed=joined(np.logical_or, parts.overflowed, master, order),
        detection=order, master=master, merged_at=cleaned.merged_at,
        **progress_of_scan(candidates.last_pixel, image.shape[1], blanking_delay),
        footprints=parts.footprints, blanked=blank(smoothed, parts.footprints, cleaned.free_below),
        filtered=candidates.values, detected=len(master),
        low_weight=smoothed.low_weight_at(parts.footprints, image.worst_variance),
        detection_threshold=float(thresholds[0]), analysis_threshold=float(thresholds[1]),
    )  # fmt: skip


def joined_shapes(shapes, master, order):
    """The shapes of the objects: flux, peak and box of all that they hold -> dict of arrays of shape (n,)."""
    brightest = brightest_of(shapes.peak, master, order)
    columns = {name: getattr(shapes, name)[order] for name in SAME}
    columns |= {name: getattr(shapes, name)[brightest] for name in ("peak", "x_peak", "y_peak")}
    columns |= {name: joined(np.minimum, getattr(shapes, name), master, order) for name in ("x_min", "y_min")}
    columns |= {name: joined(np.maximum, getattr(shapes, name), master, order) for name in ("x_max", "y_max")}
    return columns | {"flux": np.bincount(master, shapes.flux, len(order)).astype(np.float32)}


def joined(function, values, master, order):
    """Values of all detections that an object holds, joined by minimum, maximum or the like: (m,) -> (n,)."""
    total = values[order].copy()
    function.at(total, master, values)
    return total


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


def blank(smoothed, footprints, free_below):
    """The map of pixels that are hidden from other objects, see `Detections.blanked`."""
    blanked = np.where(smoothed.pixels > smoothed.level, np.int32(-1), np.int32(0))
    owner = footprints.owner
    free = footprints.y <= free_below[owner]
    blanked[footprints.y, footprints.x] = np.where(free, 0, owner + 1)
    return blanked


def brightest_of(peak, master, order):
    """The member of each object that has its highest peak: the object itself where several have it."""
    own = np.zeros(len(peak), bool)
    own[order] = True
    rank = np.lexsort((~own, -peak, master))
    return rank[np.searchsorted(master[rank], np.arange(len(order)))]

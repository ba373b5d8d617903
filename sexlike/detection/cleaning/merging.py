"""Cleaning: detections that are no more than the wings of a brighter neighbour are merged into it.

Bertin & Arnouts (1996), section 6: the wings of an object are those of a Moffat profile of exponent CLEAN_PARAM, and a
detection that would not have been found without the light of its neighbour's wings belongs to that neighbour.
"""

from dataclasses import dataclass

import numpy as np

from .waitinglist import lines_needed
from .wings import Contamination


@dataclass(frozen=True)
class Cleaned:
    """Who is left, out of m detections.

    Attributes
    ----------
    order : ndarray of int64, shape (n,)
        The detections that are left, in the order of the catalog.
    absorber : ndarray of int64, shape (m,)
        The detection that each has become part of, itself if it is left.
    free_below : ndarray of int64, shape (m,)
        Rows up to this one (inclusive) of a detection that has been merged are given back to the sky; -1 for the
        others.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was merged, m for those that are left.
    """

    order: np.ndarray
    absorber: np.ndarray
    free_below: np.ndarray
    merged_at: np.ndarray


def clean(candidates, row_length, waiting, exponent, aperture_reach, blanking_delay):
    """Merge detections into brighter neighbours, in SExtractor's sequence.

    Parameters
    ----------
    candidates : Candidates
        m detections, in the order of their detection.
    row_length : int
        Pixels in a row of the image.
    waiting : WaitingList
        Empty; it holds the order of the catalog afterwards.
    exponent : float or None
        CLEAN_PARAM; None: no cleaning, only the order.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.
    blanking_delay : int or None
        Rows by which the blanking of pixels lags behind the scan, None if it does not.

    Returns
    -------
    Cleaned
    """
    shapes, number = candidates.shapes, len(candidates.footprints)
    contamination = Contamination(candidates, exponent) if exponent is not None else None
    absorber = np.arange(number)
    free_below, merged_at = np.full(number, -1), np.full(number, number)
    y_min, y_max = shapes.y_min.copy(), shapes.y_max.copy()

    def lines_of(which):
        ellipse = (v[which] for v in (shapes.cxx, shapes.cyy, shapes.cxy))
        return lines_needed(shapes.y[which], y_min[which], y_max[which], *ellipse, aperture_reach)

    lines = list(zip(*(v.tolist() for v in lines_of(slice(None))), strict=True))
    for new, line in enumerate((candidates.last_pixel // row_length + 1).tolist()):
        waiting.scan_to(line)
        waiting.make_room()
        survivor, absorbed = new, []
        if contamination and contamination.possible[new]:
            survivor, absorbed = contamination.resolve(new, waiting.slot_of)
        for detection in absorbed:
            absorber[detection], merged_at[detection] = survivor, new
            free_below[detection] = np.iinfo(np.int64).max if blanking_delay is None else line - blanking_delay
            y_min[survivor] = min(y_min[survivor], y_min[detection])
            y_max[survivor] = max(y_max[survivor], y_max[detection])
            if detection != new:
                waiting.remove(detection)
        if survivor == new:
            waiting.append(new, *(map(int, lines_of(new)) if absorbed else lines[new]))
    waiting.scan_to(np.inf)
    waiting.close()
    return Cleaned(np.array(waiting.order, np.int64), last_absorbers(absorber), free_below, merged_at)


def last_absorbers(absorber):
    """Follow chains of absorbers, each absorbed later by the next, to their ends: (m,) -> (m,)."""
    while not np.array_equal(absorber, further := absorber[absorber]):
        absorber = further
    return absorber

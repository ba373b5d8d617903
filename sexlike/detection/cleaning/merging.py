"""Cleaning: detections that are no more than the wings of a brighter neighbour are merged into it.

Bertin & Arnouts (1996), section 6. SExtractor cleans while it scans: a detection is compared, when its blob is
complete, with those that wait in a list for the catalog. So the sequence of arrivals and departures decides who is
merged into whom.
"""

from dataclasses import dataclass

import numpy as np

from ...stages import stage
from ..candidates import Candidates
from .linebuffer import LinesNeeded
from .waitinglist import WaitingList
from .wings import Contamination

ALL_ROWS = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Cleaned:
    """Which of m detections are left, and what the others have been merged into.

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


@stage("cleaning")
def clean(
    candidates: Candidates,
    row_length: int,
    waiting: WaitingList,
    exponent: float | None,
    aperture_reach: int,
    blanking_delay: int | None,
) -> Cleaned:
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
    number = len(candidates.footprints)
    contamination = None if exponent is None else Contamination(candidates, exponent)
    lines = LinesNeeded(candidates.shapes, aperture_reach)
    absorber, merged_at, free_below = np.arange(number), np.full(number, number), np.full(number, -1)
    completed_on = (candidates.last_pixel // row_length + 1).tolist()  # the line after a blob's last
    for new, line in enumerate(completed_on):
        waiting.scan_to(line, new)
        waiting.make_room()
        survivor, absorbed = contamination.resolve(new, waiting.slot_of) if contamination else (new, [])
        for detection in absorbed:
            absorber[detection], merged_at[detection] = survivor, new
            free_below[detection] = ALL_ROWS if blanking_delay is None else line - blanking_delay
            if detection != new:
                waiting.remove(detection)
        if absorbed:
            lines.unite(survivor, absorbed)
        if survivor == new:
            waiting.append(new, *lines.lines_of(new))
    waiting.scan_to(np.inf, number)
    waiting.close()
    return Cleaned(np.array(waiting.order, np.int64), last_absorbers(absorber), free_below, merged_at)


def last_absorbers(absorber):
    """Follow chains of absorbers, each absorbed later by the next, to their ends: (m,) -> (m,)."""
    while not np.array_equal(absorber, further := absorber[absorber]):
        absorber = further
    return absorber

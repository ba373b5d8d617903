"""Cleaning: detections that are no more than the wings of a brighter neighbour are merged into it.

Bertin & Arnouts (1996), section 6. SExtractor cleans while it scans: a detection is compared, when its blob is
complete, with those that wait in a list for the catalog. So the sequence of arrivals and departures decides who is
merged into whom.
"""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...stages import stage
from ..candidates import Candidates
from ..scanview import Departures
from .sequence import Sequence, run_sequence
from .sequenceloop import run_compiled_sequence
from .waitinglist import Schedule

ALL_ROWS = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Cleaned:
    """Which of m detections are left, and what the others have been merged into.

    Attributes
    ----------
    order : ndarray of int64, shape (n,)
        The detections that are left, in the order of the catalog.
    departures : Departures
        When each of them has left the list.
    absorber : ndarray of int64, shape (m,)
        The detection that each has become part of, itself if it is left.
    free_below : ndarray of int64, shape (m,)
        Rows up to this one (inclusive) of a detection that has been merged are given back to the sky; -1 for the
        others.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was merged, m for those that are left.
    """

    order: np.ndarray
    departures: Departures
    absorber: np.ndarray
    free_below: np.ndarray
    merged_at: np.ndarray


@stage("cleaning")
def clean(
    candidates: Candidates,
    row_length: int,
    schedule: Schedule,
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
    schedule : Schedule
        When detections leave the list for the catalog.
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
    completed_on = candidates.last_pixel // row_length + 1  # the line after a blob's last
    run = run_compiled_sequence if loops.clean else run_sequence
    found: Sequence = run(candidates, completed_on, schedule, exponent, aperture_reach)
    free_below = np.full(len(completed_on), -1)
    merged = np.flatnonzero(found.merged_at < len(completed_on))
    scanned = completed_on[found.merged_at[merged]]
    free_below[merged] = ALL_ROWS if blanking_delay is None else scanned - blanking_delay
    return Cleaned(found.order, found.departures, last_absorbers(found.absorber), free_below, found.merged_at)


def last_absorbers(absorber):
    """Follow chains of absorbers, each absorbed later by the next, to their ends: (m,) -> (m,)."""
    while not np.array_equal(absorber, further := absorber[absorber]):
        absorber = further
    return absorber

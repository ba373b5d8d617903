"""The sequence of cleaning, detection by detection: who enters the list, who leaves it, who is merged into whom."""

from dataclasses import dataclass

import numpy as np

from ..candidates import Candidates
from ..scanview import NEVER, Departures
from .linebuffer import LinesNeeded
from .waitinglist import Schedule, WaitingList
from .wings import Contamination


@dataclass(frozen=True)
class Sequence:
    """What has come of m detections.

    Attributes
    ----------
    order : ndarray of int64, shape (n,)
        The detections that are left, in the order of the catalog.
    departures : Departures
        When each of them has left the list.
    absorber : ndarray of int64, shape (m,)
        The detection that has absorbed each, itself if none has.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was absorbed, m for those that were not.
    """

    order: np.ndarray
    departures: Departures
    absorber: np.ndarray
    merged_at: np.ndarray


def run_sequence(
    candidates: Candidates,
    completed_on: np.ndarray,
    schedule: Schedule,
    exponent: float | None,
    aperture_reach: int,
) -> Sequence:
    """Clean detections one by one.

    Parameters
    ----------
    candidates : Candidates
        m detections, in the order of their detection.
    completed_on : ndarray of int64, shape (m,)
        The line on whose scan each is complete.
    schedule : Schedule
        When detections leave the list.
    exponent : float or None
        CLEAN_PARAM; None: no cleaning.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.

    Returns
    -------
    Sequence
    """
    number = len(completed_on)
    waiting = WaitingList(schedule)
    contamination = None if exponent is None else Contamination(candidates, exponent)
    lines = LinesNeeded(candidates.shapes, aperture_reach)
    absorber, merged_at = np.arange(number), np.full(number, number)
    for new, line in enumerate(completed_on.tolist()):
        waiting.scan_to(line, new)
        waiting.make_room()
        survivor, absorbed = contamination.resolve(new, waiting.slot_of) if contamination else (new, [])
        for detection in absorbed:
            absorber[detection], merged_at[detection] = survivor, new
            if detection != new:
                waiting.remove(detection)
        if absorbed:
            lines.unite(survivor, absorbed)
        if survivor == new:
            waiting.append(new, *lines.lines_of(new))
    waiting.scan_to(NEVER, number)
    waiting.close()
    departures = Departures(*np.array(waiting.departures, np.int64).reshape(-1, 3).T)
    return Sequence(np.array(waiting.order, np.int64), departures, absorber, merged_at)

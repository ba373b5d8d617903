"""The sequence of cleaning with a compiled loop."""

import numpy as np

from ... import loops
from ..candidates import Candidates
from ..scanview import Departures
from .linebuffer import LinesNeeded
from .sequence import Sequence
from .waitinglist import Schedule
from .wings import earlier_neighbours


def run_compiled_sequence(
    candidates: Candidates,
    completed_on: np.ndarray,
    schedule: Schedule,
    exponent: float | None,
    aperture_reach: int,
) -> Sequence:
    """The same as `run_sequence`, from loops/detection/cleaning.c."""
    number = len(completed_on)
    lines = LinesNeeded(candidates.shapes, aperture_reach)
    extents = (completed_on, lines.y_min, lines.y_max, lines.centre, candidates.footprints.count)
    none = np.zeros(0, np.int64), np.zeros(number + 1, np.int64)
    earlier, start = none if exponent is None else earlier_neighbours(candidates.shapes)
    leaves = 1 << max(min(number, schedule.capacity) - 1, 0).bit_length()
    departures, absorber, merged_at = np.empty((number, 4), np.int64), np.arange(number), np.full(number, number)
    left = loops.clean(
        detection_table(candidates),
        candidates.shapes.x,
        candidates.shapes.y,
        np.stack(extents, axis=1).astype(np.int64),
        lines.ellipse_height,
        start,
        earlier,
        np.array(schedule.flushes, np.int64).reshape(-1, 2),
        exponent or 0,
        schedule.capacity,
        aperture_reach,
        schedule.last_first_line,
        np.empty(3 * number + 4 * leaves, np.int64),
        departures,
        absorber,
        merged_at,
    )
    order, *when = departures[:left].T.copy()
    return Sequence(order, Departures(*when), absorber, merged_at)


def detection_table(candidates: Candidates) -> np.ndarray:
    """The detections of loops/detection/cleaning.c: ndarray of float32, shape (m, 9)."""
    shapes = candidates.shapes
    ellipse = (shapes.a, shapes.b, shapes.cxx, shapes.cyy, shapes.cxy)
    light = (shapes.flux, candidates.width, candidates.threshold, candidates.depth)
    return np.stack((*ellipse, *light), axis=1, dtype=np.float32)

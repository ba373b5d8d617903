"""What of the image SExtractor has in memory when it measures an object.

It scans the image with a buffer of MEMORY_BUFSIZE lines, and measures an object when it leaves the list of detections
that wait for the catalog. Lines that have left the buffer, or are not in it yet, do not exist for the object. Pixels
that the scan has not blanked yet are not hidden.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Rows

NEVER = np.iinfo(np.int64).max  # no line is beyond


@dataclass(frozen=True)
class ScanView(Rows):
    """The lines that n objects see, and how far blanking had come when they were measured; int64 of shape (n,).

    Attributes
    ----------
    y_start, y_stop : ndarray
        The lines from `y_start` to before `y_stop` were in the buffer.
    scanned_stop : ndarray
        Lines before this one had been scanned: of two images, the one that is measured is blanked at once.
    blanked_stop : ndarray
        Lines before this one had been blanked in the detection image.
    arrived : ndarray
        Number of detections that had been found.
    """

    y_start: np.ndarray
    y_stop: np.ndarray
    scanned_stop: np.ndarray
    blanked_stop: np.ndarray
    arrived: np.ndarray

    @classmethod
    def of_whole_image(cls, number: int, height: int) -> "ScanView":
        """All lines, when all is done, for so many objects."""
        always = np.full(number, NEVER)
        return cls(np.zeros(number, np.int64), np.full(number, height), always, always, always)


@dataclass(frozen=True)
class Departure:
    """When a detection left the list.

    Attributes
    ----------
    first_line : int
        First line in the buffer.
    line : float
        The line that was to be scanned next, or was being scanned; infinite at the end.
    arrived : int
        Number of detections that had been found.
    """

    first_line: int
    line: float
    arrived: int


def scan_view(departures, height, buffered_lines, blanking_delay):
    """The views of objects that left the list in this order.

    Parameters
    ----------
    departures : sequence of Departure
    height : int
        Lines of the image.
    buffered_lines : int
        Lines in the buffer.
    blanking_delay : int or None
        Lines by which blanking lags behind the scan, None if it does not.

    Returns
    -------
    ScanView
    """
    first = np.array([d.first_line for d in departures], np.int64)
    scanned = np.array([min(d.line, height) for d in departures], np.int64)
    at_end = np.array([d.line == np.inf for d in departures], bool)
    blanked = scanned if blanking_delay is None else scanned + 1 - blanking_delay
    return ScanView(
        y_start=first,
        y_stop=np.minimum(first + buffered_lines, height),
        scanned_stop=np.where(at_end, NEVER, scanned),
        blanked_stop=np.where(at_end, NEVER, blanked),
        arrived=np.where(at_end, NEVER, np.array([d.arrived for d in departures], np.int64)),
    )

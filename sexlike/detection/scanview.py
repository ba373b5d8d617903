"""What of the image SExtractor has in memory when it measures an object.

It scans the image with a buffer of MEMORY_BUFSIZE lines, and measures an object when it leaves the list of detections
that wait for the catalog. Lines that have left the buffer, or are not in it yet, do not exist for the object. Pixels
that the scan has not blanked yet are not hidden.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Rows

NEVER = 2**63 - 1  # the largest int64: no line is beyond


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
class Departures(Rows):
    """When n detections have left the list; int64 of shape (n,).

    Attributes
    ----------
    first_line : ndarray
        First line in the buffer.
    line : ndarray
        The line that was to be scanned next, or was being scanned; NEVER at the end.
    arrived : ndarray
        Number of detections that had been found.
    """

    first_line: np.ndarray
    line: np.ndarray
    arrived: np.ndarray


def scan_view(departures: Departures, height: int, buffered_lines: int, blanking_delay: int | None) -> ScanView:
    """The views of objects that left the list then.

    Parameters
    ----------
    departures : Departures
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
    scanned = np.minimum(departures.line, height)
    at_end = departures.line == NEVER
    blanked = scanned if blanking_delay is None else scanned + 1 - blanking_delay
    return ScanView(
        y_start=departures.first_line,
        y_stop=np.minimum(departures.first_line + buffered_lines, height),
        scanned_stop=np.where(at_end, NEVER, scanned),
        blanked_stop=np.where(at_end, NEVER, blanked),
        arrived=np.where(at_end, NEVER, departures.arrived),
    )

"""The list in which finished detections wait, and the order in which they leave it for the catalog.

SExtractor keeps a buffer of image lines and a list of detections. A newcomer is appended; a detection that leaves is
replaced by the last of the list. Detections leave when the buffer scrolls past them, when the list is full, and at the
end of the image. This bookkeeping decides the order of the catalog, and which detections cleaning compares.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...constants import ALMOST_HALF
from ..scanview import Departure
from ..shapes import Shapes


class WaitingList:
    """Detections that wait for the catalog.

    Parameters
    ----------
    flushes : iterable of (int, int)
        As `LineBuffer.flushes` gives them.
    capacity : int
        MEMORY_OBJSTACK: when so many wait, one leaves before the next enters.
    last_first_line : int
        First line in the buffer at the end of the image.

    Attributes
    ----------
    slots : list of int
        Detection in each slot.
    slot_of : dict
        Detection -> slot.
    order : list of int
        Detections that have left for the catalog, in turn.
    departures : list of Departure
        When each of them has left.
    """

    def __init__(self, flushes: Iterable[tuple[int, int]], capacity: int, last_first_line: int = 0):
        self.slots: list[int] = []
        self.slot_of: dict[int, int] = {}
        self.order: list[int] = []
        self.departures: list[Departure] = []
        self._arrived = self._first_line = 0
        self._line: float = 0
        self._last_first_line = last_first_line
        self._flushes = iter(flushes)
        self._next_flush = next(self._flushes, None)
        self._capacity = capacity
        # Heaps of (lowest or highest line needed, detection); those that have left stay in there until they come up.
        self._lowest: list[tuple[int, int]] = []
        self._highest: list[tuple[int, int]] = []

    def append(self, detection: int, lowest: int, highest: int):
        """Add a detection that needs the image lines `lowest` to `highest`."""
        self.slot_of[detection] = len(self.slots)
        self.slots.append(detection)
        heapq.heappush(self._lowest, (lowest, detection))
        heapq.heappush(self._highest, (highest, detection))

    def remove(self, detection: int):
        """Take a detection out; the last of the list takes its slot."""
        slot, last = self.slot_of.pop(detection), self.slots.pop()
        if last != detection:
            self.slots[slot] = last
            self.slot_of[last] = slot

    def release(self, detection: int):
        """Send a detection to the catalog."""
        self.order.append(detection)
        self.departures.append(Departure(self._first_line, self._line, self._arrived))
        self.remove(detection)

    def scan_to(self, line: float, arrived: int = 0):
        """The scan has come to a line: detections that the buffer has left behind are released, last slot first.

        `arrived` is the number of detections that have been found before.
        """
        self._arrived = arrived
        while self._next_flush is not None and self._next_flush[0] < line:
            scanned, self._first_line = self._next_flush
            self._line = scanned + 1
            leaving = []
            while self._lowest and self._lowest[0][0] <= self._first_line:
                detection = heapq.heappop(self._lowest)[1]
                if detection in self.slot_of:
                    leaving.append(detection)
            for detection in sorted(leaving, key=self.slot_of.__getitem__, reverse=True):
                self.release(detection)
            self._next_flush = next(self._flushes, None)
        self._line = line

    def make_room(self):
        """When the list is full, the detection whose highest line is lowest is released; of several, the first slot."""
        if len(self.slots) < self._capacity:
            return
        while self._highest[0][1] not in self.slot_of:
            heapq.heappop(self._highest)
        least = self._highest[0][0]
        ties = []
        while self._highest and self._highest[0][0] == least:
            detection = heapq.heappop(self._highest)[1]
            if detection in self.slot_of:
                ties.append(detection)
        first = min(ties, key=self.slot_of.__getitem__)
        for detection in ties:
            if detection != first:
                heapq.heappush(self._highest, (least, detection))
        self.release(first)

    def close(self):
        """The image is done: all are released, each time the one in the first slot, which the last then takes over."""
        self._line, self._first_line = np.inf, self._last_first_line
        while self.slots:
            self.release(self.slots[0])


@dataclass(frozen=True)
class LineBuffer:
    """SExtractor's buffer of image lines.

    Attributes
    ----------
    height : int
        Lines of the image.
    lines : int
        Lines in the buffer.
    strip : int
        Lines at its top that the scan leaves free before the buffer scrolls.
    """

    height: int
    lines: int
    strip: int

    @classmethod
    def from_settings(cls, height: int, buffer_lines: int, kernel_height: int, local_margin: int) -> "LineBuffer":
        """The buffer for an image.

        Parameters
        ----------
        height : int
            Lines of the image.
        buffer_lines : int
            MEMORY_BUFSIZE.
        kernel_height : int
            Rows of the detection kernel, 0 without one.
        local_margin : int
            Lines that a local background needs besides, 0 without one.
        """
        margin = local_margin + buffer_lines // 4 if local_margin else 0
        lines = min(height, max(buffer_lines + margin, kernel_height))
        return cls(height, lines, max(1 + margin, (kernel_height - 1) // 2 + 1))

    @property
    def last_first_line(self) -> int:
        """First line in the buffer at the end of the image."""
        return self.height - self.lines

    def first_line(self, line):
        """First line in the buffer while a line is scanned; arrays of any shape."""
        scrolled = line - self.lines + self.strip + 1
        return np.clip(scrolled, 0, self.height - self.lines)

    def flushes(self) -> list[tuple[int, int]]:
        """When the buffer scrolls: the line that has been scanned, and the first line that is kept, in turn."""
        if self.height <= self.lines:
            return [(self.height - 1, 0)]
        first = np.arange(self.height - self.lines)
        return list(zip((self.lines - self.strip + first - 1).tolist(), first.tolist(), strict=True))


class LinesNeeded:
    """The image lines that detections need to be measured, as SExtractor reckons when they enter the list.

    Parameters
    ----------
    shapes : Shapes
        Of the m detections.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.
    """

    def __init__(self, shapes: Shapes, aperture_reach: int):
        self.shapes, self.aperture_reach = shapes, aperture_reach
        self.y_min, self.y_max = shapes.y_min.copy(), shapes.y_max.copy()
        ellipses = (shapes.cxx, shapes.cyy, shapes.cxy)
        self.lowest, self.highest = lines_needed(shapes.y, self.y_min, self.y_max, *ellipses, aperture_reach)

    def lines_of(self, detection: int) -> tuple[int, int]:
        """Lowest and highest line."""
        return int(self.lowest[detection]), int(self.highest[detection])

    def unite(self, survivor: int, absorbed: list[int]):
        """A detection's box grows to hold those of others."""
        members, s = [survivor, *absorbed], self.shapes
        low, high = self.y_min[members].min(), self.y_max[members].max()
        self.y_min[survivor], self.y_max[survivor] = low, high
        ellipse = (s.cxx[survivor], s.cyy[survivor], s.cxy[survivor])
        needed = lines_needed(s.y[survivor], low, high, *ellipse, self.aperture_reach)
        self.lowest[survivor], self.highest[survivor] = needed


def lines_needed(y, y_min, y_max, cxx, cyy, cxy, aperture_reach):
    """The image lines that detections need to be measured, (lowest, highest): arrays of any one shape, or scalars.

    They are those of twice the height of the box, or of the ellipse if that is taller, on either side of the box.
    """
    bracket = cyy.astype(np.float64) - cxy.astype(np.float64) ** 2 / (4 * cxx.astype(np.float64))
    ellipse_height = np.where(bracket > 0, 1 / np.sqrt(3 * np.where(bracket > 0, bracket, 1)), 0)
    margin = (2 * np.maximum(ellipse_height, y_max - y_min + 1) + 4 + ALMOST_HALF).astype(np.int64)
    centre = (y + ALMOST_HALF).astype(np.int64)
    return np.minimum(y_min - margin, centre - aperture_reach), np.maximum(y_max + margin, centre + aperture_reach)

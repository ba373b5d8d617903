"""The list in which finished detections wait, and the order in which they leave it for the catalog.

SExtractor keeps a buffer of image lines and a list of detections. A newcomer is appended; a detection that leaves is
replaced by the last of the list. Detections leave when the buffer scrolls past them, when the list is full, and at the
end of the image. This bookkeeping decides the order of the catalog, and which detections cleaning compares.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from ..scanview import NEVER


@dataclass(frozen=True)
class Schedule:
    """When detections leave the list.

    Attributes
    ----------
    flushes : sequence of (int, int)
        As `LineBuffer.flushes` gives them.
    capacity : int
        MEMORY_OBJSTACK: when so many wait, one leaves before the next enters.
    last_first_line : int
        First line in the buffer at the end of the image.
    """

    flushes: Sequence[tuple[int, int]]
    capacity: int
    last_first_line: int = 0


class WaitingList:
    """Detections that wait for the catalog.

    Parameters
    ----------
    schedule : Schedule

    Attributes
    ----------
    slots : list of int
        Detection in each slot.
    slot_of : dict
        Detection -> slot.
    order : list of int
        Detections that have left for the catalog, in turn.
    departures : list of (int, int, int)
        When each of them has left: see `Departures`.
    """

    def __init__(self, schedule: Schedule):
        self.slots: list[int] = []
        self.slot_of: dict[int, int] = {}
        self.order: list[int] = []
        self.departures: list[tuple[int, int, int]] = []
        self._arrived = self._first_line = self._line = 0
        self._schedule = schedule
        self._flushes = iter(schedule.flushes)
        self._next_flush = next(self._flushes, None)
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
        self.departures.append((self._first_line, self._line, self._arrived))
        self.remove(detection)

    def scan_to(self, line: int, arrived: int = 0):
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
        if len(self.slots) < self._schedule.capacity:
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
        self._line, self._first_line = NEVER, self._schedule.last_first_line
        while self.slots:
            self.release(self.slots[0])

"""The list in which finished detections wait, and the order in which they leave it for the catalog.

SExtractor keeps a buffer of image lines and a list of detections. Newcomers are appended; whoever leaves is replaced
by the last of the list. Detections leave when the buffer scrolls past them, when the list is full, and at the end of
the image. This bookkeeping decides the order of the catalog, and which detections cleaning compares.
"""

import heapq

import numpy as np

from ...constants import ALMOST_HALF


class WaitingList:
    """Detections that wait, by slot; `order` lists those that have left it, as the catalog does."""

    def __init__(self, flushes, capacity):
        self.slots, self.slot_of, self.order = [], {}, []
        self._flushes = iter(flushes)
        self._next_flush = next(self._flushes, None)
        self._capacity = capacity
        self._lowest, self._highest = [], []  # heaps of (lowest or highest line needed, detection)

    def append(self, detection, lowest, highest):
        """Take in a detection that needs the image lines `lowest` to `highest`."""
        self.slot_of[detection] = len(self.slots)
        self.slots.append(detection)
        heapq.heappush(self._lowest, (lowest, detection))
        heapq.heappush(self._highest, (highest, detection))

    def remove(self, detection):
        """Take a detection out; the last of the list takes its slot."""
        slot, last = self.slot_of.pop(detection), self.slots.pop()
        if last != detection:
            self.slots[slot] = last
            self.slot_of[last] = slot

    def release(self, detection):
        """Send a detection to the catalog."""
        self.order.append(detection)
        self.remove(detection)

    def scan_to(self, line):
        """The scan has come to a line: those that the buffer has left behind are released."""
        while self._next_flush is not None and self._next_flush[0] < line:
            first_line = self._next_flush[1]
            leaving = []
            while self._lowest and self._lowest[0][0] <= first_line:
                detection = heapq.heappop(self._lowest)[1]
                if detection in self.slot_of:
                    leaving.append(detection)
            for detection in sorted(leaving, key=self.slot_of.get, reverse=True):
                self.release(detection)
            self._next_flush = next(self._flushes, None)

    def make_room(self):
        """When the list is full, the detection is released whose lines are done first."""
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
        first = min(ties, key=self.slot_of.get)
        for detection in ties:
            if detection != first:
                heapq.heappush(self._highest, (least, detection))
        self.release(first)

    def close(self):
        """The image is done: all are released, always the first slot, which the last takes over."""
        while self.slots:
            self.release(self.slots[0])


def buffer_flushes(height, buffer_lines, kernel_height, local_margin):
    """When SExtractor's buffer scrolls: (line scanned, first line kept), in turn.

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
    buffered = min(height, max(buffer_lines + margin, kernel_height))
    if height <= buffered:
        return [(height - 1, 0)]
    strip = max(1 + margin, (kernel_height - 1) // 2 + 1)
    first = np.arange(height - buffered)
    return list(zip((buffered - strip + first - 1).tolist(), first.tolist(), strict=True))


def lines_needed(y, y_min, y_max, cxx, cyy, cxy, aperture_reach):
    """The image lines that detections need to be measured, (lowest, highest): arrays of any one shape, or scalars."""
    bracket = cyy.astype(np.float64) - cxy.astype(np.float64) ** 2 / (4 * cxx.astype(np.float64))
    ellipse_height = np.where(bracket > 0, 1 / np.sqrt(3 * np.where(bracket > 0, bracket, 1)), 0)
    margin = (2 * np.maximum(ellipse_height, y_max - y_min + 1) + 4 + ALMOST_HALF).astype(np.int64)
    centre = (y + ALMOST_HALF).astype(np.int64)
    return np.minimum(y_min - margin, centre - aperture_reach), np.maximum(y_max + margin, centre + aperture_reach)

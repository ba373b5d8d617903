"""Cleaning: detections that are no more than the wings of a brighter neighbour are merged into it.

Bertin & Arnouts (1996), section 6: the wings of an object are those of a Moffat profile of exponent CLEAN_PARAM, and a
detection that would not have been found without the light of its neighbour's wings belongs to that neighbour.
"""

from dataclasses import dataclass

import numpy as np

from .neighbours import near_pairs
from .waitinglist import lines_needed

REACH = 10.0  # objects further apart than this many times the sum of their major axes are not compared
FARTHEST = 1e10
LONG_LIST = 2000  # pixels of an object that has a heap of its own


@dataclass(frozen=True)
class Cleaned:
    """Who is left, out of m detections.

    Attributes
    ----------
    order : ndarray of int64, shape (n,)
        The detections that are left, in the order of the catalog.
    master : ndarray of int64, shape (m,)
        The detection that each has become part of, itself if it is left.
    free_below : ndarray of int64, shape (m,)
        Rows up to this one (inclusive) of a detection that has been merged are given back to the sky; -1 for the
        others.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was merged, m for those that are left.
    """

    order: np.ndarray
    master: np.ndarray
    free_below: np.ndarray
    merged_at: np.ndarray


def clean(candidates, row_length, waiting, exponent, reach_of_apertures, blanking_delay):
    """Merge detections into brighter neighbours, in SExtractor's sequence.

    Parameters
    ----------
    candidates : Candidates
        m detections, in the order of their detection.
    row_length : int
        Pixels in a row of the image.
    waiting : WaitingList
        Empty; holds the order of the catalog afterwards.
    exponent : float or None
        CLEAN_PARAM; None: no cleaning, only the order.
    reach_of_apertures : int
        Rows that the largest aperture or vignette needs on either side of an object.
    blanking_delay : int or None
        Rows by which the blanking of pixels lags behind the scan, None if it does not.

    Returns
    -------
    Cleaned
    """
    shapes, area = candidates.shapes, candidates.parts.footprints.count
    field = Field(candidates, exponent) if exponent is not None else None
    master = np.arange(len(area))
    free_below, merged_at = np.full(len(area), -1), np.full(len(area), len(area))
    y_min, y_max = shapes.y_min.copy(), shapes.y_max.copy()

    def needed(which):
        ellipse = (v[which] for v in (shapes.cxx, shapes.cyy, shapes.cxy))
        return lines_needed(shapes.y[which], y_min[which], y_max[which], *ellipse, reach_of_apertures)

    lines = list(zip(*(v.tolist() for v in needed(slice(None))), strict=True))
    for new, line in enumerate((candidates.last_pixel // row_length + 1).tolist()):
        waiting.scan_to(line)
        waiting.make_room()
        eater, eaten = field.meet(new, waiting.slot_of) if field and field.hot[new] else (new, [])
        for detection in eaten:
            master[detection], merged_at[detection] = eater, new
            free_below[detection] = np.iinfo(np.int64).max if blanking_delay is None else line - blanking_delay
            y_min[eater] = min(y_min[eater], y_min[detection])
            y_max[eater] = max(y_max[eater], y_max[detection])
            if detection != new:
                waiting.remove(detection)
        if eater == new:
            waiting.append(new, *(map(int, needed(new)) if eaten else lines[new]))
    waiting.scan_to(np.inf)
    waiting.close()
    return Cleaned(np.array(waiting.order, np.int64), ends(master), free_below, merged_at)


def ends(master):
    """Follow chains of masters to their ends."""
    while not np.array_equal(master, further := master[master]):
        master = further
    return master


class Field:
    """Detections with their neighbours, and who would eat whom; merging makes the eater brighter."""

    def __init__(self, candidates, exponent):
        self.shapes, self.exponent = candidates.shapes, exponent
        self.threshold, self.width, self.depth = candidates.threshold, candidates.width, candidates.depth
        self.x, self.y = self.shapes.x.astype(np.float32), self.shapes.y.astype(np.float32)
        self.flux, self.area = self.shapes.flux.copy(), candidates.parts.footprints.count.astype(np.int64)
        early, late = near_pairs(self.x, self.y, REACH * self.shapes.a.astype(np.float64))
        newcomer_wins = self.flux[early] < self.flux[late]
        bright, faint = np.where(newcomer_wins, late, early), np.where(newcomer_wins, early, late)
        bites = self.wing(bright, faint) > self.depth[faint]
        order = np.argsort(late, kind="stable")
        self.early, self.bites = early[order], bites[order]
        self.newcomer_wins = newcomer_wins[order]
        self.start = np.searchsorted(late[order], np.arange(len(self.flux) + 1))
        order = np.argsort(early, kind="stable")
        self.late, self.late_start = late[order], np.searchsorted(early[order], np.arange(len(self.flux) + 1))
        self.hot = np.zeros(len(self.flux), bool)
        self.hot[late[bites]] = True
        self.changed = set()

    def wing(self, bright, faint):
        """Light of the bright one's wings at the centre of the faint one; arrays of shape (p,) or scalars."""
        s = self.shapes
        a, b = s.a[bright].astype(np.float64), s.b[bright].astype(np.float64)
        dx, dy = self.x[faint] - self.x[bright], self.y[faint] - self.y[bright]
        amplitude = self.flux[bright] / (2 * np.pi * a * b * self.width[bright])
        ratio = np.maximum(amplitude / self.threshold[bright], 0)
        fall = (ratio ** (1 / self.exponent) - 1) * np.pi * a * b / self.area[bright]
        r2 = s.cxx[bright] * dx * dx + s.cyy[bright] * dy * dy + s.cxy[bright] * dx * dy
        base = 1 + fall * r2
        profile = amplitude * np.clip(base, 1, FARTHEST) ** -self.exponent
        return np.where((base > 1) & (base < FARTHEST), profile, np.where(base > 1, 0, -np.inf))

    def meet(self, new, present):
        """A newcomer meets those who wait: who eats, and who is eaten, in turn.

        Parameters
        ----------
        new : int
        present : dict
            Slot of each detection that waits.
        """
        menu = []
        pairs = range(self.start[new], self.start[new + 1])
        met = sorted((present[old], old, pair) for pair in pairs if (old := int(self.early[pair])) in present)
        for _, old, pair in met:
            if old in self.changed:
                wins = self.flux[old] < self.flux[new]
                bright, faint = (new, old) if wins else (old, new)
                bites = self.wing(bright, faint) > self.depth[faint]
            else:
                wins, bites = self.newcomer_wins[pair], self.bites[pair]
            if bites and not wins:
                self.absorb(old, [new])
                return old, [new]
            if bites:
                menu.append(old)
        self.absorb(new, menu[::-1])
        return new, menu[::-1]

    def absorb(self, eater, eaten):
        """Add the light and the pixels of the eaten; the eater's later neighbours must look anew."""
        for detection in eaten:
            self.flux[eater] += self.flux[detection]
            self.area[eater] += self.area[detection]
        if eaten:
            self.changed.add(eater)
            self.hot[self.late[self.late_start[eater] : self.late_start[eater + 1]]] = True


def depths(values, start, rank):
    """How deep each detection lies above the threshold: about its `rank`-th brightest pixel.

    SExtractor finds it with a heap that is not quite one, and the survivors of cleaning depend on that: the first
    `rank` values enter it sorted once one more (which is ignored) has come; each later value that is larger than the
    smallest takes its place, and sinks along a path of children that is one off.

    Parameters
    ----------
    values : ndarray of float32, shape (p,)
        Filtered pixels above the threshold, of all detections in list order.
    start : ndarray of int64, shape (m + 1,)
    rank : int
        DETECT_MINAREA.

    Returns
    -------
    ndarray of float32, shape (m,)
    """
    count = np.diff(start)
    depth = np.zeros(len(count), np.float32)
    depth[count == rank] = values[start[:-1][count == rank]]
    many = np.flatnonzero(count > rank)
    many = many[np.argsort(-count[many], kind="stable")]
    if not len(many):
        return depth
    first = start[:-1][many]
    heap = np.sort(values[first[:, None] + np.arange(rank)], axis=1)
    lengths = count[many]
    large = int(np.searchsorted(-lengths, -LONG_LIST, "left"))
    for i in range(large):
        sink_all(heap, i, values[first[i] + rank + 1 : first[i] + lengths[i]])
    active = np.searchsorted(-lengths[large:], -np.arange(rank + 2, LONG_LIST + 1), "right")
    for position, rows in enumerate(active.tolist(), rank + 1):
        if not rows:
            break
        value = values[first[large : large + rows] + position]
        sink(heap, large + np.flatnonzero(value > heap[large : large + rows, 0]), value, large)
    depth[many] = heap[:, 0]
    return depth


def sink(heap, rows, value, offset):
    """Put a value into the first place of some rows of the heap, and let it sink."""
    rank = heap.shape[1]
    heap[rows, 0] = value[rows - offset]
    place = np.ones(len(rows), np.int64)  # from 1
    while len(rows):
        inside = 2 * place <= rank
        rows, place = rows[inside], place[inside]
        child = 2 * place
        second = np.minimum(child + 1, rank) - 1
        child = child + ((child < rank) & (heap[rows, second] < heap[rows, child - 1]))
        larger = heap[rows, place - 1] > heap[rows, child - 1]
        rows, place, child = rows[larger], place[larger], child[larger]
        upper, lower = heap[rows, place - 1], heap[rows, child - 1]
        heap[rows, place - 1], heap[rows, child - 1] = lower, upper
        place = child + 1


def sink_all(heap, row, values):
    """Let the values of one large detection sink, one after the other: only those above the smallest count."""
    position = 0
    while position < len(values):
        above = np.flatnonzero(values[position : position + 4096] > heap[row, 0])
        if not len(above):
            position += 4096
            continue
        position += int(above[0])
        sink(heap, np.array([row]), values[position : position + 1], row)
        position += 1

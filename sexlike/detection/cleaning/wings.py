"""The wings of detections, a Moffat profile of exponent CLEAN_PARAM, and which faint neighbours they explain.

Bertin & Arnouts (1996), section 6.

The light of a detection is modelled by a Moffat profile of exponent CLEAN_PARAM, with the axes of the detection. At the
centre it is as high as a Gaussian of the same moments and flux, and it falls to the threshold where it encloses the
detection's area. A fainter neighbour is contaminated if the wings, at its centre, are higher than it rises above its
own threshold: without them it would not have been found.
"""

import numpy as np

from ...arrays import order_by_label
from ...constants import LARGEST_MOFFAT_BASE
from ..candidates import Candidates
from ..power import power
from ..shapes import Shapes
from .neighbours import near_pairs

REACH = 10.0  # detections further apart than this many times the sum of their major axes are not compared


class Contamination:
    """Which of a detection and its neighbours is contaminated by the other.

    All pairs of neighbours are compared at once when this is made. A detection that absorbs others becomes brighter,
    and is compared anew with those that come later.

    Parameters
    ----------
    candidates : Candidates
        m detections.
    exponent : float
        CLEAN_PARAM: exponent of the Moffat profile.

    Attributes
    ----------
    flux : ndarray of float32, shape (m,)
        Light of each detection and of what it has absorbed.
    area : ndarray of int64, shape (m,)
        Pixels likewise.
    possible : ndarray of bool, shape (m,)
        Those that need to be compared with their neighbours when they arrive.
    brightened : set of int
        Those that have absorbed others.
    """

    def __init__(self, candidates: Candidates, exponent: float):
        self.shapes, self.exponent = candidates.shapes, exponent
        self.threshold, self.width, self.depth = candidates.threshold, candidates.width, candidates.depth
        self.flux, self.area = self.shapes.flux.copy(), candidates.footprints.count.astype(np.int64)
        self.brightened: set[int] = set()
        number = len(self.flux)
        self.early, self.start = earlier_neighbours(self.shapes)
        late = np.repeat(np.arange(number), np.diff(self.start))
        self.contaminated, self.newcomer_is_brighter = self.compare(self.early, late)
        self.possible = np.zeros(number, bool)
        self.possible[late[self.contaminated]] = True
        # Its later neighbours are late[late_start[i] : late_start[i + 1]].
        by_early, self.late_start = order_by_label(self.early, number)
        self.late = late[by_early]

    def wing_light(self, bright, faint):
        """Light of the wings of a bright detection at the centre of a faint one.

        It is ``amplitude * (1 + growth * r2) ** -exponent``, where r2 is the squared distance in units of the ellipse.
        The growth is such that the light equals the threshold where the ellipse holds the area of the detection.

        Parameters
        ----------
        bright, faint : ndarray of int, shape (p,), or int

        Returns
        -------
        ndarray of float64, shape (p,)
            0 where a profile does not fall off, for it is not above the threshold at its centre.
        """
        s = self.shapes
        a, b = s.a[bright].astype(np.float64), s.b[bright].astype(np.float64)
        dx, dy = separation(s, bright, faint)
        amplitude = self.flux[bright] / (2 * np.pi * a * b * self.width[bright])
        ratio = np.maximum(amplitude / self.threshold[bright], 0)
        growth = (power(ratio, 1 / self.exponent) - 1) * np.pi * a * b / self.area[bright]
        r2 = s.cxx[bright] * dx * dx + s.cyy[bright] * dy * dy + s.cxy[bright] * dx * dy
        base = 1 + growth * r2
        profile = amplitude * power(np.clip(base, 1, LARGEST_MOFFAT_BASE), -self.exponent)
        return np.where((base > 1) & (base < LARGEST_MOFFAT_BASE), profile, 0)

    def compare(self, early, late):
        """Whether the fainter of two detections is contaminated, and whether the later is the brighter.

        Parameters
        ----------
        early, late : ndarray of int, shape (p,), or int
            Pairs of detections, in the order of their arrival.

        Returns
        -------
        contaminated, newcomer_is_brighter : ndarray of bool, shape (p,), or bool
        """
        newcomer_is_brighter = self.flux[early] < self.flux[late]
        bright, faint = np.where(newcomer_is_brighter, [late, early], [early, late])
        return self.wing_light(bright, faint) > self.depth[faint], newcomer_is_brighter

    def resolve(self, new: int, present: dict[int, int]) -> tuple[int, list[int]]:
        """Compare a newcomer with its neighbours that wait: which one survives, and which it absorbs.

        Parameters
        ----------
        new : int
        present : dict
            Slot of each detection that waits: they are compared in this order.

        Returns
        -------
        survivor : int
            The newcomer, or the one that absorbs it.
        absorbed : list of int
            In the sequence of their merging: the last compared first.
        """
        if not self.possible[new]:
            return new, []
        explained = []
        pairs = range(self.start[new], self.start[new + 1])
        waiting = sorted((present[old], old, pair) for pair in pairs if (old := int(self.early[pair])) in present)
        for _, old, pair in waiting:
            if old in self.brightened:
                contaminated, newcomer_is_brighter = self.compare(old, new)
            else:
                contaminated, newcomer_is_brighter = self.contaminated[pair], self.newcomer_is_brighter[pair]
            if contaminated and not newcomer_is_brighter:
                self.absorb(old, [new])
                return old, [new]
            if contaminated:
                explained.append(old)
        absorbed = explained[::-1]
        self.absorb(new, absorbed)
        return new, absorbed

    def absorb(self, absorber: int, absorbed: list[int]):
        """Add light and pixels of the absorbed; the absorber's later neighbours must be compared with it anew."""
        for detection in absorbed:
            self.flux[absorber] += self.flux[detection]
            self.area[absorber] += self.area[detection]
        if absorbed:
            self.brightened.add(absorber)
            self.possible[self.late[self.late_start[absorber] : self.late_start[absorber + 1]]] = True


def separation(shapes: Shapes, one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From one detection to another, by their indices: dx, dy, which alone are rounded to float32."""
    dx, dy = shapes.x[other] - shapes.x[one], shapes.y[other] - shapes.y[one]
    return dx.astype(np.float32), dy.astype(np.float32)


def earlier_neighbours(shapes: Shapes) -> tuple[np.ndarray, np.ndarray]:
    """The detections with which each must be compared when it arrives.

    Parameters
    ----------
    shapes : Shapes
        Of m detections.

    Returns
    -------
    earlier : ndarray of int64, shape (p,)
    start : ndarray of int64, shape (m + 1,)
        The neighbours of detection i are ``earlier[start[i] : start[i + 1]]``.
    """
    early, late = near_pairs(shapes.x, shapes.y, REACH * shapes.a.astype(np.float64))
    by_late, start = order_by_label(late, len(shapes.x))
    return early[by_late], start

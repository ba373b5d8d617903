"""The wings of bright detections, and which faint neighbours they explain."""

import numpy as np

from .neighbours import near_pairs

REACH = 10.0  # detections further apart than this many times the sum of their major axes are not compared
FARTHEST = 1e10  # base of the Moffat profile, beyond which there is no light


class Contamination:
    """Detections with their neighbours, and which of a pair is contaminated by the other: it would not have been found
    without the light of the other's wings. An absorber becomes brighter by what it absorbs.

    Parameters
    ----------
    candidates : Candidates
        m detections.
    exponent : float
        CLEAN_PARAM: exponent of the Moffat profile.

    Attributes
    ----------
    possible : ndarray of bool, shape (m,)
        Those that need to be compared with their neighbours when they arrive.
    """

    def __init__(self, candidates, exponent):
        self.shapes, self.exponent = candidates.shapes, exponent
        self.threshold, self.width, self.depth = candidates.threshold, candidates.width, candidates.depth
        self.x, self.y = self.shapes.x.astype(np.float32), self.shapes.y.astype(np.float32)
        self.flux, self.area = self.shapes.flux.copy(), candidates.footprints.count.astype(np.int64)
        early, late = near_pairs(self.x, self.y, REACH * self.shapes.a.astype(np.float64))
        newcomer_is_brighter = self.flux[early] < self.flux[late]
        bright, faint = np.where(newcomer_is_brighter, late, early), np.where(newcomer_is_brighter, early, late)
        contaminated = self.wing_light(bright, faint) > self.depth[faint]
        order = np.argsort(late, kind="stable")
        self.early, self.contaminated = early[order], contaminated[order]
        self.newcomer_is_brighter = newcomer_is_brighter[order]
        self.start = np.searchsorted(late[order], np.arange(len(self.flux) + 1))
        order = np.argsort(early, kind="stable")
        self.late, self.late_start = late[order], np.searchsorted(early[order], np.arange(len(self.flux) + 1))
        self.possible = np.zeros(len(self.flux), bool)
        self.possible[late[contaminated]] = True
        self.brightened = set()

    def wing_light(self, bright, faint):
        """Light of the bright one's wings at the centre of the faint one; arrays of shape (p,) or scalars."""
        s = self.shapes
        a, b = s.a[bright].astype(np.float64), s.b[bright].astype(np.float64)
        dx, dy = self.x[faint] - self.x[bright], self.y[faint] - self.y[bright]
        amplitude = self.flux[bright] / (2 * np.pi * a * b * self.width[bright])
        ratio = np.maximum(amplitude / self.threshold[bright], 0)
        decline = (ratio ** (1 / self.exponent) - 1) * np.pi * a * b / self.area[bright]
        r2 = s.cxx[bright] * dx * dx + s.cyy[bright] * dy * dy + s.cxy[bright] * dx * dy
        base = 1 + decline * r2
        profile = amplitude * np.clip(base, 1, FARTHEST) ** -self.exponent
        return np.where((base > 1) & (base < FARTHEST), profile, np.where(base > 1, 0, -np.inf))

    def resolve(self, new, present):
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
            In the sequence of their merging.
        """
        absorbed = []
        pairs = range(self.start[new], self.start[new + 1])
        waiting = sorted((present[old], old, pair) for pair in pairs if (old := int(self.early[pair])) in present)
        for _, old, pair in waiting:
            contaminated, newcomer_is_brighter = self.compare(old, new, pair)
            if contaminated and not newcomer_is_brighter:
                self.absorb(old, [new])
                return old, [new]
            if contaminated:
                absorbed.append(old)
        self.absorb(new, absorbed[::-1])
        return new, absorbed[::-1]

    def compare(self, old, new, pair):
        """Whether the fainter of two is contaminated, and whether the newcomer is the brighter one -> two bool."""
        if old not in self.brightened:
            return self.contaminated[pair], self.newcomer_is_brighter[pair]
        newcomer_is_brighter = self.flux[old] < self.flux[new]
        bright, faint = (new, old) if newcomer_is_brighter else (old, new)
        return self.wing_light(bright, faint) > self.depth[faint], newcomer_is_brighter

    def absorb(self, absorber, absorbed):
        """Add light and pixels of the absorbed; the absorber's later neighbours must be compared anew."""
        for detection in absorbed:
            self.flux[absorber] += self.flux[detection]
            self.area[absorber] += self.area[detection]
        if absorbed:
            self.brightened.add(absorber)
            self.possible[self.late[self.late_start[absorber] : self.late_start[absorber + 1]]] = True

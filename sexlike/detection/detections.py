"""What the search has found."""

from dataclasses import dataclass, fields, replace

import numpy as np

from .shapes import Shapes


@dataclass(frozen=True)
class Footprints:
    """The pixels of m detections, one after the other, each in the order in which SExtractor lists them.

    Attributes
    ----------
    x, y : ndarray of int32, shape (p,)
    start : ndarray of int64, shape (m + 1,)
        Detection i has the pixels start[i] to start[i + 1].
    """

    x: np.ndarray
    y: np.ndarray
    start: np.ndarray

    @property
    def count(self):
        """Number of pixels, shape (m,)."""
        return np.diff(self.start)

    @property
    def owner(self):
        """Detection of each pixel, shape (p,)."""
        return np.repeat(np.arange(len(self.start) - 1), self.count)

    def places(self, chosen):
        """Indices of the pixels of some detections, one detection after the other: (k,) -> (q,)."""
        count = self.count[chosen]
        return np.arange(count.sum()) + np.repeat(self.start[chosen] - (np.cumsum(count) - count), count)

    def of(self, chosen):
        """The footprints of some detections, in that order."""
        places = self.places(chosen)
        return Footprints(self.x[places], self.y[places], np.r_[0, np.cumsum(self.count[chosen])])

    def sum(self, values):
        """Sums over the footprints, in float64: (p,) -> (m,)."""
        return np.bincount(self.owner, weights=values, minlength=len(self.start) - 1)

    def largest(self, values):
        """Maxima over the footprints: (p,) -> (m,)."""
        return np.maximum.reduceat(values, self.start[:-1]) if len(values) else values

    def smallest(self, values):
        """Minima over the footprints: (p,) -> (m,)."""
        return np.minimum.reduceat(values, self.start[:-1]) if len(values) else values


@dataclass(frozen=True)
class Detections(Shapes):
    """The objects of an image, in the order of the catalog: n of them, out of m detections before cleaning.

    All fields up to `detection` have a value for each object; position and moments are those of its own footprint,
    flux, peak and box those of all that it has absorbed. Arrays have shape (n,) unless said otherwise.

    Attributes
    ----------
    area : ndarray of int32
        Number of pixels above the threshold, those of what was absorbed in cleaning included.
    threshold : ndarray of float32
        Detection threshold.
    parent : ndarray of int32
        Number of the blob before deblending, from 1.
    deblended, truncated, overflowed : ndarray of bool
        FLAGS 2, 8 and 64.
    detection : ndarray of int64
        Index of the object among the m detections (its own footprint).
    master : ndarray of int64, shape (m,)
        Index of the object (0 to n - 1) that holds each detection after cleaning, -1 for none.
    scanned_to, blanked_to : ndarray of int64, shape (m,)
        Place, y * width + x, that SExtractor's scan had come to when it found each detection, and up to which it had
        blanked the pixels of the detection image.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was merged in cleaning, m for those that are left.
    footprints : Footprints
        Of the m detections.
    blanked : ndarray of int32, shape (height, width)
        0 for sky, i + 1 for a pixel of detection i that hides the neighbours' light, -1 for one that belongs to no
        detection (a blob that is too small). What cleaning gave back is 0 again.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at the footprints' pixels.
    detection_threshold, analysis_threshold : float
        Global thresholds of the image.
    detected : int
        Number of detections before cleaning, m.
    low_weight : ndarray of bool, shape (p,), optional
        Pixels of the footprints that have hardly any weight for detection, or touch one; None without weights.
    association : Association, optional
        What a list of positions says of the objects.
    """

    area: np.ndarray
    threshold: np.ndarray
    parent: np.ndarray
    deblended: np.ndarray
    truncated: np.ndarray
    overflowed: np.ndarray
    detection: np.ndarray
    master: np.ndarray
    scanned_to: np.ndarray
    blanked_to: np.ndarray
    merged_at: np.ndarray
    footprints: Footprints
    blanked: np.ndarray
    filtered: np.ndarray
    detection_threshold: float
    analysis_threshold: float
    detected: int
    low_weight: np.ndarray | None = None
    association: object = None

    def __len__(self):
        return len(self.x)

    def only(self, kept, association=None):
        """Some of the objects, by their indices, with what a list of positions says of them -> Detections."""
        names = [field.name for field in fields(self)]
        of_objects = names[: names.index("detection") + 1]
        place = np.full(len(self) + 1, -1)  # the last is that of detections without object
        place[kept] = np.arange(len(kept))
        values = {name: getattr(self, name)[kept] for name in of_objects}
        return replace(self, **values, master=place[self.master], association=association)

    def merged(self, operation, values):
        """Values of the m detections combined into those of the n objects, by a ufunc: (m,) -> (n,)."""
        total = values[self.detection].copy()
        others = np.flatnonzero(self.master >= 0)
        others = others[self.detection[self.master[others]] != others]
        operation.at(total, self.master[others], values[others])
        return total

    def segmentation(self):
        """Segmentation map: the object's number from 1, 0 for the sky; ndarray of int32, shape (height, width)."""
        labels = np.zeros(self.blanked.shape, np.int32)
        labels[self.footprints.y, self.footprints.x] = self.master[self.footprints.owner] + 1
        return labels

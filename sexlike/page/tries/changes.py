"""What a try has changed: which objects are new or lost, were split or merged, by the overlap of their footprints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...detection.detections import Detections
from ...images.regions import Region

LEAST_OVERLAP = 0.5  # of the smaller footprint: neighbours exchange faint pixels
KEPT, NEW, SPLIT, MERGED = "kept", "new", "split", "merged"


@dataclass(frozen=True)
class Footmarks:
    """What is remembered of the objects of a try: their pixels and shapes.

    Attributes
    ----------
    region : Region
    x, y, number : ndarray of int32, shape (p,)
        Places of the pixels in the region, and the number of the object of each, from 1; 0 for none.
    shapes : dict
        x, y, a, b and theta of each, as the browser has them.
    """

    region: Region
    x: np.ndarray
    y: np.ndarray
    number: np.ndarray
    shapes: dict[str, np.ndarray]

    @classmethod
    def of(cls, detections: Detections, region: Region, shapes: dict[str, np.ndarray]) -> Footmarks:
        """Those of detections."""
        footprints = detections.raw.footprints
        number = (detections.raw.holder[footprints.owner] + 1).astype(np.int32)
        return cls(region, footprints.x, footprints.y, number, shapes)

    @property
    def labels(self) -> np.ndarray:
        """The segmentation map of the region, made now: int32 of shape (height, width)."""
        labels = np.zeros(self.region.shape, np.int32)
        labels[self.y, self.x] = self.number
        return labels

    @property
    def nbytes(self) -> int:
        """Bytes that they take."""
        return sum(values.nbytes for values in (self.x, self.y, self.number, *self.shapes.values()))

    def __len__(self) -> int:
        return len(self.shapes["x"])

    def within(self, other: Region) -> np.ndarray:
        """The labels in the part that lies in another region as well."""
        own = self.region
        bottom, top = max(other.bottom, own.bottom) - own.bottom, min(other.top, own.top) - own.bottom
        left, right = max(other.left, own.left) - own.left, min(other.right, own.right) - own.left
        return self.labels[bottom : max(top, 0), left : max(right, 0)]


def changes(new: Footmarks, old: Footmarks | None) -> tuple[list[str], np.ndarray]:
    """Compare a try with the one before, where both have looked.

    Parameters
    ----------
    new, old : Footmarks
        Of n and of m objects; the old one may be missing.

    Returns
    -------
    status : list of str
        Of the n objects: ``kept``, ``new``, ``split``, ``merged``.
    lost : ndarray of int
        Indices of those of the m objects that have nothing in their place.
    """
    status = np.full(len(new), KEPT, object)
    if old is None:
        return status.tolist(), np.zeros(0, int)
    here, before = new.within(old.region).ravel(), old.within(new.region).ravel()
    first, second = overlaps(here, before, len(new), len(old))
    seen = np.bincount(here, minlength=len(new) + 1)[1:] > 0
    matches, partners = np.bincount(first, minlength=len(new)), np.bincount(second, minlength=len(old))
    status[seen & (matches == 0)] = NEW
    status[first[partners[second] > 1]] = SPLIT
    status[matches > 1] = MERGED
    was_seen = np.bincount(before, minlength=len(old) + 1)[1:] > 0
    return status.tolist(), np.flatnonzero(was_seen & (partners == 0))


def overlaps(here: np.ndarray, before: np.ndarray, n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of objects, by index, whose footprints share at least half of the smaller one.

    Parameters
    ----------
    here, before : ndarray of int, shape (p,)
        Labels of the same pixels.
    n, m : int
        Numbers of objects.
    """
    both = (here > 0) & (before > 0)
    pairs, shared = np.unique(here[both].astype(np.int64) * (m + 1) + before[both], return_counts=True)
    first, second = pairs // (m + 1), pairs % (m + 1)
    smaller = np.minimum(np.bincount(here, minlength=n + 1)[first], np.bincount(before, minlength=m + 1)[second])
    enough = shared >= LEAST_OVERLAP * smaller
    return first[enough] - 1, second[enough] - 1

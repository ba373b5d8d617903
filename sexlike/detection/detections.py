"""What the search has found."""

from dataclasses import dataclass, replace

import numpy as np

from ..arrays import inverse
from ..images.scratch import frame
from .association.association import Association
from .blankedmap import BlankedMap
from .footprints import Footprints
from .objects import Objects


@dataclass(frozen=True)
class RawDetections:
    """The m detections of an image before cleaning merged some of them into others.

    Attributes
    ----------
    footprints : Footprints
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at the footprints' pixels.
    low_weight : ndarray of bool, shape (p,), or None
        Pixels of the footprints that have hardly any weight for detection, or touch one; None without weights.
    holder : ndarray of int64, shape (m,)
        Index of the object that holds each detection after cleaning, -1 for none.
    merged_at : ndarray of int64, shape (m,)
        The detection on whose arrival each was merged, m for those that were not.
    scanned_to, blanked_to : ndarray of int64, shape (m,)
        Flat index, y * width + x, of the pixel to which SExtractor's scan had come when it found each detection, and of
        the last that it had blanked in the detection image.
    """

    footprints: Footprints
    filtered: np.ndarray
    low_weight: np.ndarray | None
    holder: np.ndarray
    merged_at: np.ndarray
    scanned_to: np.ndarray
    blanked_to: np.ndarray

    def __len__(self):
        return len(self.holder)


@dataclass(frozen=True)
class Merging:
    """Which object holds each detection, and how values of m detections become those of n objects.

    Attributes
    ----------
    holder : ndarray of int64, shape (m,)
        Index of the object, -1 for none.
    own : ndarray of int64, shape (n,)
        Index of each object's own detection.
    """

    holder: np.ndarray
    own: np.ndarray

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sums over the detections of each object, in float64: (m,) -> (n,)."""
        return np.bincount(self.holder + 1, values, len(self.own) + 1)[1:]

    def reduce(self, ufunc: np.ufunc, values: np.ndarray) -> np.ndarray:
        """Values combined by a ufunc such as maximum, an object's own first, in their own type: (m,) -> (n,)."""
        total = values[self.own].copy()
        is_merged = self.holder >= 0
        is_merged[self.own] = False
        merged = np.flatnonzero(is_merged)
        ufunc.at(total, self.holder[merged], values[merged])
        return total


@dataclass(frozen=True)
class Detections:
    """The objects of an image, the detections that they are made of, and the map of their pixels.

    Attributes
    ----------
    objects : Objects
        n of them.
    raw : RawDetections
        m of them.
    blanked : BlankedMap
        0 for sky, i + 1 for a pixel of detection i, -1 for one above the threshold that belongs to no detection (its
        blob is too small, or too large). Such pixels are hidden when other objects are measured. Those that cleaning
        gave back to the sky are 0 again.
    detection_threshold, analysis_threshold : float
        Global thresholds of the image.
    """

    objects: Objects
    raw: RawDetections
    blanked: BlankedMap
    detection_threshold: float
    analysis_threshold: float

    @property
    def merging(self) -> Merging:
        """Which object holds each detection."""
        return Merging(self.raw.holder, self.objects.detection)

    def keep(self, chosen: np.ndarray, association: Association | None = None) -> "Detections":
        """Some of the objects, by their indices, with what a list of positions says of them.

        All raw detections stay, and so does the map of blanked pixels: objects that are not kept still hide their
        light.
        """
        rank = np.append(inverse(chosen, len(self.objects)), -1)  # the last is for holder -1
        objects = replace(self.objects.take(chosen), association=association)
        return replace(self, objects=objects, raw=replace(self.raw, holder=rank[self.raw.holder]))

    def segmentation(self) -> np.ndarray:
        """Segmentation map: the object's number from 1, 0 for the sky; ndarray of int32, shape (height, width)."""
        labels = frame(self.blanked.shape, np.int32)
        footprints = self.raw.footprints
        labels[footprints.y, footprints.x] = self.raw.holder[footprints.owner] + 1
        return labels

"""The objects of an image."""

from dataclasses import dataclass

import numpy as np

from .association.association import Association
from .scanview import ScanView
from .shapes import Shapes


@dataclass(frozen=True)
class Objects(Shapes):
    """The n objects of an image, in the order of the catalog. Every field has a value for each object.

    Position and moments are those of an object's own footprint; flux, peak, box, area and flags are those of all
    detections that cleaning merged into it.

    Attributes
    ----------
    detection : ndarray of int64, shape (n,)
        Index of the object among the detections before cleaning: its own footprint.
    area : ndarray of int32, shape (n,)
        Number of pixels above the detection threshold.
    threshold : ndarray of float32, shape (n,)
        Detection threshold.
    parent : ndarray of int32, shape (n,)
        Number of the blob before deblending, from 1.
    deblended, truncated, overflowed : ndarray of bool, shape (n,)
        It was split from a blend; it touches the frame of the image; its blob had too many branches to be split.
    incomplete : ndarray of bool, shape (n,)
        A part of its blob was no longer in SExtractor's memory when the blob was complete.
    view : ScanView
        What of the image is seen when each is measured.
    association : Association, optional
        What a list of positions says of the objects.
    """

    detection: np.ndarray
    area: np.ndarray
    threshold: np.ndarray
    parent: np.ndarray
    deblended: np.ndarray
    truncated: np.ndarray
    overflowed: np.ndarray
    incomplete: np.ndarray
    view: ScanView
    association: Association | None = None

"""Pixels that cleaning gave back to the sky, and since when."""

from dataclasses import dataclass

import numpy as np

from ...detection.detections import Detections


@dataclass(frozen=True)
class Unblanked:
    """Pixels that cleaning gave back to the sky; arrays of shape (q,).

    Attributes
    ----------
    flat_index : ndarray of int64
        Flat indices of the pixels, ascending.
    since : ndarray of int64
        The detection on whose arrival each was given back.
    """

    flat_index: np.ndarray
    since: np.ndarray

    @classmethod
    def from_detections(cls, detections: Detections) -> "Unblanked":
        """The pixels of merged detections that are not blanked in the end."""
        merged = np.flatnonzero(detections.raw.merged_at < len(detections.raw))
        footprints = detections.raw.footprints.take(merged)
        flat_index = footprints.y.astype(np.int64) * detections.blanked.shape[1] + footprints.x
        since = detections.raw.merged_at[merged][footprints.owner]
        free = np.flatnonzero(detections.blanked.at(flat_index) == 0)
        free = free[np.argsort(flat_index[free])]
        return cls(flat_index[free], since[free])

    def still_blanked(self, flat_index: np.ndarray, detection: np.ndarray) -> np.ndarray:
        """Whether pixels of these flat indices were given back only after a detection was found, or just then.

        Parameters
        ----------
        flat_index, detection : ndarray of int64, shape (p,)

        Returns
        -------
        ndarray of bool, shape (p,)
        """
        if not len(self.flat_index):
            return np.zeros(len(flat_index), bool)
        rank = np.minimum(np.searchsorted(self.flat_index, flat_index), len(self.flat_index) - 1)
        return (self.flat_index[rank] == flat_index) & (self.since[rank] >= detection)

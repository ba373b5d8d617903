"""The pixels of detections."""

from dataclasses import dataclass

import numpy as np

from ..arrays import offsets, ranges


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

    @classmethod
    def from_counts(cls, x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> "Footprints":
        """The footprints of pixels that are sorted by detection: so many of each."""
        return cls(x, y, offsets(counts))

    def __len__(self):
        return len(self.start) - 1

    @property
    def count(self) -> np.ndarray:
        """Number of pixels, shape (m,)."""
        return np.diff(self.start)

    @property
    def owner(self) -> np.ndarray:
        """Detection of each pixel, shape (p,)."""
        return np.repeat(np.arange(len(self)), self.count)

    def pixel_indices(self, chosen: np.ndarray) -> np.ndarray:
        """Indices of the pixels of some detections, one detection after the other: (k,) -> (q,)."""
        return ranges(self.start[:-1][chosen], self.count[chosen])

    def take(self, chosen: np.ndarray) -> "Footprints":
        """The footprints of some detections, in that order."""
        pixels = self.pixel_indices(chosen)
        return Footprints.from_counts(self.x[pixels], self.y[pixels], self.count[chosen])

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sums over the footprints, in float64 and list order: (p,) -> (m,)."""
        return np.bincount(self.owner, weights=values, minlength=len(self))

    def largest(self, values: np.ndarray) -> np.ndarray:
        """Maxima over the footprints: (p,) -> (m,)."""
        return np.maximum.reduceat(values, self.start[:-1]) if len(values) else values

    def smallest(self, values: np.ndarray) -> np.ndarray:
        """Minima over the footprints: (p,) -> (m,)."""
        return np.minimum.reduceat(values, self.start[:-1]) if len(values) else values

    def bounds(self) -> tuple[np.ndarray, ...]:
        """Lowest and highest x, lowest and highest y; each of shape (m,)."""
        return self.smallest(self.x), self.largest(self.x), self.smallest(self.y), self.largest(self.y)

"""The pixels of detections."""

from dataclasses import dataclass

import numpy as np

from .. import loops
from ..arrays import offsets, ranges
from ..threads import in_slices, picked

LEAST_PIXELS, LEAST_FOOTPRINTS = 50_000, 1000  # for a thread


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

    def for_loops(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The arrays x, y and start as compiled loops take them."""
        x, y = np.ascontiguousarray(self.x, np.int32), np.ascontiguousarray(self.y, np.int32)
        return x, y, np.ascontiguousarray(self.start, np.int64)

    def pixel_indices(self, chosen: np.ndarray) -> np.ndarray:
        """Indices of the pixels of some detections, one detection after the other: (k,) -> (q,)."""
        return ranges(self.start[:-1][chosen], self.count[chosen])

    def by_rows(self) -> np.ndarray:
        """Indices that sort the pixels row by row within each detection: (p,) of int64."""
        order = np.empty(len(self.x), np.int64)

        def work(first: int, stop: int) -> None:
            some, owner = pixels_of_some(self.start, first, stop)
            order[some] = self.start[first] + np.lexsort((self.x[some], self.y[some], owner))

        in_slices(work, len(self), LEAST_FOOTPRINTS, "detections")
        return order

    def values_of(self, image: np.ndarray) -> np.ndarray:
        """Values of an image of float32 at the pixels: (height, width) -> (p,)."""
        image, (x, y, _) = np.ascontiguousarray(image, np.float32), self.for_loops()
        values = np.empty(len(x), np.float32)
        take = loops.take_values or take_values
        in_slices(lambda first, stop: take(image, x, y, values, first, stop), len(x), LEAST_PIXELS, "pixels")
        return values

    def take(self, chosen: np.ndarray) -> "Footprints":
        """The footprints of some detections, in that order."""
        pixels = self.pixel_indices(chosen)
        return Footprints.from_counts(picked(self.x, pixels), picked(self.y, pixels), self.count[chosen])

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sums over the footprints, in float64 and list order: (p,) -> (m,)."""
        sums = np.empty(len(self))

        def work(first: int, stop: int) -> None:
            some, owner = pixels_of_some(self.start, first, stop)
            sums[first:stop] = np.bincount(owner, weights=values[some], minlength=stop - first)

        in_slices(work, len(self), LEAST_FOOTPRINTS, "detections")
        return sums

    def number_above(self, values: np.ndarray, level: np.ndarray) -> np.ndarray:
        """How many of the values of each are above its level: float32 of shapes (p,) and (m,) -> float64 (m,)."""
        numbers = np.empty(len(self))
        values, level = np.ascontiguousarray(values, np.float32), np.ascontiguousarray(level, np.float32)
        start = self.for_loops()[2]
        count = loops.count_values_above or count_values_above
        in_slices(
            lambda first, stop: count(values, start, level, numbers, first, stop),
            len(self),
            LEAST_FOOTPRINTS,
            "detections",
        )
        return numbers

    def largest(self, values: np.ndarray) -> np.ndarray:
        """Maxima over the footprints: (p,) -> (m,)."""
        return self._reduce(np.maximum, values)

    def smallest(self, values: np.ndarray) -> np.ndarray:
        """Minima over the footprints: (p,) -> (m,)."""
        return self._reduce(np.minimum, values)

    def _reduce(self, operation: np.ufunc, values: np.ndarray) -> np.ndarray:
        """One value of each footprint, of which none is empty: (p,) -> (m,)."""
        reduced = np.empty(len(self), values.dtype)

        def work(first: int, stop: int) -> None:
            some, start = slice(self.start[first], self.start[stop]), self.start[first:stop]
            reduced[first:stop] = operation.reduceat(values[some], start - self.start[first]) if stop > first else 0

        in_slices(work, len(self), LEAST_FOOTPRINTS, "detections")
        return reduced

    def bounds(self) -> tuple[np.ndarray, ...]:
        """Lowest and highest x, lowest and highest y; each of shape (m,)."""
        return self.smallest(self.x), self.largest(self.x), self.smallest(self.y), self.largest(self.y)


def take_values(image, x, y, values, first, stop):
    """Write what `Footprints.values_of` returns for the pixels `first` to `stop`."""
    values[first:stop] = image[y[first:stop], x[first:stop]]


def count_values_above(values, start, level, numbers, first, stop):
    """Write what `Footprints.number_above` returns for the footprints `first` to `stop`."""
    pixels, owner = pixels_of_some(start, first, stop)
    above = values[pixels] > level[first:stop][owner]
    numbers[first:stop] = np.bincount(owner, above, stop - first)


def pixels_of_some(start, first, stop):
    """The pixels of the footprints `first` to `stop`: a slice, and the owner of each, from 0 -> ndarray (q,)."""
    return slice(start[first], start[stop]), np.repeat(np.arange(stop - first), np.diff(start[first : stop + 1]))

"""How an image is divided into meshes, and which of their lines are clipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOST_SAMPLED = 1 << 20  # pixels of a row of meshes; of larger rows only some lines are clipped


@dataclass(frozen=True)
class Grid:
    """How an image is divided into meshes.

    Attributes
    ----------
    shape : tuple of int
        Height and width of the image.
    mesh : tuple of int
        Height and width of a mesh; the last one of each row and column may be smaller.
    """

    shape: tuple[int, int]
    mesh: tuple[int, int]

    @classmethod
    def from_back_size(cls, back_size: Sequence[int], shape: tuple[int, ...]) -> Grid:
        """Meshes of BACK_SIZE (one value, or width and height), no larger than the image."""
        height, width = shape
        return cls((height, width), (min(back_size[-1], height), min(back_size[0], width)))

    @property
    def count(self) -> tuple[int, int]:
        """Number of meshes along y and x."""
        height, width = ((length - 1) // size + 1 for length, size in zip(self.shape, self.mesh, strict=True))
        return height, width

    def rows(self) -> list[slice]:
        """Lines of the image in each row of meshes."""
        height = self.mesh[0]
        return [slice(first, min(first + height, self.shape[0])) for first in range(0, self.shape[0], height)]

    def is_sampled(self, line_count: int) -> bool:
        """Whether only some lines of a row of meshes are clipped, if it has so many."""
        return self.shape[1] * line_count > MOST_SAMPLED

    def sampled_lines(self, line_count: int) -> slice:
        """Which lines of a row of meshes are clipped."""
        if not self.is_sampled(line_count):
            return slice(None)
        step = (line_count - 1) // max(MOST_SAMPLED // self.shape[1], 1) + 1
        return slice(step // 2, step // 2 + line_count // step * step, step)

    def sampled_lines_of_rows(self) -> np.ndarray:
        """The same for each row of meshes: int64 of shape (meshes along y, 3), each first line, stop, and step."""
        counts = [rows.stop - rows.start for rows in self.rows()]
        return np.array([self.sampled_lines(count).indices(count) for count in counts], np.int64)

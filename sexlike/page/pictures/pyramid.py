"""The levels of an image: every pixel, every second one, every fourth, ... of which tiles are cut.

Coarse levels are read once and kept; parts of the fine ones are read from the file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

TILE = 256  # pixels along a side
KEPT = 1 << 21  # pixels of the finest level that is kept

Read = Callable[[slice, slice], np.ndarray]


class Pyramid:
    """The levels of an image; level n has every 2^n-th pixel of every 2^n-th row.

    Parameters
    ----------
    shape : tuple of int
        Height and width of the image.
    read : callable
        (rows, columns) -> these pixels, float32; both are slices with a step.

    Attributes
    ----------
    levels : int
        How many there are; the last one is a single tile.
    kept_level : int
        The finest one that is kept.
    """

    def __init__(self, shape: tuple[int, int], read: Read) -> None:
        self.shape, self._read = shape, read
        self.levels = 1
        while max(shape) > TILE << (self.levels - 1):
            self.levels += 1
        self.kept_level = next(
            level for level in range(self.levels) if level == self.levels - 1 or self.pixels_of(level) <= KEPT
        )
        self._kept: np.ndarray | None = None
        self._lock = threading.Lock()

    def size(self, level: int) -> tuple[int, int]:
        """Height and width of a level."""
        height, width = (-(-length >> level) for length in self.shape)
        return height, width

    def pixels_of(self, level: int) -> int:
        """Number of pixels of a level."""
        height, width = self.size(level)
        return height * width

    def prepare(self) -> None:
        """Read the level that is kept, if that has not been done yet."""
        with self._lock:
            if self._kept is None:
                step = slice(None, None, 1 << self.kept_level)
                self._kept = self._read(step, step)

    def sample(self) -> np.ndarray:
        """Pixels from all over the image: float32, of two dimensions."""
        self.prepare()
        assert self._kept is not None
        return self._kept

    def slices(self, level: int, column: int, row: int) -> tuple[slice, slice]:
        """Rows and columns of the image that are in a tile of a level; IndexError if there is no such tile."""
        height, width = self.size(level) if 0 <= level < self.levels else (0, 0)
        if not (0 <= row * TILE < height and 0 <= column * TILE < width):
            raise IndexError(f"there is no tile {column}, {row} of level {level}")
        places = ((row, self.shape[0]), (column, self.shape[1]))
        rows, columns = (
            slice(place * TILE << level, min((place + 1) * TILE << level, length), 1 << level)
            for place, length in places
        )
        return rows, columns

    def tile(self, level: int, column: int, row: int) -> np.ndarray:
        """The pixels of a tile: float32; its first row is that of the lowest y."""
        rows, columns = self.slices(level, column, row)
        if level < self.kept_level:
            return self._read(rows, columns)
        step = 1 << level - self.kept_level
        return self.sample()[
            rows.start >> self.kept_level : -(-rows.stop >> self.kept_level) : step,
            columns.start >> self.kept_level : -(-columns.stop >> self.kept_level) : step,
        ]

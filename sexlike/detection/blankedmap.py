"""The map of the pixels that are hidden when other objects are measured: most of an image is sky, and takes no room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import slices
from ..images.scratch import frame
from ..threads import in_slices

# A block is 2 ** 4 pixels of a line: with fewer their list is longer, with more there is more sky in them.
BLOCK_BITS = 4
BLOCK = 1 << BLOCK_BITS
PIXELS_AT_A_TIME = 1 << 16


@dataclass(frozen=True)
class BlankedMap:
    """A label for each pixel of an image, 0 for the sky.

    The pixels, one line after the other, are divided into blocks. All blocks without a label are one and the same.

    Attributes
    ----------
    shape : tuple of int
        Height and width of the image.
    block : ndarray of int32, shape (blocks of the image,)
        Index of each block among those of `labels`, 0 if there is nothing but sky in it.
    labels : ndarray of int32, shape (blocks with labels + 1, pixels of a block)
    """

    shape: tuple[int, int]
    block: np.ndarray
    labels: np.ndarray

    @classmethod
    def with_room_for(cls, flat_index: np.ndarray, shape: tuple[int, int]) -> BlankedMap:
        """An empty map of an image that has room for the labels of pixels of these flat indices, y * width + x."""
        height, width = shape
        block = frame((-(-height * width // BLOCK),), np.int32)

        def mark(first: int, stop: int) -> None:
            block[flat_index[first:stop] >> BLOCK_BITS] = 1

        in_slices(mark, len(flat_index), PIXELS_AT_A_TIME, "pixels", PIXELS_AT_A_TIME)
        used = np.flatnonzero(block)
        block[used] = np.arange(1, len(used) + 1)
        return cls(shape, block, frame((len(used) + 1, BLOCK), np.int32))

    @classmethod
    def of_frame(cls, frame: np.ndarray) -> BlankedMap:
        """The map of an array of labels, shape (height, width)."""
        height, width = frame.shape
        flat_index = np.flatnonzero(frame)
        blanked = cls.with_room_for(flat_index, (height, width))
        blanked.put(flat_index, frame.ravel()[flat_index])
        return blanked

    def put(self, flat_index: np.ndarray, label: np.ndarray | int) -> None:
        """Label pixels that there is room for: arrays of shape (p,), or one label for all."""
        labels, label = self.labels.ravel(), np.broadcast_to(label, flat_index.shape)
        for some in slices(len(flat_index), PIXELS_AT_A_TIME):
            labels[self._places(flat_index[some])] = label[some]

    def has_room(self, flat_index: np.ndarray) -> np.ndarray:
        """Whether there is room for labels of pixels: (p,) -> (p,) of bool. Some have it that were not announced."""
        return self.block.take(flat_index >> BLOCK_BITS) != 0

    def at(self, flat_index: np.ndarray) -> np.ndarray:
        """Labels of pixels by their flat indices, y * width + x: (p,) -> (p,) of int32."""
        labels, found = self.labels.ravel(), np.empty(flat_index.shape, np.int32)
        for some in slices(len(flat_index), PIXELS_AT_A_TIME):
            found[some] = labels.take(self._places(flat_index[some]))
        return found

    def rows(self, first: int, last: int) -> np.ndarray:
        """Labels on the rows `first` to `last` (exclusive): ndarray of int32, shape (rows, width)."""
        width = self.shape[1]
        return self.at(np.arange(first * width, last * width)).reshape(-1, width)

    def _places(self, flat_index: np.ndarray) -> np.ndarray:
        """Where the labels of pixels are."""
        return (self.block.take(flat_index >> BLOCK_BITS).astype(np.int64) << BLOCK_BITS) + (flat_index & (BLOCK - 1))

"""The levels of an image, and the tiles of each."""

import numpy as np
import pytest

from sexlike.page.pictures import pyramid
from sexlike.page.pictures.pyramid import Pyramid

SHAPES = [(300, 420), (1, 5000), (5000, 1), (64, 64), (256, 256), (257, 1), (1, 1), (1000, 513)]


@pytest.mark.parametrize("kept", [1, 5000, 1 << 21])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_tiles_of_a_level_are_every_nth_pixel(shape, kept, monkeypatch):
    monkeypatch.setattr(pyramid, "KEPT", kept)
    image = np.arange(shape[0] * shape[1], dtype=np.float32).reshape(shape)
    levels = Pyramid(shape, lambda rows, columns: image[rows, columns])
    for level in range(levels.levels):
        height, width = levels.size(level)
        tiles = [
            [levels.tile(level, column, row) for column in range(-(-width // 256))] for row in range(-(-height // 256))
        ]
        assert np.array_equal(np.block(tiles), image[:: 1 << level, :: 1 << level])
        assert max(tile.shape for line in tiles for tile in line) <= (256, 256)
    assert max(levels.size(levels.levels - 1)) <= 256
    assert levels.levels == 1 or max(levels.size(levels.levels - 2)) > 256


@pytest.mark.parametrize("place", [(0, 2, 0), (0, 0, 2), (2, 0, 0), (-1, 0, 0), (0, -1, 0), (1, 1, 0), (0, 10**9, 0)])
def test_there_are_no_others(place):
    with pytest.raises(IndexError, match="there is no tile"):
        Pyramid((300, 420), None).slices(*place)


def test_the_kept_level_is_read_once():
    asked = []

    def read(rows, columns):
        asked.append((rows, columns))
        return np.zeros((1024, 1024), np.float32)

    levels = Pyramid((1 << 14, 1 << 14), read)
    for level in range(levels.kept_level, levels.levels):
        levels.tile(level, 0, 0)
    assert asked == [(slice(None, None, 16),) * 2]

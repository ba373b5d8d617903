"""Neighbours of every nth pixel, for the filtered image on coarse levels."""

from itertools import product

import numpy as np
import pytest

from sexlike.page.pictures.layers import neighbours


@pytest.mark.parametrize("length", [1, 2, 7, 12])
def test_neighbours_are_those_on_the_image(length):
    for step, start, shift in product((1, 2, 4), range(length), range(-5, 6)):
        for stop in range(start + 1, length + 1):
            which, there = neighbours(slice(start, stop, step), shift, length)
            shifted = np.arange(start, stop, step) + shift
            inside = (shifted >= 0) & (shifted < length)
            assert np.array_equal(np.arange(len(shifted))[which], np.flatnonzero(inside))
            assert list(range(there.start, there.stop, there.step)) == shifted[inside].tolist()

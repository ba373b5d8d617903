"""Convolutions of maps around their centres."""

import numpy as np
import pytest
from scipy import signal

from sexlike.measure.models.convolution import convolved, on_square


@pytest.mark.parametrize("shape", [(9, 9), (8, 11), (1, 4)])
@pytest.mark.parametrize("side", [13, 20, 31])
def test_linear(shape, side):
    random = np.random.default_rng(1)
    maps, kernel = random.normal(size=(3, *shape)), random.normal(size=(3, 3))
    found = convolved(maps, kernel, side)
    expected = np.stack([signal.convolve2d(plane, kernel) for plane in maps])
    np.testing.assert_allclose(found, on_square(expected, side), atol=1e-12)


def test_what_goes_out_comes_in_at_the_other_side():
    maps, kernel = np.zeros((1, 7, 7)), np.zeros((5, 5))
    maps[0, 3, 3 + 2] = kernel[2, 2 + 2] = 1  # 4 samples to the right of a centre, at 3 of 6
    found = convolved(maps, kernel, 6)[0]
    expected = np.zeros((6, 6))
    expected[3, (3 + 4) % 6] = 1
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("side", [1, 2, 4, 5, 8, 9])
def test_centres_stay_centres(side):
    maps = np.zeros((1, 4, 5))
    maps[0, 2, 2] = 1
    found = on_square(maps, side)
    assert found.shape == (1, side, side)
    assert found[0, side // 2, side // 2] == found.sum() == 1

"""What SEP is asked, and what it answers."""

import numpy as np
import pytest

from sexlike.seplib import LEAST_STACK, find_objects, mesh_background


def test_objects_are_numbered_in_the_order_of_their_completion():
    pixels = np.zeros((9, 12), np.float32)
    pixels[1:4, 1:3] = 5  # ends on row 3
    pixels[1:3, 6:10] = 5  # ends on row 2
    pixels[7, 0] = 5  # too small
    pixels[6, 5:8] = 1  # not above the threshold
    labels = find_objects(pixels, 1.0, 5, 32, 0.005)
    expected = np.zeros((9, 12), np.int32)
    expected[1:4, 1:3], expected[1:3, 6:10] = 2, 1
    np.testing.assert_array_equal(labels, expected)
    assert labels.dtype == np.int32


def test_a_blend_has_several_numbers():
    x = np.arange(40)
    pixels = np.exp(-((x - 12) ** 2) / 18) + np.exp(-((x - 27) ** 2) / 18) + 0.1
    pixels = np.tile(pixels, (5, 1)).astype(np.float32)
    assert find_objects(pixels, 0.05, 5, 32, 0.005).max() == 2
    assert find_objects(pixels, 0.05, 5, 1, 0.005).max() == 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (700, 600)])
def test_an_image_may_be_all_object(shape):
    assert (find_objects(np.full(shape, 9, np.float32), 1.0, 1, 1, 0.005) == 1).all()


def test_more_pixels_in_work_than_sep_takes_by_default():
    y, x = np.indices((700, 900))
    comb = ((x % 2 == 0) | (y == 699)).astype(np.float32)  # teeth that are joined on the last row only
    assert np.count_nonzero(comb) > LEAST_STACK
    assert find_objects(comb, 0.5, 1, 1, 0.005).max() == 1


def test_sky_of_a_mesh():
    tile = np.random.default_rng(1).normal(100, 3, (64, 64)).astype(np.float32)
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((100, 3), abs=0.15)
    tile[:20] = -1e30
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((100, 3), abs=0.2)


@pytest.mark.parametrize("scatter", [0.0, 1.0])
def test_a_scatter_of_nothing_is_not_one(scatter):
    tile = np.full((32, 32), 7, np.float32)
    tile += scatter * np.random.default_rng(2).normal(size=tile.shape).astype(np.float32)
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((7, scatter), abs=0.1)
    assert (sigma == 0) == (scatter == 0)

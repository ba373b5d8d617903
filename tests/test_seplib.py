"""What SEP is asked, and what it answers."""

import numpy as np
import pytest

from sexlike.seplib import LARGEST_VALUE, LEAST_STACK, find_blobs, mesh_background, within_range


def test_objects_are_numbered_in_the_order_of_their_completion():
    pixels = np.zeros((9, 12), np.float32)
    pixels[1:4, 1:3] = 5  # ends on row 3
    pixels[1:3, 6:10] = 5  # ends on row 2
    pixels[7, 0] = 5  # too small
    pixels[6, 5:8] = 1  # not above the threshold
    labels = find_blobs(pixels, 1.0, 5)
    expected = np.zeros((9, 12), np.int32)
    expected[1:4, 1:3], expected[1:3, 6:10] = 2, 1
    np.testing.assert_array_equal(labels, expected)
    assert labels.dtype == np.int32


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (700, 600)])
def test_an_image_may_be_all_object(shape):
    assert (find_blobs(np.full(shape, 9, np.float32), 1.0, 1) == 1).all()


def test_more_pixels_in_work_than_sep_takes_by_default():
    y, x = np.indices((700, 900))
    comb = ((x % 2 == 0) | (y == 699)).astype(np.float32)  # teeth that are joined on the last row only
    assert np.count_nonzero(comb) > LEAST_STACK
    assert find_blobs(comb, 0.5, 1).max() == 1


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


@pytest.mark.parametrize("factor", [2.0**60, 2.0**100])
def test_objects_do_not_depend_on_the_unit_of_the_pixels(factor):
    """Pixels up to 1e33: the square of one is beyond single precision."""
    x = np.arange(40)
    row = np.exp(-((x - 12) ** 2) / 18) + np.exp(-((x - 27) ** 2) / 18) + 0.1
    pixels = np.tile(row * 1000, (5, 1)).astype(np.float32)
    expected = find_blobs(pixels, 50.0, 5)
    assert expected.max() == 1
    np.testing.assert_array_equal(find_blobs(pixels * np.float32(factor), 50 * factor, 5), expected)


@pytest.mark.parametrize("odd", [np.inf, 3e38])
def test_one_pixel_beyond_all_others(odd):
    pixels = np.zeros((9, 12), np.float32)
    pixels[2:5, 3:8] = 5
    pixels[3, 4] = odd
    pixels[7, 7], pixels[8, 8] = np.nan, -np.inf
    np.testing.assert_array_equal(find_blobs(pixels, 1.0, 5), pixels > 1)


@pytest.mark.parametrize("threshold", [-2e30, -1e-30])
def test_what_is_not_above_a_negative_threshold_stays_below(threshold):
    pixels = np.zeros((9, 12), np.float32)
    pixels[2:5, 3:8] = 1e30
    pixels[0] = -3e30
    np.testing.assert_array_equal(find_blobs(pixels, threshold, 5), pixels > threshold)


def test_ordinary_images_are_left_as_they_are():
    pixels = np.random.default_rng(1).normal(0, 3, (20, 20)).astype(np.float32)
    assert within_range(pixels, 4.5)[0] is pixels
    scaled, threshold = within_range(pixels * np.float32(1e30), 1e30)
    above = scaled > np.float32(threshold)
    np.testing.assert_array_equal(above, pixels * np.float32(1e30) > 1e30)
    assert scaled.max() <= LARGEST_VALUE
    ratios = scaled[above] / (pixels[above] * np.float32(1e30))
    assert (ratios == ratios[0]).all()
    assert np.log2(ratios[0]) % 1 == 0

"""PNG files: what another program reads from them is what was written."""

import io

import numpy as np
import pytest
from matplotlib.image import imread

from sexlike.output.page.png import png

RANDOM = np.random.default_rng(1)
RAMP = np.add.outer(3 * np.arange(20), np.arange(30)).astype(np.uint8)


@pytest.mark.parametrize("shape", [(7, 5), (1, 9), (9, 1), (1, 1), (256, 256), (7, 5, 3), (1, 4, 3), (64, 1, 3)])
@pytest.mark.parametrize("level", [0, 1, 9])
def test_pixels_come_back(shape, level):
    pixels = RANDOM.integers(0, 256, shape).astype(np.uint8)
    read = imread(io.BytesIO(png(pixels, level)))
    assert read.shape == shape
    assert np.array_equal(np.round(read * 255).astype(np.uint8), pixels)


@pytest.mark.parametrize(
    "pixels", [RAMP, RAMP.T, np.zeros((8, 8), np.uint8), np.dstack([RAMP, RAMP.T[:20, :20].repeat(2, 1)[:, :30], RAMP])]
)
def test_each_filter_is_read_back(pixels):
    assert np.array_equal(np.round(imread(io.BytesIO(png(pixels))) * 255).astype(np.uint8), pixels)


def test_a_slope_takes_little_room():
    slope = np.add.outer(np.arange(256), 2 * np.arange(256)).astype(np.uint8)
    assert len(png(slope)) < len(png(RANDOM.permuted(slope))) / 50


def test_what_is_no_slice_of_its_own_is_written_as_well():
    pixels = RANDOM.integers(0, 256, (20, 20, 3)).astype(np.uint8)
    read = imread(io.BytesIO(png(pixels[::-1, ::2])))
    assert np.array_equal(np.round(read * 255).astype(np.uint8), pixels[::-1, ::2])

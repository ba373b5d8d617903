from dataclasses import replace

import numpy as np
import pytest

from sexlike.images.regions import CELL_SIZE, Region, busiest_region, part_of, region_around, whole_image

from .loaded import load, sky


def searched(variance=None, **changes):
    image, _ = load(sky())
    return replace(image, variance=variance, **changes)


def test_a_part_of_an_image_has_its_own_shape_and_arrays():
    variance = np.arange(100 * 120, dtype=np.float32).reshape(100, 120)
    flags = np.arange(100 * 120, dtype=np.uint16).reshape(100, 120)
    image = searched(variance, flag_maps=(flags,))
    part = part_of(image, Region(left=10, right=40, bottom=20, top=30))
    assert part.shape == part.raw.shape == (10, 30)
    for cut, whole in ((part.raw, image.raw), (part.pixels, image.pixels), (part.variance, variance)):
        assert np.array_equal(cut, whole[20:30, 10:40])
        assert cut.flags.c_contiguous
    assert np.array_equal(part.flag_maps[0], flags[20:30, 10:40])
    assert part.background is image.background
    assert part_of(searched(), whole_image((100, 120))).variance is None


@pytest.mark.parametrize(
    ("x", "y", "side", "edges"),
    [
        (50, 40, 21, (40, 61, 30, 51)),
        (50.5, 40.5, 20, (41, 61, 31, 51)),
        (2, 98, 20, (0, 20, 80, 100)),
        (119, 1, 200, (0, 120, 0, 100)),
    ],
)
def test_squares_are_moved_into_the_image(x, y, side, edges):
    region = region_around(x, y, side, (100, 120))
    assert (region.left, region.right, region.bottom, region.top) == edges


def test_what_a_region_holds():
    region = Region(10, 20, 30, 50)
    x, y = np.array([9.49, 9.5, 19.49, 19.5, 15, 15, 15]), np.array([40, 40, 40, 40, 29.4, 29.5, 49.5])
    assert region.contains(x, y).tolist() == [False, True, True, False, False, True, False]
    assert region.shape == (20, 10)
    assert region.extent == (10.5, 20.5, 30.5, 50.5)


def test_the_busiest_square_is_where_the_peaks_are():
    pixels = np.zeros((100, 120), np.float32)
    pixels[60:90:16, 70:110:16] = 100
    pixels[4:20:16, 4:40:16] = 100
    image = searched(pixels=pixels)
    peaks = np.argwhere(pixels)[:, ::-1].T
    region = busiest_region(image, 48)
    assert region.contains(*peaks).sum() == 6
    assert (region.left % CELL_SIZE, region.bottom % CELL_SIZE, region.shape) == (0, 0, (48, 48))
    weightless = np.full((100, 120), 1e30, np.float32)
    weightless[:50, :60] = 1
    assert busiest_region(searched(weightless, pixels=pixels), 48).contains(*peaks).sum() == 3
    assert busiest_region(image, 500).shape == (100, 120)

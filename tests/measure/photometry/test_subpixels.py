import numpy as np
import pytest

from sexlike.measure.photometry.aperture_shapes import rows_in_circles
from sexlike.measure.photometry.subpixels import RIM, count_inside, fraction_inside

from .. import plain


@pytest.mark.parametrize("divisions", [5, 11])
@pytest.mark.parametrize("radius", [0.3, 1.0, 4.7, 15.0])
def test_fractions_add_up_to_the_area_of_the_circle(radius, divisions):
    x, y = np.float32([20.3]), np.float32([20.4])
    zone = rows_in_circles(x, y, radius, 41, plain.view(1, 41), margin=RIM)
    total = sum(fraction_inside(pixels, radius, divisions)[1].sum() for pixels in zone.pixels())
    # Sub-pixels on the rim are in or out: an error of the square root of their number.
    rim = 2 * np.pi * radius * divisions
    assert total == pytest.approx(np.pi * radius**2, abs=2 * np.sqrt(rim) / divisions**2 + 1e-3)


def test_sub_pixels_are_counted_one_by_one():
    rng = np.random.default_rng(1)
    dx, dy = rng.uniform(-4, 4, (2, 200)).astype(np.float32)
    steps = (np.arange(5) - 2) / 5
    expected = ((dx[:, None, None] + steps[:, None]) ** 2 + (dy[:, None, None] + steps) ** 2 < 9).sum(axis=(1, 2))
    np.testing.assert_array_equal(count_inside(dx, dy, np.float32(9), 5), expected)


def test_each_pixel_may_have_a_radius_of_its_own():
    (pixels,) = rows_in_circles(
        np.float32([10, 30]), np.float32([10, 30]), np.array([3.0, 5.0]), 41, plain.view(2, 41), margin=RIM
    ).pixels()
    radius = np.float32([3, 5])[pixels.owner]
    near, fraction = fraction_inside(pixels, radius, 5)
    for k, single in enumerate((3.0, 5.0)):
        one = pixels.take(np.flatnonzero(pixels.owner == k))
        assert fraction[pixels.owner[near] == k].sum() == pytest.approx(fraction_inside(one, single, 5)[1].sum())

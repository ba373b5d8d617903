import numpy as np
import pytest

from sexlike.detection.footprints import Footprints
from sexlike.detection.shapes import first_at_peak, measure_shapes, width_factor

from .fields import footprint_of, gaussians


def test_moments_of_a_gaussian():
    y, x = np.mgrid[:81, :81]
    turned = np.radians(30)
    dx, dy = x - 41.3, y - 39.6
    u, v = np.cos(turned) * dx + np.sin(turned) * dy, -np.sin(turned) * dx + np.cos(turned) * dy
    pixels = np.exp(-(u**2) / 32 - v**2 / 8).astype(np.float32)
    blob = footprint_of(pixels, 1e-7)
    shape = measure_shapes(blob, pixels[blob.y, blob.x])
    assert (shape.x[0], shape.y[0]) == pytest.approx((41.3, 39.6), abs=1e-4)
    assert (shape.a[0], shape.b[0], np.degrees(shape.theta[0])) == pytest.approx((4, 2, 30), rel=1e-3)
    assert (shape.x_peak[0], shape.y_peak[0]) == np.unravel_index(pixels.argmax(), pixels.shape)[::-1]
    assert not shape.singular[0]


def test_a_single_pixel_gets_the_moment_of_a_pixel():
    one = Footprints(np.array([7]), np.array([3]), np.array([0, 1]))
    shape = measure_shapes(one, np.array([5], np.float32))
    assert shape.singular[0]
    assert (shape.x[0], shape.y[0]) == (7, 3)
    assert shape.a[0] == pytest.approx(1 / np.sqrt(12), rel=1e-4)


def test_light_whose_sums_are_beyond_single_precision_is_in_the_middle_of_its_box():
    """One detection of ordinary pixels, and one of 1e38: their first moments are infinite."""
    x, y = np.array([0, 1, 2, 10, 11, 12, 13]), np.array([0, 0, 0, 5, 5, 6, 6])
    two = Footprints.from_counts(x, y, [3, 4])
    with np.errstate(over="ignore", invalid="ignore"):
        found = measure_shapes(two, np.float32([1, 1, 2, 1e38, 3e38, 3e38, 3e38]))
    assert found.x.tolist() == [1.25, 11.5]
    assert found.y.tolist() == [0, 5.5]
    assert found.singular.tolist() == [True, True]
    assert found.x2.tolist() == pytest.approx([11 / 16 + 0.0833333, 0.0833333])
    assert np.isfinite([found.a, found.b, found.theta]).all()


def test_the_peak_is_the_first_of_the_list():
    two = Footprints(np.array([1, 2, 3, 9, 8]), np.array([1, 1, 1, 5, 5]), np.array([0, 3, 5]))
    values = np.array([1, 4, 4, 2, 2], np.float32)
    assert first_at_peak(two, values, two.largest(values)).tolist() == [1, 3]


def test_width_factor_of_a_gaussian_is_one_at_most():
    pixels = gaussians((60, 60), [(30, 30, 1000, 4)])
    blob = footprint_of(pixels, 0.2)
    light = pixels[blob.y, blob.x]
    value = width_factor(blob, light, np.array([0.2], np.float32), measure_shapes(blob, light))
    assert 0.8 < value[0] <= 1


def test_width_factor_of_steep_edges_follows_from_the_areas():
    y, x = np.indices((60, 60))
    pixels = (100 / (1 + np.exp((np.hypot(x - 30.2, y - 29.6) - 10) / 0.7))).astype(np.float32)
    disc = footprint_of(pixels, 4)
    light = pixels[disc.y, disc.x]
    shapes = measure_shapes(disc, light)
    half = (4 + light.max()) / 2
    difference = len(light) - np.count_nonzero(light > half)
    expected = difference / (2 * np.pi * shapes.a[0] * shapes.b[0] * np.log(half / 4))
    assert 0.2 < expected < 0.6
    assert width_factor(disc, light, np.float32([4]), shapes)[0] == pytest.approx(expected, rel=1e-5)


def square(side, light):
    """A square of even light, its shape, and the product of the axes."""
    y, x = np.indices((side, side)).reshape(2, -1)
    footprint = Footprints.from_counts(x, y, [side**2])
    values = np.full(side**2, light, np.float32)
    shapes = measure_shapes(footprint, np.ones_like(values))
    return (footprint, values), shapes, shapes.a[0] * shapes.b[0]


def test_width_factor_of_equal_areas_is_that_of_a_difference_of_one():
    pixels, shapes, axes = square(5, 1.0)
    expected = 1 / (2 * np.pi * axes * np.log(1.5))
    assert width_factor(*pixels, np.float32([0.5]), shapes)[0] == pytest.approx(expected, rel=1e-5)


def test_width_factor_of_a_peak_below_the_threshold_is_that_of_a_ratio_of_99_percent():
    pixels, shapes, axes = square(20, 1.0)
    for threshold in (1.0, 2.0):
        expected = -1 / (2 * np.pi * axes * np.log(0.99))
        assert width_factor(*pixels, np.float32([threshold]), shapes)[0] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("light", "threshold"), [(1.0, -0.5), (-1.0, 1.0), (1.0, 0.0)])
def test_width_factor_is_one_where_levels_have_no_ratio(light, threshold):
    pixels, shapes, _ = square(20, light)
    assert width_factor(*pixels, np.float32([threshold]), shapes)[0] == 1


def test_moments_of_deblended_objects_are_about_their_seeds():
    """Those of a square, but about a point that is 1 and 2 pixels off its centre."""
    y, x = np.indices((5, 5)).reshape(2, -1) + 10
    two = Footprints.from_counts(np.tile(x, 2), np.tile(y, 2), [25, 25])
    found = measure_shapes(two, np.ones(50, np.float32), np.array([np.nan, 13]), np.array([np.nan, 14]))
    assert found.x.tolist() == [12, 13]
    assert found.y.tolist() == [12, 14]
    assert found.x2.tolist() == pytest.approx([2, 2 + 1])
    assert found.y2.tolist() == pytest.approx([2, 2 + 4])
    assert found.xy.tolist() == pytest.approx([0, 2])


def test_boxes_and_sums():
    two = Footprints.from_counts(np.array([1, 2, 3, 9, 8]), np.array([1, 1, 2, 5, 6]), [3, 2])
    found = measure_shapes(two, np.array([1, 4, 3, 2, 7], np.float32))
    box = [getattr(found, name).tolist() for name in ("x_min", "x_max", "y_min", "y_max", "x_peak", "y_peak")]
    assert box == [[1, 8], [3, 9], [1, 5], [2, 6], [2, 8], [1, 6]]
    assert (found.flux.tolist(), found.peak.tolist()) == ([8, 9], [4, 7])
    assert found.flux.dtype == np.float32


@pytest.mark.parametrize(("height", "singular"), [(1, True), (2, False)])
def test_thin_objects_get_the_variance_of_a_pixel(height, singular):
    y, x = np.indices((height, 9)).reshape(2, -1)
    found = measure_shapes(Footprints.from_counts(x, y, [9 * height]), np.ones(9 * height, np.float32))
    assert found.singular.tolist() == [singular]
    extra = 0.0833333 if singular else 0
    assert (found.x2[0], found.y2[0]) == pytest.approx((20 / 3 + extra, (height**2 - 1) / 12 + extra))


def test_with_weights_width_factors_are_one():
    flat = Footprints.from_counts(np.arange(5), np.zeros(5, int), [2, 3])
    assert width_factor(flat, None, np.ones(2, np.float32), None).tolist() == [1, 1]

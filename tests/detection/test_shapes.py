import numpy as np
import pytest

from sexlike.detection.footprints import Footprints
from sexlike.detection.shapes import concentration, first_at_peak, measure_shapes

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


def test_the_peak_is_the_first_of_the_list():
    two = Footprints(np.array([1, 2, 3, 9, 8]), np.array([1, 1, 1, 5, 5]), np.array([0, 3, 5]))
    values = np.array([1, 4, 4, 2, 2], np.float32)
    assert first_at_peak(two, values, two.largest(values)).tolist() == [1, 3]


def test_concentration_of_a_gaussian_is_one_at_most():
    pixels = gaussians((60, 60), [(30, 30, 1000, 4)])
    blob = footprint_of(pixels, 0.2)
    light = pixels[blob.y, blob.x]
    value = concentration(blob, light, np.array([0.2], np.float32), measure_shapes(blob, light))
    assert 0.8 < value[0] <= 1

from itertools import pairwise

import numpy as np
import pytest

from sexlike.detection.deblending.faintpixels import amplitudes
from sexlike.detection.deblending.glibcrand import GlibcRand
from sexlike.detection.deblending.tree import level_values, split
from sexlike.detection.detections import Footprints
from sexlike.detection.shapes import concentration, first_at_peak, measure_shapes

from ..fields import gaussians


def footprint_of(pixels, threshold):
    y, x = np.nonzero(pixels > threshold)
    return Footprints(x.astype(np.int32), y.astype(np.int32), np.array([0, len(x)]))


def test_pixels_between_two_equal_seeds_go_to_each_with_even_odds():
    pixels = gaussians((60, 60), [(20, 30, 1000, 3), (40, 30, 1000, 3)])
    seeds = [footprint_of(np.where(side, pixels, 0), 5) for side in (np.arange(60) < 30, np.arange(60) >= 30)]
    cores = Footprints(*(np.concatenate([getattr(s, v) for s in seeds]) for v in "xy"),
                       np.cumsum([0, *(len(s.x) for s in seeds)]))  # fmt: skip
    shapes = measure_shapes(cores, pixels[cores.y, cores.x])
    ones = np.ones(2, np.float32)
    height = amplitudes(shapes, cores.count, ones, np.full(2, 1, np.float32))
    x = np.repeat([30, 22], 4000)
    zeros = np.zeros(len(x), int)
    chosen = assign_faint_pixels(
        x, np.full(len(x), 30), zeros, np.array([0]), np.array([2]), shapes, height, ones, GlibcRand()
    )
    assert np.mean(chosen[:4000]) == pytest.approx(0.5, abs=0.03)
    assert np.mean(chosen[4000:]) < 0.01


def test_pixels_that_no_seed_lights_go_to_the_nearest_and_draw_nothing():
    pixels = gaussians((60, 200), [(20, 30, 1000, 2), (60, 30, 1000, 2)])
    cores = Footprints(np.array([19, 20, 21, 59, 60, 61]), np.full(6, 30), np.array([0, 3, 6]))
    shapes = measure_shapes(cores, pixels[cores.y, cores.x])
    ones, draws = np.ones(2, np.float32), GlibcRand()
    zero, two = np.array([0]), np.array([2])
    chosen = assign_faint_pixels(np.array([199]), np.array([55]), zero, zero, two, shapes, ones, ones, draws)
    assert chosen.tolist() == [1]
    np.testing.assert_array_equal(draws.take(3), GlibcRand().take(3))


def test_levels_grow_exponentially_from_threshold_to_peak():
    levels = level_values(np.array([2], np.float32), np.array([32], np.float32), 4)
    np.testing.assert_allclose(levels[:, 0], [2, 4, 8, 16])


def test_seeds_of_two_peaks_are_above_their_saddle_and_in_list_order():
    pixels = gaussians((40, 60), [(20, 20, 1000, 3), (36, 20, 600, 3)])
    blob = footprint_of(pixels, 0.5)
    light = pixels[blob.y, blob.x]
    seeds = split(blob, light, np.array([0.5], np.float32), 32, 0.005, 3)
    assert seeds.blob.tolist() == [0, 0]
    assert (light[seeds.pixel] > np.repeat(seeds.level, np.diff(seeds.start))).all()
    x = blob.x[seeds.pixel]
    centres = [x[a:b].mean().round() for a, b in pairwise(seeds.start)]
    assert centres == [36, 20]  # the fainter ends on a lower row


def test_one_peak_does_not_split():
    pixels = gaussians((40, 40), [(20, 20, 1000, 3)])
    blob = footprint_of(pixels, 0.5)
    assert len(split(blob, pixels[blob.y, blob.x], np.array([0.5], np.float32), 32, 0.005, 3).blob) == 0


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

import numpy as np
import pytest

from sexlike.detection.deblending.faintpixels import amplitudes, assign_faint_pixels
from sexlike.detection.deblending.glibcrand import GlibcRand
from sexlike.detection.footprints import Footprints
from sexlike.detection.shapes import measure_shapes

from ..fields import footprint_of, gaussians


def test_pixels_between_two_equal_seeds_go_to_each_with_even_odds():
    pixels = gaussians((60, 60), [(20, 30, 1000, 3), (40, 30, 1000, 3)])
    seeds = [footprint_of(np.where(side, pixels, 0), 5) for side in (np.arange(60) < 30, np.arange(60) >= 30)]
    x, y = (np.concatenate([getattr(seed, name) for seed in seeds]) for name in "xy")
    cores = Footprints.from_counts(x, y, [len(seed.x) for seed in seeds])
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

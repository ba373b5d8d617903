"""Faint pixels and the random numbers that decide on them."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.deblending import faintpixels
from sexlike.detection.deblending.faintpixels import amplitudes, assign_faint_pixels, elliptical_distance
from sexlike.detection.deblending.glibcrand import GlibcRand
from sexlike.detection.footprints import Footprints
from sexlike.detection.moments import Moments
from sexlike.detection.shapes import measure_shapes

from ..fields import footprint_of, gaussians

# Of the C library: 0.840, 0.394, 0.783, 0.798, 0.912, 0.198, 0.335, 0.768, 0.278 of the largest.
SHARES = [0.840, 0.394, 0.783, 0.798, 0.912, 0.198, 0.335, 0.768, 0.278]


def seeds_at(*x):
    """Round seeds of sigma 2 on row 0."""
    x = np.array(x, float)
    moments = Moments.from_variances(np.full(len(x), 4.0), np.full(len(x), 4.0), np.zeros(len(x)))
    return SimpleNamespace(x=x, y=np.zeros(len(x)), **vars(moments))


def assigned(x, seeds, heights, width=None, blob=None, first_seed=(0,), count=None):
    """The seed of each pixel on row 0; all seeds belong to one blob unless said otherwise."""
    x, heights = np.array(x), np.array(heights, np.float32)
    blob = np.zeros(len(x), int) if blob is None else np.array(blob)
    count = np.array([len(heights)] if count is None else count)
    width = np.ones(len(heights), np.float32) if width is None else np.array(width, np.float32)
    first, zeros = np.array(first_seed), np.zeros(len(x), int)
    return assign_faint_pixels(x, zeros, blob, first, count, seeds, heights, width, GlibcRand()).tolist()


def test_random_numbers_are_shares_of_the_light():
    half_way = [10] * 9
    assert assigned(half_way, seeds_at(0, 20), [1, 1]) == [int(share > 0.5) for share in SHARES]
    assert assigned(half_way, seeds_at(0, 20), [4, 1]) == [int(share > 0.8) for share in SHARES]
    thirds = [(share > 0.3) + int(share > 0.8) for share in SHARES]
    assert assigned(half_way, seeds_at(0, 20, 0), [3, 5, 2]) == thirds


def test_light_falls_off_as_that_of_a_gaussian():
    """At 3 and 5 pixels from seeds of sigma 2 it is exp(-9/8) and exp(-25/8): 0.881 of the sum is the first's."""
    share = 1 / (1 + np.exp(9 / 8 - 25 / 8))
    assert 0.84 < share < 0.912
    assert assigned([3] * 9, seeds_at(0, 8), [1, 1]) == [int(s > share) for s in SHARES]
    # A width of 2 on the second's moments: exp(-25/16) there.
    share = 1 / (1 + np.exp(9 / 8 - 25 / 16))
    assert 0.394 < share < 0.768
    assert assigned([3] * 9, seeds_at(0, 8), [1, 1], width=[1, 2]) == [int(s > share) for s in SHARES]


def test_each_blob_has_its_own_seeds():
    """Seeds 0 and 1 are those of blob 0; 2 to 4 those of blob 2; blob 1 is whole."""
    blobs = {"blob": [0, 0, 0, 2, 2, 2], "first_seed": [0, 2, 2], "count": [2, 0, 3]}
    found = assigned([10] * 6, seeds_at(0, 20, 10, 10, 10), [1] * 5, **blobs)
    expected = [int(share > 0.5) for share in SHARES[:3]] + [2 + int(share * 3) for share in SHARES[3:6]]
    assert found == expected


def test_work_in_pieces_changes_nothing(monkeypatch):
    arguments = [10] * 9, seeds_at(0, 20), [4, 1]
    at_once = assigned(*arguments)
    monkeypatch.setattr(faintpixels, "PAIRS_AT_ONCE", 5)
    assert assigned(*arguments) == at_once


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
    """Light ends where the exponent is 70: 23.66 pixels from a seed of sigma 2."""
    assert assigned([24, 10, 76, 10], seeds_at(0, 100, 0), [1, 1, 0]) == [0, 0, 1, 0]
    assert assigned([10, 23, 24, 10], seeds_at(0, 40), [1, 0]) == [0, 0, 1, 0]
    assert assigned([90, 10, 90, 10], seeds_at(0, 20), [1, 1]) == [1, int(SHARES[0] > 0.5), 1, int(SHARES[1] > 0.5)]


def test_there_is_no_light_at_an_exponent_of_70():
    """The first seed would light the pixel; the second, which is nearer, does not."""
    seeds = seeds_at(0, 2)
    for cxx, seed in ((140, 1), (139.99, 0)):
        seeds.cxx = np.array([cxx, 1], np.float32)
        assert assigned([1], seeds, [1, 0]) == [seed]


def test_light_below_one_in_ten_to_the_31_is_none():
    """At 23 pixels it is 1.9e-29 of the height."""
    assert assigned([23], seeds_at(0, 40), [1e-2, 0]) == [0]
    assert assigned([23], seeds_at(0, 40), [2e-3, 0]) == [1]


def test_of_two_nearest_it_is_the_first():
    assert assigned([50], seeds_at(0, 100), [1, 1]) == [0]


def test_distance_is_half_of_that_in_sigmas_squared():
    cxx, cyy, cxy, width = (np.array([v], np.float32) for v in (1 / 16, 1 / 4, 0.1, 0.5))
    found = elliptical_distance(np.array([4.0]), np.array([-2.0]), np.zeros(1, int), cxx, cyy, cxy, width)
    assert found[0] == pytest.approx((1 + 1 - 0.8) / (2 * 0.5))


def heights(area, peak=10.0, a=2.0, b=1.5, width=0.8, threshold=3.0):
    shapes = SimpleNamespace(peak=np.float32([peak]), a=np.float32([a]), b=np.float32([b]))
    return amplitudes(shapes, np.array([area]), np.float32([width]), np.float32([threshold]))[0]


def test_heights_are_those_of_gaussians_of_the_area():
    """A Gaussian falls to the threshold at the radius of its area."""
    area = 2 * np.pi * 0.8 * 2 * 1.5 * np.log(12)
    assert heights(area) == pytest.approx(36, rel=1e-5)
    assert heights(area, peak=8.9) == pytest.approx(4 * 8.9, rel=1e-6)
    assert heights(area, threshold=2.0) == pytest.approx(24, rel=1e-5)


def test_heights_of_extended_seeds_are_four_times_their_peaks():
    area = 2 * np.pi * 0.8 * 2 * 1.5 * 70
    assert heights(1.01 * area, peak=1e30) == pytest.approx(4e30, rel=1e-6)
    assert heights(0.99 * area, peak=1e30) == pytest.approx(3 * np.exp(0.99 * 70), rel=1e-3)

"""Detections put together from whole blobs, seeds and faint pixels."""

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.blobs import find_blobs
from sexlike.detection.deblending.deblend import deblend, seeds_of
from sexlike.detection.deblending.glibcrand import GlibcRand

from ..fields import bright_in, config, crowded, gaussians

THRESHOLD = np.float32(1)


def deblended(pixels, weighted=False, **keywords):
    settings = config(**keywords)
    blobs = find_blobs(bright_in(pixels, THRESHOLD), settings.DETECT_MINAREA)
    light = pixels[blobs.footprints.y, blobs.footprints.x]
    threshold = np.full(len(blobs.footprints), THRESHOLD)
    return blobs, deblend(blobs, None if weighted else light, threshold, settings, GlibcRand())


def lists(footprints):
    """(x, y) of the pixels of each footprint."""
    pixels = list(zip(footprints.x.tolist(), footprints.y.tolist(), strict=True))
    return [pixels[a:b] for a, b in zip(footprints.start[:-1], footprints.start[1:], strict=True)]


# Two stars that touch, above one that does not.
STARS = [(20, 40, 3000, 3), (33, 40, 1500, 3), (30, 12, 2000, 3)]


def test_a_blend_becomes_two_and_a_star_stays_whole():
    blobs, found = deblended(gaussians((60, 60), STARS))
    assert found.blob.tolist() == [0, 1, 1]
    assert np.isnan(found.seed_x).tolist() == np.isnan(found.seed_y).tolist() == [True, False, False]
    positions = sorted(zip(found.seed_x[1:].round(), found.seed_y[1:].round(), strict=True))
    assert positions == [(20, 40), (33, 40)]
    assert not found.overflowed.any()
    whole = lists(blobs.footprints)
    assert lists(found.footprints)[0] == whole[0]
    assert sorted(chain(*lists(found.footprints)[1:])) == sorted(whole[1])


def test_edges_are_those_of_seeds_and_of_whole_blobs():
    blobs, found = deblended(gaussians((60, 60), STARS))
    assert found.seed_edges[0].tolist() == [edge[0] for edge in blobs.footprints.bounds()]
    left, right = found.seed_edges[1:][np.argsort(found.seed_x[1:])]
    assert left[1] < right[0]
    for edges, x in ((left, 20), (right, 33)):
        assert abs((edges[0] + edges[1]) / 2 - x) < 1
        assert abs((edges[2] + edges[3]) / 2 - 40) < 1


def test_the_pixels_of_seeds_are_at_the_head_of_the_lists():
    """The faint ones follow in the blob's order."""
    pixels = gaussians((60, 60), STARS)
    blobs, found = deblended(pixels)
    seeds = seeds_of(blobs, np.full(2, THRESHOLD), config())
    rank = {pixel: i for i, pixel in enumerate(lists(blobs.footprints)[1])}
    for pixel_list, core in zip(lists(found.footprints)[1:], lists(seeds.footprints(blobs.footprints)), strict=True):
        assert pixel_list[: len(core)] == core
        faint = [rank[pixel] for pixel in pixel_list[len(core) :]]
        assert len(faint) > 10
        assert faint == sorted(faint)


@pytest.mark.parametrize("weighted", [False, True])
def test_blends_of_a_crowded_field_keep_their_pixels(weighted):
    pixels = ndimage.gaussian_filter(crowded(), 0.7)
    blobs, found = deblended(pixels, weighted)
    assert len(found) > len(blobs.footprints) + 10
    assert (np.diff(found.blob) >= 0).all()
    whole = lists(blobs.footprints)
    shares = lists(found.footprints)
    for blob, expected in enumerate(whole):
        mine = [shares[i] for i in np.flatnonzero(found.blob == blob)]
        assert sorted(chain(*mine)) == sorted(expected)


def test_with_weights_light_is_taken_for_a_gaussian_of_its_moments():
    """Only draws depend on that: seeds are the same, some faint pixels around these two discs are not."""
    y, x = np.indices((60, 60))
    pixels = np.zeros((60, 60), np.float32)
    for x0, halo in ((22, 20), (37, 40)):
        radius = np.hypot(x - x0, y - 30)
        pixels += (100 / (1 + np.exp((radius - 6) / 0.4)) + halo * np.exp(-(radius**2) / 50)).astype(np.float32)
    (_, plain), (_, weighted) = deblended(pixels), deblended(pixels, weighted=True)
    np.testing.assert_array_equal(plain.seed_x, weighted.seed_x)
    np.testing.assert_array_equal(plain.seed_edges, weighted.seed_edges)
    assert len(plain) == 2
    assert (plain.footprints.count != weighted.footprints.count).all()


@pytest.mark.parametrize(("least_area", "number"), [(1, 2), (2, 1), (3, 1), (5, 1)])
def test_a_branch_has_as_many_pixels_as_a_detection_or_three(least_area, number):
    pixels = np.zeros((5, 9), np.float32)
    pixels[1:4, 1:4], pixels[2, 4], pixels[2, 5] = 9, 2, 9
    assert len(deblended(pixels, DETECT_MINAREA=least_area)[1]) == number


@pytest.mark.parametrize("least_area", [3, 10])
def test_a_branch_of_three_pixels_is_enough_for_any_detection(least_area):
    pixels = np.zeros((5, 11), np.float32)
    pixels[1:4, 1:4], pixels[2, 4], pixels[2, 5:8] = 9, 2, 9
    assert len(deblended(pixels, DETECT_MINAREA=least_area)[1]) == 2


def test_levels_and_contrast_are_those_of_the_configuration():
    pixels = gaussians((60, 60), STARS)
    assert len(deblended(pixels, DEBLEND_NTHRESH=1)[1]) == 2
    assert len(deblended(pixels, DEBLEND_MINCONT=0.4)[1]) == 2
    assert len(deblended(pixels, DETECT_TYPE="PHOTO")[1]) == 3
    assert len(deblended(pixels, DETECT_TYPE="PHOTO", DEBLEND_NTHRESH=2)[1]) == 2


def test_only_blobs_that_may_split_are_looked_at():
    pixels = gaussians((60, 60), STARS)
    blobs = find_blobs(bright_in(pixels, THRESHOLD), 5)
    assert blobs.may_split.tolist() == [False, True]
    light, threshold = pixels[blobs.footprints.y, blobs.footprints.x], np.ones(2, np.float32)
    none = replace(blobs, may_split=np.zeros(2, bool))
    found = deblend(none, light, threshold, config(), GlibcRand())
    assert found.blob.tolist() == [0, 1]

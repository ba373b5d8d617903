"""Detections before cleaning."""

import numpy as np
import pytest

from sexlike.detection.brightpixels import bright_pixels
from sexlike.detection.candidates import find_candidates
from sexlike.detection.filtering import convolve
from sexlike.detection.searchstate import SearchState
from sexlike.detection.shapes import width_factor
from sexlike.detection.smoothing import SmoothedImage

from .fields import KERNEL, config, gaussians, image_of

# Two stars that touch, above one that does not.
PIXELS = gaussians((60, 60), [(20, 40, 3000, 3), (33, 40, 1500, 3), (30, 12, 2000, 3)])


def candidates(pixels=PIXELS, state=None, variance=None, kernel=KERNEL, **keywords):
    settings, image = config(**keywords), image_of(pixels, variance)
    smoothed = SmoothedImage.from_image(image, settings, kernel, np.float32(1.5))
    return find_candidates(image, bright_pixels(smoothed), settings, state or SearchState())


def test_blobs_are_counted_through_all_extensions():
    state = SearchState()
    assert candidates(state=state).parent.tolist() == [1, 2, 2]
    assert state.blobs == 2
    assert candidates(state=state).parent.tolist() == [3, 4, 4]
    assert candidates(np.zeros((9, 9), np.float32), state).parent.tolist() == []
    assert state.blobs == 4


def test_first_row_and_last_pixel_are_those_of_the_blob():
    found = candidates()
    footprints = found.footprints
    flat_index = footprints.y * 60 + footprints.x
    highest = [flat_index[footprints.owner == i].max() for i in range(3)]
    lowest = [footprints.y[footprints.owner == i].min() for i in range(3)]
    assert found.first_row.tolist() == [lowest[0], min(lowest[1:]), min(lowest[1:])]
    assert found.last_pixel.tolist() == [highest[0], max(highest[1:]), max(highest[1:])]


def test_positions_of_a_blend_are_those_of_its_seeds():
    found = candidates()
    assert found.shapes.x[0] == pytest.approx(30, abs=0.01)
    assert sorted(found.shapes.x[1:]) == pytest.approx([20, 33], abs=0.2)
    np.testing.assert_array_equal(found.shapes.x[1:], found.deblended.seed_x[1:])


def test_light_is_that_of_the_filtered_image_and_widths_are_not():
    """The edges of a disc are steeper before it is filtered."""
    y, x = np.indices((40, 40))
    disc = np.where(np.hypot(x - 20, y - 20) < 8, 50, 0).astype(np.float32)
    found = candidates(disc)
    footprints = found.footprints
    smoothed = convolve(disc, KERNEL)
    np.testing.assert_array_equal(found.filtered, smoothed[footprints.y, footprints.x])
    np.testing.assert_allclose(found.shapes.flux, footprints.sum(found.filtered), rtol=1e-6)
    unfiltered = disc[footprints.y, footprints.x]
    expected = width_factor(footprints, unfiltered, found.threshold, found.shapes)
    np.testing.assert_array_equal(found.width, expected)
    assert not np.array_equal(expected, width_factor(footprints, found.filtered, found.threshold, found.shapes))


def test_depth_is_measured_from_the_threshold():
    """Of a row as long as DETECT_MINAREA it is that of the first pixel."""
    row = np.zeros((5, 9), np.float32)
    row[2, 2:7] = [4, 9, 8, 7, 6]
    assert candidates(row, kernel=None, DETECT_MINAREA=5).depth.tolist() == [2.5]
    assert candidates(row, kernel=None, DETECT_MINAREA=1).depth.tolist() == [6.5]  # the ninth was ignored


def test_thresholds_with_weights_are_the_lowest_of_the_pixels():
    variance = np.full_like(PIXELS, 4)
    variance[12, 30] = variance[40, 20] = 1  # in the middle of the first and of one of the others
    found = candidates(variance=variance, kernel=None)
    assert found.threshold.tolist() == [1.5, *np.where(found.shapes.x[1:] < 26, 1.5, 3)]
    assert found.width.tolist() == [1, 1, 1]
    plain = candidates(np.where(PIXELS > 3, PIXELS, 0), kernel=None)
    assert found.footprints.count[0] == plain.footprints.count[0]


def test_detections_larger_than_allowed_are_dropped_and_their_blobs_count():
    counts = candidates().footprints.count
    smallest = int(counts.min())
    found = candidates(DETECT_MAXAREA=smallest)
    assert found.footprints.count.tolist() == [smallest]
    assert found.parent.tolist() == candidates().parent[counts == smallest].tolist()
    assert len(candidates(DETECT_MAXAREA=smallest - 1).footprints) == 0

"""Blobs: they are those of SEP, where there is one threshold."""

import numpy as np
import pytest
import sep
from scipy import ndimage

from sexlike.detection.blobs import find_blobs
from sexlike.detection.filtering import convolve
from sexlike.threads import use_threads

from .fields import KERNEL, bright_in, crowded

THRESHOLD = np.float32(1.5)
FIELD = convolve(crowded(), KERNEL)


def by_sep(pixels, threshold, least_area):
    """SEP's labels, from 1 in the order of completion."""
    sep.set_extract_pixstack(max(pixels.size, 1000) + 1000)
    options = {"filter_kernel": None, "deblend_nthresh": 1, "clean": False, "segmentation_map": True}
    return sep.extract(pixels, float(threshold), minarea=least_area, **options)[1]


def label_map(pixels, threshold, least_area):
    """The same from our blobs."""
    blobs = find_blobs(bright_in(pixels, threshold), least_area)
    labels = np.zeros(pixels.shape, np.int32)
    labels[blobs.footprints.y, blobs.footprints.x] = blobs.footprints.owner + 1
    assert np.count_nonzero(labels) == len(blobs.footprints.x)
    np.testing.assert_array_equal(blobs.filtered, pixels[blobs.footprints.y, blobs.footprints.x], strict=True)
    return labels


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("level", [-0.5, 0.3, 1, 1.5, 3])
@pytest.mark.parametrize("least_area", [1, 5, 30])
def test_blobs_are_those_of_sep(level, least_area, threads):
    use_threads(threads)
    expected = by_sep(FIELD, level, least_area)
    assert expected.max() > (0 if level < 0 else 10)
    for threshold in (level, np.float32(level), np.full_like(FIELD, level)):
        np.testing.assert_array_equal(label_map(FIELD, threshold, least_area), expected, strict=True)
    use_threads(1)


@pytest.mark.parametrize("seed", range(30))
def test_blobs_of_noise_are_those_of_sep(seed):
    random = np.random.default_rng(seed)
    pixels = random.normal(size=random.integers(1, 150, 2))
    pixels = (pixels if seed % 3 == 0 else ndimage.gaussian_filter(pixels, 1) * 3).astype(np.float32)
    if seed % 2:
        pixels[random.random(pixels.shape) < 0.05] = -1e30
    threshold, least_area = random.uniform(-0.5, 1.5), int(random.integers(1, 6))
    labels = label_map(pixels, np.float32(threshold), least_area)
    np.testing.assert_array_equal(labels, by_sep(pixels, np.float32(threshold), least_area), strict=True)


def test_blobs_are_numbered_in_the_order_of_their_completion():
    pixels = np.zeros((9, 12), np.float32)
    pixels[1:4, 1:3] = 5  # ends on row 3
    pixels[1:3, 6:10] = 5  # ends on row 2
    pixels[7, 0] = 5  # too small
    pixels[6, 5:8] = 1  # not above the threshold
    expected = np.zeros((9, 12), np.int32)
    expected[1:4, 1:3], expected[1:3, 6:10] = 2, 1
    np.testing.assert_array_equal(label_map(pixels, 1.0, 5), expected)


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (700, 600)])
def test_an_image_may_be_all_object(shape):
    assert (label_map(np.full(shape, 9, np.float32), 1.0, 1) == 1).all()


def test_teeth_that_are_joined_on_the_last_row_only():
    y, x = np.indices((300, 400))
    comb = ((x % 2 == 0) | (y == 299)).astype(np.float32)
    np.testing.assert_array_equal(label_map(comb, 0.5, 1), comb)


@pytest.mark.parametrize("odd", [np.inf, 3e38])
def test_one_pixel_beyond_all_others(odd):
    pixels = np.zeros((9, 12), np.float32)
    pixels[2:5, 3:8] = 5
    pixels[3, 4] = odd
    pixels[7, 7], pixels[8, 8] = np.nan, -np.inf
    blobs = find_blobs(bright_in(pixels, 1.0), 1).footprints
    assert (len(blobs), len(blobs.x)) == (1, 15)
    assert (pixels[blobs.y, blobs.x] > 1).all()


@pytest.mark.parametrize("threshold", [-2e30, -1e-30])
def test_what_is_not_above_a_negative_threshold_stays_below(threshold):
    pixels = np.zeros((9, 12), np.float32)
    pixels[2:5, 3:8] = 1e30
    pixels[0] = -3e30
    np.testing.assert_array_equal(label_map(pixels, threshold, 5), pixels > threshold)


def may_split(*row):
    """Of the blobs in one row of pixels."""
    return find_blobs(bright_in(np.array([row], np.float32), THRESHOLD), 1).may_split.tolist()


def test_blobs_of_one_maximum_cannot_split():
    assert may_split(2, 5, 3, 2) == [False]
    assert may_split(2, 5, 3, 4) == [True]
    assert may_split(2, 5, 5, 2) == [True]
    assert may_split(5, 0, 5, 2, 4, 0, 2) == [False, True, False]


def test_a_varying_threshold_is_that_of_each_pixel():
    pixels, threshold = np.full((1, 6), 3, np.float32), np.array([[1, 2, 3, 4, 2, 2]], np.float32)
    blobs = find_blobs(bright_in(pixels, threshold), 2).footprints
    assert blobs.x.tolist() == [0, 1, 4, 5]
    assert blobs.count.tolist() == [2, 2]


@pytest.mark.parametrize("threshold", [THRESHOLD, np.full((4, 5), THRESHOLD)], ids=["one", "map"])
def test_nothing(threshold):
    blobs = find_blobs(bright_in(np.zeros((4, 5), np.float32), threshold), 5)
    assert len(blobs.footprints) == len(blobs.may_split) == len(blobs.filtered) == 0


def test_threads_change_nothing():
    """Enough rows and blobs for several threads."""
    random = np.random.default_rng(8)
    pixels = ndimage.gaussian_filter(random.normal(size=(700, 500)), 1).astype(np.float32)
    found = []
    for threads in (1, 2, 8):
        use_threads(threads)
        found.append(find_blobs(bright_in(pixels, 0.2), 2))
    use_threads(1)
    assert len(found[0].footprints) > 3000
    for other in found[1:]:
        for name in ("x", "y", "start"):
            np.testing.assert_array_equal(getattr(other.footprints, name), getattr(found[0].footprints, name))
        np.testing.assert_array_equal(other.filtered, found[0].filtered)
        np.testing.assert_array_equal(other.may_split, found[0].may_split)


def test_those_that_are_complete_on_some_rows():
    bright = bright_in(FIELD, THRESHOLD)
    whole, rows = find_blobs(bright, 5).footprints, slice(20, 41)
    last = whole.largest(whole.y)
    kept = whole.take(np.flatnonzero((last >= rows.start) & (last < rows.stop)))
    found = find_blobs(bright, 5, rows).footprints
    assert 0 < len(found) < len(whole)
    for name in ("x", "y", "start"):
        np.testing.assert_array_equal(getattr(found, name), getattr(kept, name))

"""The list of the pixels above the threshold."""

import numpy as np
import pytest

from sexlike import threads
from sexlike.detection.brightpixels import bright_pixels
from sexlike.detection.filtering import convolve
from sexlike.detection.footprints import Footprints
from sexlike.detection.smoothing import SmoothedImage

from .fields import KERNEL, bright_in, config, image_of

RANDOM = np.random.default_rng(1)
PIXELS = RANDOM.normal(size=(70, 30)).astype(np.float32)
VARIANCE = RANDOM.uniform(1, 9, PIXELS.shape).astype(np.float32)


def listed(variance=None, kernel=KERNEL, worst=1e30, **keywords):
    image = image_of(PIXELS, variance)
    image.worst_variance = worst
    return bright_pixels(SmoothedImage.from_image(image, config(**keywords), kernel, np.float32(0.3)))


@pytest.mark.parametrize("rows", [1, 16, 32, 4096])
@pytest.mark.parametrize("variance", [None, VARIANCE])
def test_they_are_those_of_the_smoothed_image(monkeypatch, variance, rows):
    monkeypatch.setattr(threads, "BAND_ROWS", rows)
    found = listed(variance, DETECT_THRESH=(0.1,))
    smooth = convolve(PIXELS, KERNEL)
    noise = None if variance is None else np.sqrt(convolve(variance, KERNEL).astype(np.float64))
    threshold = np.float32(0.3) if noise is None else (0.1 * noise).astype(np.float32)
    y, x = np.nonzero(smooth > threshold)
    assert 100 < len(x) < PIXELS.size / 2
    for name, expected in (("x", x), ("y", y), ("light", smooth[y, x])):
        np.testing.assert_array_equal(getattr(found, name), expected)
    expected = threshold[y, x] if variance is not None else np.full(len(x), threshold)
    np.testing.assert_array_equal(found.threshold_at(np.arange(len(x))), expected, strict=True)
    np.testing.assert_array_equal(found.index.at(y * PIXELS.shape[1] + x), np.arange(1, len(x) + 1))


def test_threads_change_nothing():
    found = []
    for number in (1, 3):
        threads.use_threads(number)
        found.append(listed(VARIANCE))
    threads.use_threads(1)
    for name in ("x", "y", "light", "threshold", "low_weight"):
        np.testing.assert_array_equal(getattr(found[0], name), getattr(found[1], name))


def test_pixels_of_footprints_are_found_in_the_list():
    found = listed()
    chosen = np.array([7, 3, 100])
    footprints = Footprints.from_counts(found.x[chosen], found.y[chosen], [2, 1])
    assert found.places(footprints).tolist() == chosen.tolist()


@pytest.mark.parametrize("rows", [1, 3, 32])
@pytest.mark.parametrize(("y", "x"), [(7, 5), (0, 29), (69, 0), (31, 10), (32, 10)])
def test_low_weights_are_those_of_a_pixel_and_its_eight_neighbours(monkeypatch, rows, y, x):
    monkeypatch.setattr(threads, "BAND_ROWS", rows)
    variance = np.ones_like(VARIANCE)
    variance[y, x] = 50
    everything = {"DETECT_THRESH": (-100.0,), "kernel": None}
    found = listed(variance, worst=50.0, **everything)
    assert len(found.x) == PIXELS.size
    low = {*zip(found.x[found.low_weight].tolist(), found.y[found.low_weight].tolist(), strict=True)}
    around = {(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    assert low == {(i, j) for i, j in around if 0 <= i < 30 and 0 <= j < 70}
    assert not listed(variance, worst=50.1, **everything).low_weight.any()


def test_weights_of_nothing_are_low_even_if_smoothed():
    everything = {"DETECT_THRESH": (-100.0,)}
    variance = np.ones_like(VARIANCE)
    variance[7, 5] = 1e30
    low = listed(variance, **everything).low_weight
    assert 9 <= low.sum() <= 25
    assert low[7 * 30 + 5]
    variance[7, 5] = 3e26
    assert not listed(variance, **everything).low_weight.any()
    assert listed(None).low_weight is None


def test_an_image_that_is_smoothed_already():
    threshold = np.full_like(PIXELS, 0.5)
    one, each = bright_in(PIXELS, np.float32(0.5)), bright_in(PIXELS, threshold)
    np.testing.assert_array_equal(one.light, PIXELS[PIXELS > 0.5])
    np.testing.assert_array_equal(one.light, each.light)
    np.testing.assert_array_equal(one.threshold_at(np.arange(9)), each.threshold_at(np.arange(9)))


@pytest.mark.parametrize("variance", [None, VARIANCE])
def test_those_of_some_rows(variance):
    image = image_of(PIXELS, variance)
    smoothed = SmoothedImage.from_image(image, config(DETECT_THRESH=(0.1,)), KERNEL, np.float32(0.3))
    whole, some = bright_pixels(smoothed), bright_pixels(smoothed, slice(13, 57))
    here = (whole.y >= 13) & (whole.y < 57)
    for name in ("x", "y", "light", *(["threshold", "low_weight"] if variance is not None else [])):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name)[here], strict=True)

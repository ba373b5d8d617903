"""The smoothed image and its threshold."""

import numpy as np
import pytest

from sexlike.detection.filtering import convolve
from sexlike.detection.smoothing import SmoothedImage

from .fields import KERNEL, config, image_of

RANDOM = np.random.default_rng(1)
PIXELS = RANDOM.normal(size=(20, 30)).astype(np.float32)
VARIANCE = RANDOM.uniform(1, 9, (20, 30)).astype(np.float32)
THRESHOLD = np.float32(2.5)


ROWS = 0, len(PIXELS)


def smoothed(variance=VARIANCE, kernel=KERNEL, **keywords):
    return SmoothedImage.from_image(image_of(PIXELS, variance), config(**keywords), kernel, THRESHOLD)


def threshold_of(found):
    return found.threshold(found.variance(*ROWS))


def test_without_weights_there_is_one_threshold():
    found = smoothed(None)
    np.testing.assert_array_equal(found.pixels(*ROWS), convolve(PIXELS, KERNEL))
    assert found.variance(*ROWS) is None
    assert threshold_of(found) == found.common_threshold == THRESHOLD


@pytest.mark.parametrize("rows", [(0, 1), (0, 7), (5, 12), (19, 20)])
def test_rows_are_those_of_the_whole_image(rows):
    for kernel in (KERNEL, np.ones((7, 5), np.float32), np.ones((50, 3), np.float32), None):
        found = smoothed(kernel=kernel)
        np.testing.assert_array_equal(found.pixels(*rows), convolve(PIXELS, kernel)[slice(*rows)], strict=True)
        np.testing.assert_array_equal(found.variance(*rows), convolve(VARIANCE, kernel)[slice(*rows)], strict=True)


def test_with_weights_the_threshold_follows_the_noise():
    """The variance is filtered like the image, so less of it is left along the frame."""
    found = smoothed(DETECT_THRESH=(3.0,))
    np.testing.assert_allclose(threshold_of(found), 3 * np.sqrt(convolve(VARIANCE, KERNEL)), rtol=1e-6)
    assert threshold_of(found).dtype == np.float32
    even = threshold_of(smoothed(np.full_like(VARIANCE, 4), DETECT_THRESH=(3.0,)))
    assert even[10, 10] == 6
    assert even[0, 10] == pytest.approx(6 * np.sqrt(3 / 4))
    assert even[0, 0] == pytest.approx(6 * 3 / 4)


def test_without_a_kernel_variances_are_those_of_the_image():
    found = smoothed(kernel=None, DETECT_THRESH=(2.0,))
    np.testing.assert_array_equal(found.pixels(*ROWS), PIXELS)
    np.testing.assert_allclose(threshold_of(found), 2 * np.sqrt(VARIANCE), rtol=1e-6)


@pytest.mark.parametrize(
    ("keywords", "varies"),
    [
        ({"THRESH_TYPE": ("ABSOLUTE",)}, False),
        ({"THRESH_TYPE": ("ABSOLUTE", "RELATIVE")}, False),
        ({"THRESH_TYPE": ("RELATIVE", "ABSOLUTE")}, True),
        ({"DETECT_THRESH": (25.0, 20.0)}, False),
        ({"DETECT_THRESH": (25.0, 20.0), "COMPATIBILITY": "SEXTRACTOR"}, True),
        ({"DETECT_THRESH": (25.0, 20.0), "COMPATIBILITY": "SEXTRACTOR", "THRESH_TYPE": ("ABSOLUTE",)}, False),
    ],
)
def test_thresholds_in_absolute_terms_do_not_follow_the_noise(keywords, varies):
    threshold = threshold_of(smoothed(**keywords))
    assert (np.ndim(threshold) == 2) == varies
    assert varies or threshold == THRESHOLD


def test_sextractor_takes_a_surface_brightness_for_a_multiple_of_the_noise():
    found = smoothed(DETECT_THRESH=(25.0, 20.0), COMPATIBILITY="SEXTRACTOR")
    np.testing.assert_array_equal(threshold_of(found), threshold_of(smoothed(DETECT_THRESH=(25.0,))))

"""The smoothed image and its threshold."""

import numpy as np
import pytest

from sexlike.detection.filtering import convolve
from sexlike.detection.footprints import Footprints
from sexlike.detection.smoothing import SmoothedImage

from .fields import KERNEL, config, image_of

RANDOM = np.random.default_rng(1)
PIXELS = RANDOM.normal(size=(20, 30)).astype(np.float32)
VARIANCE = RANDOM.uniform(1, 9, (20, 30)).astype(np.float32)
THRESHOLD = np.float32(2.5)


def smoothed(variance=VARIANCE, kernel=KERNEL, **keywords):
    return SmoothedImage.from_image(image_of(PIXELS, variance), config(**keywords), kernel, THRESHOLD)


def test_without_weights_there_is_one_threshold():
    found = smoothed(None)
    np.testing.assert_array_equal(found.pixels, convolve(PIXELS, KERNEL))
    assert found.variance is None
    assert found.threshold == THRESHOLD


def test_with_weights_the_threshold_follows_the_noise():
    """The variance is filtered like the image, so less of it is left along the frame."""
    found = smoothed(DETECT_THRESH=(3.0,))
    np.testing.assert_array_equal(found.variance, convolve(VARIANCE, KERNEL))
    np.testing.assert_allclose(found.threshold, 3 * np.sqrt(convolve(VARIANCE, KERNEL)), rtol=1e-6)
    assert found.threshold.dtype == np.float32
    even = smoothed(np.full_like(VARIANCE, 4), DETECT_THRESH=(3.0,)).threshold
    assert even[10, 10] == 6
    assert even[0, 10] == pytest.approx(6 * np.sqrt(3 / 4))
    assert even[0, 0] == pytest.approx(6 * 3 / 4)


def test_without_a_kernel_variances_are_those_of_the_image():
    found = smoothed(kernel=None, DETECT_THRESH=(2.0,))
    assert found.pixels is PIXELS
    np.testing.assert_allclose(found.threshold, 2 * np.sqrt(VARIANCE), rtol=1e-6)


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
    found = smoothed(**keywords)
    assert (np.ndim(found.threshold) == 2) == varies
    assert varies or found.threshold == THRESHOLD


def test_sextractor_takes_a_surface_brightness_for_a_multiple_of_the_noise():
    found = smoothed(DETECT_THRESH=(25.0, 20.0), COMPATIBILITY="SEXTRACTOR")
    np.testing.assert_array_equal(found.threshold, smoothed(DETECT_THRESH=(25.0,)).threshold)


TWO_PIXELS = Footprints.from_counts(np.array([5, 29]), np.array([7, 0]), [2])


def test_values_at_the_pixels_of_footprints():
    found = smoothed()
    assert found.at(TWO_PIXELS).tolist() == [found.pixels[7, 5], found.pixels[0, 29]]
    assert found.threshold_at(TWO_PIXELS).tolist() == [found.threshold[7, 5], found.threshold[0, 29]]
    assert smoothed(None).threshold_at(TWO_PIXELS).tolist() == [THRESHOLD, THRESHOLD]


def test_low_weights_are_those_of_a_pixel_and_its_eight_neighbours():
    everywhere = Footprints.from_counts(*np.indices((30, 20)).reshape(2, -1), [600])
    for y, x in ((7, 5), (0, 29), (19, 0)):
        variance = np.ones_like(VARIANCE)
        variance[y, x] = 50
        low = smoothed(variance, None).low_weight_at(everywhere, 50.0)
        found = {*zip(everywhere.x[low].tolist(), everywhere.y[low].tolist(), strict=True)}
        around = {(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        assert found == {(i, j) for i, j in around if 0 <= i < 30 and 0 <= j < 20}
        assert not smoothed(variance, None).low_weight_at(everywhere, 50.1).any()


def test_weights_of_nothing_are_low_even_if_smoothed():
    variance = np.ones_like(VARIANCE)
    variance[7, 5] = 1e30
    assert smoothed(variance).low_weight_at(TWO_PIXELS, 1e30).tolist() == [True, False]
    variance[7, 5] = 3e26
    assert smoothed(variance).low_weight_at(TWO_PIXELS, 1e30).tolist() == [False, False]
    assert smoothed(None).low_weight_at(TWO_PIXELS, 1e30) is None

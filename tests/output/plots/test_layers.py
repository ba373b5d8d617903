import dataclasses

import numpy as np
import pytest

from sexlike.detection.filtering import convolve
from sexlike.images.image import BAD
from sexlike.images.regions import whole_image
from sexlike.output.plots.layers import (
    colour_range,
    error_layer,
    filtered_layer,
    range_of_map,
    raw_layer,
    rebin,
    weight_layer,
)

from ..skies import searched


def test_layers_hold_the_right_pixels():
    extension = searched("usual")
    image, region = extension.image, whole_image(extension.image.shape)
    good = image.raw > BAD
    shown = raw_layer(image).values(region)
    assert np.array_equal(np.isfinite(shown), good)
    assert np.array_equal(shown[good], image.raw[good])
    smooth = filtered_layer(image, extension.kernel).values(region)
    at = np.isfinite(smooth)
    assert np.count_nonzero(at) > 0.9 * np.count_nonzero(good)
    assert np.array_equal(smooth[at], convolve(image.pixels, extension.kernel)[at])
    assert np.abs(smooth[at]).max() < 1e6
    weights = np.random.default_rng(1).uniform(1, 2, image.shape).astype(np.float32)
    variance = np.where(weights > 1.1, 49 / weights, np.float32(1e30)).astype(np.float32)
    weighted = dataclasses.replace(image, variance=variance, weight_scale=7.0)
    seen = good & (weights > 1.1)
    assert np.array_equal(np.isfinite(raw_layer(weighted).values(region)), seen)
    np.testing.assert_allclose(weight_layer(weighted).values(region)[seen], weights[seen], rtol=1e-6)
    np.testing.assert_allclose(error_layer(weighted).values(region)[seen], np.sqrt(49 / weights[seen]), rtol=1e-6)


def test_colours_have_a_range_whatever_the_values_are():
    def extremes(values):
        return values.min(), values.max()

    assert colour_range(np.array([[1.0, np.nan], [-2.0, np.inf]]), extremes) == (-2, 1)
    assert colour_range(np.array([np.nan]), extremes) == (0, 1)
    assert colour_range(np.full(3, 4.0), extremes) == (2, 6)
    assert colour_range(np.array([4.0, 4.000001]), extremes) == (2, 6)  # rounding is not shown
    assert colour_range(np.array([4.0, 4.001]), extremes) == (4, 4.001)
    assert colour_range(np.full(3, -4.0), extremes) == (-6, -2)
    assert colour_range(np.zeros(3), extremes) == (-0.5, 0.5)
    assert colour_range(np.arange(800_001.0), lambda sample: (sample[1], len(sample))) == (5, 160_001)


@pytest.mark.parametrize("shape", [(12, 9), (10, 7), (1, 3)])
def test_rebinning(shape):
    random = np.random.default_rng(5)
    values = random.normal(size=shape).astype(np.float32)
    values[random.random(shape) < 0.3] = np.nan
    labels = random.integers(0, 9, shape).astype(np.int32)
    means, numbers = rebin(values, 3), rebin(labels, 3)
    for i in range(means.shape[0]):
        for j in range(means.shape[1]):
            block = np.s_[3 * i : 3 * i + 3, 3 * j : 3 * j + 3]
            assert numbers[i, j] == labels[block].max()
            some = values[block][np.isfinite(values[block])]
            assert means[i, j] == pytest.approx(some.mean(), rel=1e-4, abs=1e-6) if some.size else np.isnan(means[i, j])


def test_rounding_of_weights_is_no_contrast():
    random = np.random.default_rng(3)
    low, high = range_of_map(random.normal(15_000, 1, 1000))
    assert (low + high) / 2 == pytest.approx(15_000, rel=1e-3)
    assert high - low == pytest.approx(0.02 * 15_000, rel=1e-3)
    values = random.uniform(1, 2, 1000)
    assert range_of_map(values) == tuple(np.percentile(values, (0.5, 99.5)))
    assert range_of_map(np.zeros(9)) == (0, 0)


def test_dead_pixels_have_no_part_in_the_colours_of_an_error_map():
    errors = np.random.default_rng(2).uniform(1, 2, 1000)
    dead = np.append(errors, np.full(50, 1e15))
    assert range_of_map(dead) == range_of_map(errors)

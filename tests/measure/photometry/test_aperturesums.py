"""Sums of light in apertures, and their errors."""

import numpy as np
import pytest

from sexlike.measure.photometry.aperturesums import ApertureSums
from sexlike.measure.photometry.response import CIRCLES

from .. import plain

OWNER = np.array([0, 0, 2])
VALUE = np.float32([3, -1, 10])
VARIANCE = np.float32([1, 2, 8])
FRACTION = np.float32([1, 0.5, 0.25])


def total(local=(0, 0, 0), fraction=None, variance=None, sigma=2.0, gain=0.0, precision=CIRCLES, **keywords):
    """Flux and variance of three apertures, of which the second holds no pixel."""
    image = plain.image(np.zeros((2, 2)), sigma, gain, None if variance is None else np.ones((2, 2)))
    sums = ApertureSums(3, image, plain.config(**keywords), precision)
    sums.add(OWNER, VALUE, variance, fraction)
    return tuple(values.tolist() for values in sums.total(np.float32(local)))


def test_light_and_uniform_noise():
    assert total() == ([2, 0, 10], [8, 0, 4])
    assert total(fraction=FRACTION) == ([2.5, 0, 2.5], [6, 0, 1])
    assert total(local=(0.5, 7, -1), fraction=FRACTION)[0] == [2.5 - 0.75, 0, 2.5 + 0.25]


def test_weights_are_the_noise_of_each_pixel():
    assert total(variance=VARIANCE)[1] == [3, 0, 8]
    assert total(variance=VARIANCE, fraction=FRACTION)[1] == [2, 0, 2]


def test_photons_of_positive_fluxes_add_to_the_noise():
    assert total(gain=0.5)[1] == [8 + 2 / 0.5, 0, 4 + 10 / 0.5]
    assert total(gain=0.5, local=(5, 0, 0))[1] == [8, 0, 4 + 10 / 0.5]
    assert total(gain=0.5, variance=VARIANCE, WEIGHT_GAIN=False)[1] == [3 + 4, 0, 8 + 20]


def test_where_the_gain_follows_the_weights_positive_pixels_count():
    # Whole pixels, and before the local background is subtracted.
    found = total(gain=0.5, variance=VARIANCE, fraction=FRACTION, local=(5, 0, 0))
    assert found[1] == [2 + 3 / 0.5 * 1 / 4, 0, 2 + 10 / 0.5 * 8 / 4]


def test_light_of_a_plate():
    scale = 4.0 / np.log(10)
    light = 10 ** (VALUE.astype(float) / 4)
    plate = {"DETECT_TYPE": "PHOTO", "MAG_GAMMA": 4.0, "gain": 0.5}
    flux, variance = total(**plate, local=(2, 0, 0))
    assert flux == pytest.approx([scale * (light[0] + light[1] - 2 * 10**0.5), 0, scale * (light[2] - 1)])
    assert variance == pytest.approx([4 * (light[0] ** 2 + light[1] ** 2) / scale**2, 0, 4 * light[2] ** 2 / scale**2])

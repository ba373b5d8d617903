import logging

import numpy as np
import pytest

from sexlike.errors import SexlikeWarning
from sexlike.images.preparation import apply_weights, subtract_background

from .loaded import load, sky


def test_a_background_that_is_not_that_of_the_sky_is_logged(caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        load(sky(), BACK_TYPE="MANUAL", BACK_VALUE=90)
    assert "array: BACK_TYPE MANUAL gives a background of 90, but the sky measures" in caplog.text


@pytest.mark.parametrize("keywords", [{"BACK_TYPE": "MANUAL", "BACK_VALUE": 97}, {}])
def test_a_background_within_the_noise_is_not(caplog, keywords):
    with caplog.at_level(logging.INFO, "sexlike"):
        load(sky(), **keywords)
    assert "BACK_TYPE" not in caplog.text


@pytest.mark.parametrize("value", [0, 80, 200])
def test_a_background_far_from_that_of_the_sky_is_a_warning(value):
    text = rf"array: BACK_TYPE MANUAL gives a background of {value}, but the sky measures (99|100).*\n  Set BACK_VALUE"
    with pytest.warns(SexlikeWarning, match=text):
        load(sky(), BACK_TYPE="MANUAL", BACK_VALUE=value)


def test_the_background_is_subtracted_from_all_rows():
    pixels = sky(shape=(300, 40))
    image, _ = load(pixels)
    expected = pixels - image.background.rows(0, 300)
    assert np.array_equal(subtract_background(pixels, image.background, np.empty_like(pixels)), expected)
    assert np.array_equal(pixels, sky(shape=(300, 40)))
    assert np.array_equal(subtract_background(pixels, image.background, pixels), expected)


def test_an_image_without_weighting_stays_as_it_is():
    image, _ = load(sky())
    assert apply_weights(image, None, None, None) is image

import numpy as np
import pytest

from sexlike.images.image import BAD
from sexlike.measure.psf.stamps import cut_stamps

from .. import plain

NEVER_SATURATED = np.float32([1e30])


def stamps(image, blanked=None, corner=(47, 48), size=(3, 4), saturation=NEVER_SATURATED, **keywords):
    """Pixels and weights of a window of the object at (50, 50)."""
    objects = plain.objects(50, 50, blanked=blanked)
    config = plain.config(**keywords)
    found = cut_stamps(image, plain.masks(objects, config), config, saturation, np.array([corner]), size)
    return found.pixels[0], found.weights[0]


@pytest.fixture
def numbers():
    return np.arange(10000.0).reshape(100, 100)


def test_weights_are_one_over_the_noise_of_the_sky(numbers):
    pixels, weights = stamps(plain.image(numbers, sigma=4))
    np.testing.assert_array_equal(pixels, numbers[48:51, 47:51])
    assert (weights == 0.25).all()


def test_the_light_of_the_object_adds_noise_where_it_is_positive():
    light = np.full((100, 100), -50.0)
    light[49] = 60
    _, weights = stamps(plain.image(light, sigma=2, gain=5))
    np.testing.assert_allclose(weights[:, 0], [0.5, 0.25, 0.5])


@pytest.mark.parametrize(("follows", "expected"), [(False, (9 + 12) ** -0.5), (True, (9 + 12 * 9 / 4) ** -0.5)])
def test_with_weights_the_gain_may_follow_them(follows, expected):
    image = plain.image(np.full((100, 100), 60.0), sigma=2, gain=5, variance=np.full((100, 100), 9.0))
    _, weights = stamps(image, WEIGHT_GAIN=follows)
    np.testing.assert_allclose(weights, expected, rtol=1e-6)


def test_pixels_that_do_not_count_have_neither_light_nor_weight():
    light, variance, blanked = np.full((100, 100), 7.0), np.ones((100, 100)), np.zeros((100, 100))
    light[48, 47], light[48, 48] = BAD, 1000
    variance[48, 49], variance[49, 47] = 1e30, 0
    blanked[49, 48], blanked[49, 49], blanked[49, 50] = 1, 2, -1
    image = plain.image(light, variance=variance)
    pixels, weights = stamps(image, blanked, saturation=np.float32([1000]))
    assert (weights > 0).tolist() == [[False, False, False, True], [False, True, False, False], [True] * 4]
    assert ((pixels == 7) == (weights > 0)).all()
    assert ((pixels == 0) == (weights == 0)).all()
    assert stamps(image, blanked, MASK_TYPE="NONE")[1][1].tolist() == [0, 1, 1, 1]


def test_there_is_nothing_outside_the_image(numbers):
    _, weights = stamps(plain.image(numbers), corner=(-2, 98), size=(4, 5))
    assert weights.tolist() == [[0, 0, 1, 1, 1]] * 2 + [[0] * 5] * 2
    assert not stamps(plain.image(numbers), corner=(300, -400))[1].any()


def test_without_noise_there_is_no_weight(numbers):
    assert not stamps(plain.image(numbers, sigma=0))[1].any()
    assert not stamps(plain.image(numbers, sigma=0, gain=2))[1].any()

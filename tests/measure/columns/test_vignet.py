import numpy as np
import pytest

from sexlike.images.image import BAD
from sexlike.measure.columns import vignet
from sexlike.measure.columns.vignet import lanczos, taps
from sexlike.measure.registry import COLUMNS

from .. import plain


def stamps(name, image, objects, size, kind="CORRECT"):
    """The vignettes of some objects."""
    config = plain.config(MASK_TYPE=kind)
    given = {"image": image, "objects": objects, "masking": plain.masks(objects, config), "config": config}
    return COLUMNS[name].function(**given, request=plain.request(**{name: size}))


@pytest.fixture
def numbers():
    return plain.image(np.arange(10000.0).reshape(100, 100))


def test_vignettes_are_centred_on_the_nearest_pixel(numbers):
    found = stamps("VIGNET", numbers, plain.objects([50.4, 50.6], [20, 20]), (5, 3))
    assert found.shape == (2, 3, 5)
    np.testing.assert_array_equal(found[0], numbers.pixels[19:22, 48:53])
    np.testing.assert_array_equal(found[1], numbers.pixels[19:22, 49:54])


def test_vignettes_show_neither_what_is_outside_nor_neighbours(numbers):
    blanked = np.zeros((100, 100), int)
    blanked[2, 2], blanked[2, 3] = 1, 2
    at = plain.objects(2, 1, blanked=blanked)
    found = stamps("VIGNET", numbers, at, (7, 5))[0]
    expected = np.full((5, 7), BAD)
    expected[1:, 1:] = numbers.pixels[:4, :6]
    expected[3, 4] = BAD
    np.testing.assert_array_equal(found, expected)
    assert stamps("VIGNET", numbers, at, (7, 5), "NONE")[0, 3, 4] == numbers.pixels[2, 3]


def test_vignettes_end_with_the_last_pixel(numbers):
    found = stamps("VIGNET", numbers, plain.objects(98, 99), (5, 3))[0]
    expected = np.full((3, 5), BAD)
    expected[:2, :4] = numbers.pixels[98:, 96:]
    np.testing.assert_array_equal(found, expected)


def test_shifted_vignettes_have_zeros_outside_and_the_mark_of_neighbours():
    blanked = np.zeros((100, 100), int)
    blanked[50, 51] = 3
    image = plain.image(np.ones((100, 100)))
    found = stamps("VIGNET_SHIFT", image, plain.objects([99, 50], [99, 50], blanked=blanked), (3, 3))
    np.testing.assert_allclose(found[0], [[1, 1, 0], [1, 1, 0], [0, 0, 0]], atol=1e-6)
    assert found[1, 1, 2] == pytest.approx(BAD)


def test_shifted_vignettes_of_uniform_light_are_uniform():
    found = stamps("VIGNET_SHIFT", plain.image(np.full((100, 100), 3.0)), plain.objects(50.5, 50.3), (3, 3))
    np.testing.assert_allclose(found, 3, rtol=1e-6)


def test_vignettes_show_pixels_without_weight():
    image = plain.image(np.ones((100, 100)), variance=np.full((100, 100), 1e30))
    assert (stamps("VIGNET", image, plain.objects(50, 50), (3, 3)) == 1).all()


def test_shifted_vignettes_put_the_object_in_the_middle():
    x, y = 50.37, 40.81
    image = plain.image(plain.gaussian(x, y, 1e3, 3.0, 3.0))
    found = stamps("VIGNET_SHIFT", image, plain.objects(x, y), (9, 9))[0]
    centred = plain.gaussian(50, 50, 1e3, 3.0, 3.0)[46:55, 46:55]
    np.testing.assert_allclose(found, centred, rtol=0.01)


def test_on_a_pixel_the_shift_is_none(numbers):
    at = plain.objects(50, 40)
    found = stamps("VIGNET_SHIFT", numbers, at, (5, 5))
    np.testing.assert_allclose(found, stamps("VIGNET", numbers, at, (5, 5)), rtol=1e-6)


def test_small_blocks_give_the_same(monkeypatch):
    image = plain.image(np.random.default_rng(1).normal(size=(100, 100)))
    at = plain.objects(np.linspace(1, 98, 30), np.linspace(95, 3, 30))
    whole = [stamps(name, image, at, (9, 7)) for name in ("VIGNET", "VIGNET_SHIFT")]
    monkeypatch.setattr(vignet, "PIXELS_AT_A_TIME", 100)
    for name, expected in zip(("VIGNET", "VIGNET_SHIFT"), whole, strict=True):
        np.testing.assert_array_equal(stamps(name, image, at, (9, 7)), expected)


def test_the_interpolation_is_lanczos():
    u = np.array([-5, -3.5, -1, 0, 0.5, 2.25])
    with np.errstate(invalid="ignore"):
        expected = np.where(np.abs(u) > 4, 0, np.sinc(u) * np.sinc(u / 4))
    np.testing.assert_allclose(lanczos(u), expected, atol=1e-7)
    np.testing.assert_array_equal(lanczos(np.array([5e-6, -5e-6, 0])), 1)
    assert lanczos(np.array([0.0]))[0] == 1


def test_taps_surround_the_centre():
    start, weights = taps(np.float32([10.0, 10.25]), 1)
    np.testing.assert_array_equal(start, [6, 7])
    assert weights[0, 4] == 1
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=0.01)
    assert weights[1].argmax() == 3

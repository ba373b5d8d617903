from dataclasses import replace

import numpy as np
import pytest

from sexlike.detection.scanview import NEVER
from sexlike.images.image import BAD
from sexlike.measure.photometry.masking import Light, corrected_light, masked_light, mirror_pixels
from sexlike.measure.photometry.pixelrows import Pixels

from .. import plain

WIDTH = 9


def one_object(pixels, blanked, **keywords):
    """An object in the middle of a 9 x 9 image: image, objects, and all pixels as it sees them."""
    image = plain.image(pixels, **keywords)
    objects = plain.objects(4, 4, shape=(WIDTH, WIDTH), blanked=blanked)
    index = np.arange(WIDTH * WIDTH)
    return image, objects, Pixels(np.zeros_like(index), index, 0.0 * index, 0.0 * index)


def seen(kind, pixels, blanked, **keywords):
    """Pixels, variances and what was hidden, under a MASK_TYPE."""
    image, objects, all_pixels = one_object(pixels, blanked, **keywords)
    masks = plain.masks(objects, plain.config(MASK_TYPE=kind))
    light = corrected_light(image, masks, all_pixels, objects.x, objects.y)
    return [None if v is None else v.reshape(WIDTH, WIDTH) for v in light]


@pytest.fixture
def numbers():
    return np.arange(1.0, WIDTH * WIDTH + 1).reshape(WIDTH, WIDTH)


@pytest.fixture
def blanked():
    """The object's own pixels, a neighbour's, and a speck that is nobody's."""
    code = np.zeros((WIDTH, WIDTH), int)
    code[3:6, 3:6] = 1
    code[7, 7] = 2
    code[0, 4] = -1
    return code


def test_nothing_is_hidden_without_masking(numbers, blanked):
    value, variance, hidden = seen("NONE", numbers, blanked)
    np.testing.assert_array_equal(value, numbers)
    assert variance is None
    assert not hidden.any()


def test_neighbours_are_blanked_and_the_own_pixels_are_not(numbers, blanked):
    value, _, hidden = seen("BLANK", numbers, blanked)
    assert set(zip(*np.nonzero(hidden), strict=True)) == {(7, 7), (0, 4)}
    np.testing.assert_array_equal(value, np.where(hidden, 0, numbers))


def test_neighbours_are_replaced_by_their_mirror_images(numbers, blanked):
    value, _, hidden = seen("CORRECT", numbers, blanked)
    assert hidden.sum() == 2
    assert value[7, 7] == numbers[1, 1]
    assert value[0, 4] == numbers[8, 4]


def test_mirror_images_that_are_hidden_too_give_nothing(numbers, blanked):
    blanked[1, 1] = 3
    value, _, _ = seen("CORRECT", numbers, blanked)
    assert value[7, 7] == value[1, 1] == 0


def test_bad_pixels_are_replaced_whatever_the_mask(numbers, blanked):
    numbers[2, 6] = BAD
    for kind, expected in (("NONE", 0), ("BLANK", 0), ("CORRECT", numbers[6, 2])):
        value, _, hidden = seen(kind, numbers, blanked)
        assert hidden[2, 6]
        assert value[2, 6] == expected


def test_the_variance_comes_with_the_light(numbers, blanked):
    variance = numbers / 100
    variance[2, 6] = variance[1, 1] = 1e30
    _, got, hidden = seen("CORRECT", numbers, blanked, variance=variance)
    assert hidden[2, 6]
    assert got[2, 6] == np.float32(variance[6, 2])
    assert got[7, 7] == 0  # its mirror image has no weight
    _, got, _ = seen("BLANK", numbers, blanked, variance=variance)
    assert got[7, 7] == got[2, 6] == 0


def test_the_image_itself_is_left_alone(numbers, blanked):
    image, objects, all_pixels = one_object(numbers, blanked)
    corrected_light(image, plain.masks(objects, plain.config()), all_pixels, objects.x, objects.y)
    np.testing.assert_array_equal(image.pixels, numbers)


def test_each_object_sees_its_own_pixels():
    code = np.zeros((WIDTH, WIDTH), int)
    code[4, 2], code[4, 6] = 1, 2
    objects = plain.objects([2, 6], [4, 4], blanked=code)
    image = plain.image(np.ones((WIDTH, WIDTH)))
    masks = plain.masks(objects, plain.config())
    index = np.array([4 * WIDTH + 2, 4 * WIDTH + 6])
    np.testing.assert_array_equal(masked_light(image, masks, np.zeros(2, int), index).masked, [False, True])
    np.testing.assert_array_equal(masked_light(image, masks, np.ones(2, int), index).masked, [True, False])
    second = masks.take(np.array([1]))
    np.testing.assert_array_equal(masked_light(image, second, np.zeros(2, int), index).masked, [True, False])


def mirrored(x, y, column, row):
    """Column and row of the mirror image of a pixel about (x, y) in an image of 10 x 8 pixels, or None."""
    position = np.array([column + 10 * row])
    owner, index, inside = mirror_pixels(10, plain.view(1, 8), np.zeros(1, int), position, np.array([x]), np.array([y]))
    assert owner.tolist() == inside.tolist() == [0] * len(index)
    return (index[0] % 10, index[0] // 10) if len(index) else None


def test_mirror_images_are_the_nearest_pixels_on_the_other_side():
    assert mirrored(2.3, 3.2, 0, 0) == (5, 6)  # of (4.6, 6.4)
    assert mirrored(2.25, 3.75, 0, 1) == (4, 6)  # of (4.5, 6.5): 0.49999 is less than a half


def test_mirror_images_outside_of_the_image_are_none():
    assert mirrored(4.5, 3.5, 9, 7) == (0, 0)
    assert mirrored(4.5, 3.5, 0, 0) == (9, 7)
    assert mirrored(4.5, 4.0, 0, 0) is None
    assert mirrored(5.0, 3.5, 0, 0) is None
    # Rounded towards zero, up to -1.49999 is 0.
    assert mirrored(3.8, 3.5, 9, 0) == (0, 7)
    assert mirrored(3.7, 3.5, 9, 0) is None
    assert mirrored(4.5, 2.8, 9, 7) == (0, 0)
    assert mirrored(4.5, 2.7, 9, 7) is None


def test_light_of_some_of_the_pixels():
    light = Light(np.arange(4.0), None, np.arange(4) > 2).take(np.array([1, 3]))
    assert (light.value.tolist(), light.variance, light.masked.tolist()) == ([1, 3], None, [False, True])
    assert Light(np.arange(4.0), np.arange(4) + 5, np.arange(4) > 2).take(np.array([1, 3])).variance.tolist() == [6, 8]


def test_mirror_images_beyond_the_lines_that_are_seen_are_none():
    x = y = np.array([4.0])
    view = replace(plain.view(1, 10), y_start=np.array([3]), y_stop=np.array([7]))
    _, index, inside = mirror_pixels(10, view, np.zeros(3, int), np.array([4, 25, 54]), x, y)
    assert (inside.tolist(), index.tolist()) == ([1, 2], [63, 34])


def test_the_mirror_of_a_centre_in_single_precision_may_be_another_pixel():
    # 2 x + 0.49999 is just below 206 in double precision, and above it with x rounded to single precision.
    x = np.array([102.7500049])
    far = [
        mirror_pixels(300, plain.view(1, 9), np.zeros(1, int), np.array([0]), v, np.zeros(1))[1][0]
        for v in (x, x.astype(np.float32))
    ]
    assert far == [205, 206]


def test_pixels_that_were_blanked_later_are_seen():
    code = np.zeros((WIDTH, WIDTH), int)
    code[2:6, 6] = 2
    objects = plain.objects([2, 6], [4, 4], blanked=code)
    objects.view = replace(objects.view, blanked_stop=np.array([4, NEVER]))
    masks = plain.masks(objects, plain.config())
    index = np.arange(2, 6) * WIDTH + 6
    image = plain.image(np.ones((WIDTH, WIDTH)))
    np.testing.assert_array_equal(
        masked_light(image, masks, np.zeros(4, int), index).masked, [True, True, False, False]
    )

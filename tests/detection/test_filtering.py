import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.filtering import convolve


@pytest.mark.parametrize("shape", [(3, 3), (5, 5), (3, 5), (1, 3), (7, 1)])
def test_is_a_correlation_with_nothing_outside(shape):
    random = np.random.default_rng(1)
    image, kernel = random.normal(size=(40, 50)).astype(np.float32), random.normal(size=shape).astype(np.float32)
    expected = ndimage.correlate(image.astype(float), kernel.astype(float), mode="constant")
    np.testing.assert_allclose(convolve(image, kernel), expected, atol=1e-5)


def test_first_row_of_the_kernel_acts_on_the_lower_neighbour():
    image = np.zeros((5, 5), np.float32)
    image[1, 3] = 1
    kernel = np.zeros((3, 3), np.float32)
    kernel[0, 2] = 1
    assert np.argwhere(convolve(image, kernel)).tolist() == [[2, 2]]


def test_even_kernels_are_off_centre_to_lower_pixels():
    image = np.zeros((5, 5), np.float32)
    image[2, 2] = 1
    assert np.argwhere(convolve(image, np.ones((2, 2), np.float32))).min() == 2


def test_kernel_larger_than_the_image():
    image = np.ones((3, 2), np.float32)
    np.testing.assert_array_equal(convolve(image, np.ones((9, 9), np.float32)), np.full((3, 2), 6))


def test_no_kernel_leaves_the_image():
    image = np.ones((3, 2), np.float32)
    assert convolve(image, None) is image

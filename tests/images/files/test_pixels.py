import numpy as np
import pytest

from sexlike.images.files.pixels import physical_pixels

BAD = np.float32(-1e30)


def test_integers_are_scaled_in_float32_with_two_roundings():
    stored = np.array([[123456789, -7, 16777217]], ">i4")
    factor, zero = np.float32(1.1), np.float32(3.3)
    expected = [[np.float32(np.float32(np.float32(value) * factor) + zero) for value in stored[0]]]
    scaled = physical_pixels(stored, {"BSCALE": 1.1, "BZERO": 3.3})
    assert scaled.dtype == np.dtype("=f4")
    assert np.array_equal(scaled, np.array(expected, np.float32))
    assert scaled[0, 0] != np.float32(123456789 * 1.1 + 3.3)


def test_doubles_are_scaled_in_float64_by_float32_factors():
    stored = np.array([[1.00000001, 1e5, -3.7]], ">f8")
    expected = (stored * float(np.float32(1.1)) + float(np.float32(3.3))).astype(np.float32)
    assert np.array_equal(physical_pixels(stored, {"BSCALE": 1.1, "BZERO": 3.3}), expected)


def test_unsigned_16_bit():
    assert np.array_equal(physical_pixels(np.array([[-32768, 32767]], ">i2"), {"BZERO": 32768}), [[0, 65535]])
    assert np.array_equal(physical_pixels(np.array([[-1, 5]], ">i2"), {}, unsigned=True), [[65535, 5]])


def test_blank_is_for_integers():
    assert np.array_equal(physical_pixels(np.array([[5, 6]], ">i2"), {"BLANK": 5, "BZERO": 10}), [[BAD, 16]])
    assert np.array_equal(physical_pixels(np.array([[-5, 6]], ">i2"), {"BLANK": -5}, unsigned=True), [[BAD, 6]])
    assert np.array_equal(physical_pixels(np.array([[5, 6]], ">f4"), {"BLANK": 5}), [[5, 6]])
    assert np.array_equal(physical_pixels(np.array([[5, 6]], ">i2"), {"BLANK": "5"}), [[5, 6]])


@pytest.mark.parametrize("kind", [">f4", ">f8", "<f4"])
def test_what_is_not_finite_is_bad(kind):
    stored = np.array([[np.nan, np.inf], [-np.inf, 2]], kind)
    assert np.array_equal(physical_pixels(stored, {}), [[BAD, BAD], [BAD, 2]])
    assert physical_pixels(np.array([[1e300]], ">f8"), {})[0, 0] == BAD


@pytest.mark.parametrize("value", ["abc", "", True])
def test_a_scale_that_is_no_number_is_not_used(value):
    assert physical_pixels(np.int16([[3, 4]]), {"BSCALE": value, "BZERO": value}).tolist() == [[3, 4]]

"""The bits of FLAGS, FLAGS_WEIGHT and FLAGS_WIN."""

import numpy as np
import pytest
from astropy.table import Column, MaskedColumn, Table
from astropy.utils.masked import Masked

import sexlike
from sexlike.errors import SexlikeError
from sexlike.measure.flags import Flag, WeightFlag, WindowFlag, add_bits, decode_flags, split_flags


def test_bits_are_all_there():
    assert [flag.value for flag in Flag] == [1, 2, 4, 8, 16, 32, 64, 128]
    assert [flag.value for flag in WeightFlag] == [1, 2]
    assert [flag.value for flag in WindowFlag] == [1, 2, 4, 8]


@pytest.mark.parametrize("bits", [Flag, WeightFlag, WindowFlag])
def test_each_bit_has_a_meaning_of_its_own(bits):
    assert len({bit.meaning for bit in bits} - {""}) == len(bits)


def test_each_flag_has_a_letter_of_its_own():
    assert "".join(flag.letter for flag in Flag) == "CMSTAIDO"


def test_value_is_a_sum():
    assert split_flags(19) == (Flag.CROWDED, Flag.MERGED, Flag.APERTURE)
    assert split_flags(0) == ()
    assert sum(split_flags(255)) == 255


@pytest.mark.parametrize("value", [-1, 256])
def test_what_is_no_sum_of_flags(value):
    with pytest.raises(SexlikeError, match=rf"{value} is no value of FLAGS \(allowed: 0 to 255\)"):
        split_flags(value)


def test_conditions_become_bits():
    yes, no = np.array([True, True]), np.array([True, False])
    values = add_bits({Flag.CROWDED: yes, Flag.OVERFLOW: no})
    assert values.dtype == np.int16
    np.testing.assert_array_equal(values, [129, 1])


@pytest.mark.parametrize("value", [9, np.int16(9), np.uint8(9), Flag.CROWDED | Flag.TRUNCATED, np.array(9)])
def test_one_value_is_decoded(value):
    assert decode_flags(value) == ["CROWDED", "TRUNCATED"]
    assert decode_flags(value - value) == []


@pytest.mark.parametrize(
    "values",
    [[0, 3, 3], (0, 3, 3), np.int16([0, 3, 3]), Column([0, 3, 3], name="FLAGS"), Table({"FLAGS": [0, 3, 3]})["FLAGS"]],
)
def test_arrays_are_decoded_to_a_list_for_each_value(values):
    names = decode_flags(values)
    assert names == [[], ["CROWDED", "MERGED"], ["CROWDED", "MERGED"]]
    names[1].append("NEW")
    assert names[2] == ["CROWDED", "MERGED"]


def test_arrays_keep_their_shape():
    assert decode_flags([[1, 2], [0, 128]]) == [[["CROWDED"], ["MERGED"]], [[], ["OVERFLOW"]]]
    assert decode_flags([]) == decode_flags(np.zeros(0, np.int16)) == []
    assert decode_flags(np.zeros((2, 0), int)) == [[], []]


@pytest.mark.parametrize("masked", [np.ma.MaskedArray, MaskedColumn, Masked])
def test_masked_values_are_none_whatever_is_beneath_the_mask(masked):
    values = np.array([1, 999, 0])
    assert decode_flags(masked(values, mask=[False, True, False])) == [["CROWDED"], None, []]
    assert decode_flags(masked(values[:1])) == [["CROWDED"]]


@pytest.mark.parametrize("value", [-1, 256, [0, 256], np.uint8(255) + np.int16(1)])
def test_values_that_flags_never_has_are_an_error(value):
    with pytest.raises(SexlikeError, match="is no value of FLAGS"):
        decode_flags(value)


@pytest.mark.parametrize("value", [1.0, [0.0, 1.0], True, "3", None, 2**70])
def test_what_is_no_integer_is_an_error(value):
    with pytest.raises(SexlikeError, match="the values of FLAGS are integers, not"):
        decode_flags(value)


def test_the_function_is_public():
    assert "decode_flags" in sexlike.__all__
    assert sexlike.decode_flags(16) == ["APERTURE"]

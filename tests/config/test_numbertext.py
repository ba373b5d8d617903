"""Numbers as text."""

import numpy as np
import pytest

from sexlike.config.numbertext import leading_integer, leading_real, shortest_repr, to_single_precision


@pytest.mark.parametrize(
    ("word", "value"),
    [("3.5pix", 3.5), (".5e1sigma", 5), ("+2.", 2), ("-1e-3", -1e-3), ("5#", 5), ("x5", None), ("", None)],
)
def test_number_at_the_start_of_a_word(word, value):
    assert leading_real(word) == value


@pytest.mark.parametrize(
    ("word", "alone", "in_list"),
    [
        ("05pixels", 5, 5),
        ("3e5", 300_000, 300_000),
        ("2.7", 2, 2),
        ("0x40", 0, 64),
        ("-0x1F", 0, -31),
        ("0100", 100, 64),
        ("09", 9, 9),
        ("010.5", 10, 10),
        ("1e30", 10**18, 10**18),
        ("junk", None, None),
    ],
)
def test_integer_at_the_start_of_a_word(word, alone, in_list):
    assert leading_integer(word) == alone
    assert leading_integer(word, other_bases=True) == in_list


@pytest.mark.parametrize("value", [0.1, 25.3, -1e30, 1e-38, 16_777_217, 0.0])
def test_single_precision(value):
    rounded = to_single_precision(value)
    assert rounded == float(np.float32(value))
    assert np.float32(float(shortest_repr(rounded))) == np.float32(value)


def test_fewest_digits():
    assert shortest_repr(to_single_precision(0.3)) == "0.3"
    assert shortest_repr(to_single_precision(1 / 3)) == "0.33333334"

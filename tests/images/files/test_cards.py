import pytest
from astropy.io import fits

from sexlike.images.files.cards import card_text, first_number, number


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3.0), (-2.5, -2.5), ("4.5", 4.5), (" 4.5 e-/ADU", 4.5), ("1e3x", 1000.0), ("2.4D1", 24.0), (".5", 0.5)]
    + [(junk, 0.0) for junk in ("abc", "", True, None, 1j, fits.card.Undefined())],
)
def test_numbers(value, expected):
    assert number(value) == expected


def header(**cards):
    return fits.Header(cards)


def test_the_first_card_that_begins_with_the_key():
    assert first_number(header(EGAIN=1.0, GAIN2=7.0, GAIN=3.0), "GAIN", 9.0) == 7.0
    assert first_number(header(GAIN=3.0, GAIN2=7.0), "GAIN", 9.0) == 3.0
    assert first_number(header(GAIN=3.0), "G?IN", 9.0) == 3.0


def test_a_card_without_a_number_is_zero_all_the_same():
    assert first_number(header(GAIN="unknown"), "GAIN", 9.0) == 0.0
    assert first_number(header(GAIN="'4.5'".strip("'")), "GAIN", 9.0) == 4.5


@pytest.mark.parametrize("key", ["gain", "GAINLONGKEY", "AIN", "", "GAI[N]"])
def test_keys_that_do_not_match(key):
    assert first_number(header(GAIN=3.0), key, 9.0) == 9.0


def test_long_keywords_are_others():
    assert first_number(fits.Header({"HIERARCH GAIN OF CHIP": 3.0}), "GAIN", 9.0) == 9.0


def test_a_card_that_cannot_be_parsed():
    broken = fits.Header.fromstring("GAIN    = 1 2 3".ljust(80) + "OBJECT  = 'M31  '".ljust(80))
    assert first_number(broken, "GAIN", 9.0) == 0.0
    assert card_text(broken, "OBJECT") == "M31"
    assert card_text(broken, "OBSERVER", "nobody") == "nobody"

"""Messages on values that are not allowed, and the precision of those that are."""

import pytest

from sexlike.config.checks import LONGEST_VALUE, check_count, check_limits, invalid_value, shorten
from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SettingError

GAIN, APERTURES = KEYWORDS["GAIN"], KEYWORDS["PHOT_APERTURES"]


def test_message_names_keyword_place_value_and_what_is_allowed():
    error = invalid_value(GAIN, "keyword out of range", "run.sex:3", "-1", hint="Look again.")
    assert str(error) == (
        "run.sex:3: GAIN keyword out of range: -1 (allowed: a number from 0 to 1e+30, in electron/adu, or with a "
        "unit (electron/adu, electron/count, electron/DN, electron))\n  Look again."
    )
    assert "has too many members: 1, 2 (" in str(invalid_value(GAIN, "has too many members", "x", [1, 2]))


def test_long_values_are_shortened():
    assert shorten("x" * LONGEST_VALUE) == "x" * LONGEST_VALUE
    assert shorten("x" * (LONGEST_VALUE + 1)) == "x" * (LONGEST_VALUE - 3) + "..."


def test_count():
    check_count(APERTURES, [1.0] * 10_000, "x")
    check_count(GAIN, [1.0], "x")
    with pytest.raises(SettingError, match="has too many members"):
        check_count(APERTURES, [1.0] * 10_001, "x")
    with pytest.raises(SettingError, match="list has not enough members"):
        check_count(APERTURES, [], "x")


def test_limits_and_precision():
    assert check_limits(GAIN, (0.1,), "x") == pytest.approx(0.1, abs=1e-8)
    assert check_limits(GAIN, (0.1,), "x") != 0.1
    assert check_limits(APERTURES, (5.0,), "x") == (5.0,)
    assert check_limits(KEYWORDS["MAG_ZEROPOINT"], ("AUTO",), "x") == "AUTO"
    with pytest.raises(SettingError, match=r"out of range: -0\.5"):
        check_limits(APERTURES, (5.0, -0.5), "x")

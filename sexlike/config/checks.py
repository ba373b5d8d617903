"""Checks of values: how many there are, and whether they lie within the limits of their keyword."""

from collections.abc import Sequence
from typing import Any

from ..errors import SettingError
from .keyword import Keyword, Scalar, Value
from .numbertext import to_single_precision

LONGEST_VALUE = 80  # characters of a value in a message
THRESHOLDS = ("DETECT_THRESH", "ANALYSIS_THRESH")


def invalid_value(
    keyword: Keyword, problem: str, origin: str, value: Any = None, hint: str | None = None
) -> SettingError:
    """Make the error for a value that is not allowed.

    Parameters
    ----------
    keyword : Keyword
    problem : str
        What is wrong, in SExtractor's words, which scripts look for.
    origin : str
        Where the value was set.
    value : object, optional
        The value, or a list of values.
    hint : str, optional
    """
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(text_of, value))
    given = "" if value is None else f": {shorten(text_of(value))}"
    if keyword.name in THRESHOLDS and "mag" in given:
        hint = "Units of a surface brightness are not offered: it is two numbers, mag/arcsec2 and the zero-point, "
        hint += f"as in {keyword.name} 25.5,30."
    return SettingError(f"{keyword.name} {problem}{given} (allowed: {keyword.allowed})", where=origin, hint=hint)


def text_of(value: Any) -> str:
    """A value as text; an integer of thousands of digits, which Python refuses to write, in hexadecimal."""
    try:
        return str(value)
    except ValueError:
        return hex(value)


def shorten(text: str) -> str:
    """Shorten a text to `LONGEST_VALUE` characters."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def check_count(keyword: Keyword, values: Sequence[Any], origin: str) -> None:
    """Check how many values there are.

    Raises
    ------
    SettingError
        There are too many or too few.
    """
    fewest, most = keyword.count or (1, 1)
    if len(values) > most:
        raise invalid_value(keyword, "has too many members", origin, values)
    if len(values) < fewest:
        raise invalid_value(keyword, "list has not enough members", origin, values)


def check_limits(keyword: Keyword, values: tuple[Scalar, ...], origin: str) -> Value:
    """Check values against the limits, and round real numbers to single precision.

    SExtractor keeps its settings in single precision: magnitudes, radii and thresholds depend on it in their last
    digits.

    Returns
    -------
    int, float, bool, str or tuple of these
        A tuple for a keyword that may have several values.

    Raises
    ------
    SettingError
        A value is too small or too large.
    """
    checked = tuple(check_limit(keyword, value, origin) for value in values)
    return checked if keyword.count else checked[0]


def check_limit(keyword: Keyword, value: Scalar, origin: str) -> Scalar:
    """Check one value, see `check_limits`."""
    if isinstance(value, str) or keyword.limits is None:
        return value
    low, high = keyword.limits
    if not low <= value <= high:
        raise invalid_value(keyword, "keyword out of range", origin, f"{value:.10g}")
    return to_single_precision(value) if keyword.kind == "float" else value

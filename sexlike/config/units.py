"""Values with units: ``0.5 arcsec`` for a length in pixels, ``2 GB`` for memory.

Such a value is kept as text, ``0.5 arcsec``, until it is known how large a pixel is.
"""

import warnings
from contextlib import suppress
from functools import cache
from typing import Any

from ..errors import SettingError
from ..suggestions import did_you_mean
from .checks import check_limits, invalid_value
from .dimensions import DIMENSIONS, FLUX_UNITS
from .keyword import Keyword, Scalar, Value
from .numbertext import REAL_AT_START

SHORTEST_UNIT = 2  # letters of a unit that is written next to its number: to C, 5d and 3.5f are numbers
MISSPELT = 0.7  # similarity to a unit of what is probably one

# How people write units that astropy writes in another way.
ALIASES = {
    **dict.fromkeys(("pixel", "pixels", "px", "pixs"), "pix"),
    **dict.fromkeys(("arcsecs", "arcsecond", "arcseconds", "asec", '"'), "arcsec"),
    **dict.fromkeys(("arcmins", "arcminute", "arcminutes", "amin", "'"), "arcmin"),
    **dict.fromkeys(("degree", "degrees", "degs"), "deg"),
    **dict.fromkeys(("pixels2", "pixel**2", "pix^2", "pixel^2"), "pix2"),
    **dict.fromkeys(("sqarcsec", "arcsec^2", "arcsec**2"), "arcsec2"),
    **dict.fromkeys(("AB", "ABmag", "abmag", "magAB", "mag_AB"), "mag(AB)"),
    **dict.fromkeys(("counts", "cts"), "count"),
    **dict.fromkeys(("ADU", "ADUs"), "adu"),
    **dict.fromkeys(("electrons", "e-"), "electron"),
}


@cache
def parse_unit(text: str) -> Any:
    """The unit of a text, of astropy.units; None if it is none."""
    from astropy import units

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", units.UnitsWarning)  # of several slashes
        try:
            return units.Unit(ALIASES.get(text, ALIASES.get(text.lower(), text)))
        except (ValueError, TypeError):
            return None


def is_unit(word: str) -> bool:
    """Whether a word after a number is a unit, in one of its spellings; prose is not, and neither are numbers."""
    if len(word) < SHORTEST_UNIT and word not in ALIASES:
        return False
    return not word[0].isdigit() and word[0] not in "+-.#" and parse_unit(word) is not None


def joined_units(keyword: Keyword, words: list[str]) -> list[str]:
    """The words after a keyword, where each unit is in one word with its number: ``0.5 arcsec``.

    Parameters
    ----------
    keyword : Keyword
    words : list of str

    Returns
    -------
    list of str
        A word that is almost a unit is taken for one, which `with_unit` refuses.
    """
    if not keyword.unit:
        return words
    joined: list[str] = []
    for word in words:
        if joined and is_number(joined[-1]) and (is_unit(word) or almost_unit(keyword, word)):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def is_number(word: str) -> bool:
    """Whether a word is a number and nothing else."""
    return REAL_AT_START.fullmatch(word) is not None


def with_unit(keyword: Keyword, text: str, origin: str, *, strict: bool) -> str | None:
    """A value with a unit, in one spelling: ``0.5 arcsec`` for ``0.5arcsec``.

    Parameters
    ----------
    keyword : Keyword
    text : str
    origin : str
        Where it was set, for messages.
    strict : bool
        Whether whatever follows a number must be a unit. If not, it may be something that C does not read either.

    Returns
    -------
    str or None
        None if it has no unit.

    Raises
    ------
    SettingError
        The keyword takes no such unit.
    """
    number = REAL_AT_START.match(text)
    rest = text[number.end() :].strip() if number else ""
    if not (keyword.unit and number and rest):
        return None
    if not is_unit(rest):
        if hint := almost_unit(keyword, rest):
            raise wrong_unit(keyword, text, rest, origin, hint)
        if strict:
            raise wrong_unit(keyword, text, rest, origin)
        return None
    unit = parse_unit(rest)
    if not any(unit.is_equivalent(other) for other in units_of(keyword)):
        raise wrong_unit(keyword, text, rest, origin)
    return f"{number[0]} {unit}"


def almost_unit(keyword: Keyword, word: str) -> str | None:
    """The hint for a word that is a misspelt unit of the keyword; None for others."""
    return did_you_mean(word, spellings(keyword), cutoff=MISSPELT) if len(word) > SHORTEST_UNIT else None


def spellings(keyword: Keyword) -> list[str]:
    """Units of a keyword, as people write them."""
    names = [name for name in DIMENSIONS[keyword.unit].allowed.split(", ") if len(name) > 1]
    return names + [alias for alias, name in ALIASES.items() if name in names and len(alias) > 1]


def units_of(keyword: Keyword) -> list[Any]:
    """The units that a keyword takes, and others that can be converted to them."""
    dimension = DIMENSIONS[keyword.unit]
    return [parse_unit(name) for name in (*dimension.direct, dimension.by_scale) if name]


def wrong_unit(keyword: Keyword, value: Any, unit: str, origin: str, hint: str | None = None) -> SettingError:
    """Make the error for a unit that a keyword does not take."""
    hint = hint or f"A number without a unit is in {keyword.unit}."
    return invalid_value(keyword, f"has a unit that it does not take, {unit}", origin, value, hint)


def texts_of_quantity(keyword: Keyword, quantity: Any, origin: str) -> Any:
    """A quantity of astropy as texts, ``0.5 arcsec``: one, or a list of them; plain numbers if it has no dimension.

    Raises
    ------
    SettingError
        The keyword takes no unit.
    """
    values, unit = quantity.value.tolist(), str(quantity.unit)
    if not unit:
        return values
    if not keyword.unit:
        raise invalid_value(keyword, f"takes no unit, such as {unit}", origin, str(quantity))
    return [f"{value!r} {unit}" for value in values] if isinstance(values, list) else f"{values!r} {unit}"


def parts_of(value: Value) -> tuple[Scalar, ...]:
    """The values of a keyword, one or more."""
    return value if isinstance(value, tuple) else (value,)


def text_of_value(value: Value) -> str:
    """Values of a keyword, with commas between them."""
    return ", ".join(map(str, parts_of(value)))


def has_units(keyword: Keyword, value: Value) -> bool:
    """Whether any of the values is a text with a unit."""
    return bool(keyword.unit) and any(
        isinstance(part, str) and part not in keyword.special_words for part in parts_of(value)
    )


def in_own_unit(keyword: Keyword, value: Value, origin: str, scale: float | None = None) -> Value:
    """Values with units as numbers in the unit of the keyword.

    Parameters
    ----------
    keyword : Keyword
    value : str or tuple of str
        ``0.5 arcsec``.
    origin : str
        Where it was set, for messages.
    scale : float, optional
        Size of a pixel in arcsec. Without it, values that need it stay as they are.

    Raises
    ------
    SettingError
        A number is too small or too large, or only some of the values have units.
    """
    parts = parts_of(value)
    if not all(isinstance(part, str) for part in parts):
        hint = "Give a unit to all of the values, or to none."
        raise invalid_value(keyword, "has values with and without a unit", origin, parts, hint)
    numbers = tuple(converted(keyword, str(part), scale) for part in parts)
    if any(isinstance(number, str) for number in numbers):
        return value
    try:
        return check_limits(keyword, numbers, origin)
    except SettingError as error:
        hint = f"{keyword.name} is {text_of_value(value)}" + (f", and a pixel {scale:.4g} arcsec." if scale else ".")
        raise SettingError(error.message, where=origin, hint=hint) from None


def converted(keyword: Keyword, text: str, scale: float | None) -> float | str:
    """One value with a unit as a number, see `in_own_unit`; the text itself if it needs the size of a pixel."""
    number, _, name = text.partition(" ")
    dimension, unit = DIMENSIONS[keyword.unit], parse_unit(name)
    for other in map(parse_unit, dimension.direct):
        if unit.is_equivalent(other):
            factor = 1.0 if unit == other else unit.to(other)
            return of_kind(keyword, float(number) * factor)
    if scale is None:
        return text
    return of_kind(keyword, float(number) * unit.to(parse_unit(dimension.by_scale)) * scale**dimension.power)


def of_kind(keyword: Keyword, number: float) -> float:
    """A number as the keyword has it: rounded if it takes integers."""
    return round(number) if keyword.kind == "int" else number


def unit_of_word(keyword: Keyword, word: str, origin: str) -> str:
    """A unit of flux density as FITS spells it, or one of the words of the keyword.

    Raises
    ------
    SettingError
        It is neither.
    """
    from astropy import units

    if not word:
        raise invalid_value(keyword, "string is empty!", origin)
    if word.upper() in keyword.choices:
        return word.upper()
    unit = parse_unit(word)
    if unit in (units.count, units.adu):
        return "COUNT"
    if isinstance(unit, units.UnitBase) and unit.is_equivalent(units.Jy):
        with suppress(ValueError):  # a number times a unit, which FITS cannot spell
            return str(unit.to_string("fits"))
    hint = did_you_mean(word, (*keyword.choices, *FLUX_UNITS))
    raise invalid_value(keyword, "is no unit of flux density", origin, word, hint)

"""Values of keywords from Python values: from TOML, or from the arguments of `sexlike.extract`."""

import os
from functools import partial
from typing import Any

from ..errors import SettingError
from .checks import LONGEST_VALUE, check_count, check_limits, invalid_value
from .files.tomlhints import NUMBERS, hint_on_numbers
from .inmemory import InMemory
from .keyword import Keyword, Scalar, Value
from .units import is_number, texts_of_quantity, unit_of_word, with_unit
from .values import choice_of_word, is_name

MAPS = ("WEIGHT_IMAGE", "FLAG_IMAGE", "MASK_IMAGE")  # which may be in memory, in calls of `sexlike.extract`
LARGEST_NUMBER = 1e300  # Python's integers may be larger than any float

WRONG_TYPE = {
    "int": "must be a number, without quotes",
    "float": "must be a number, without quotes",
    "string": "must be a string, in quotes",
    "choice": "set to an unknown keyword",
    "unit": "must be a unit, or a string in quotes",
}

# How Y and N are written in TOML.
SWITCHES = {
    **dict.fromkeys(("Y", "YES", "TRUE", "ON", "1"), ("true",)),
    **dict.fromkeys(("N", "NO", "FALSE", "OFF", "0"), ("false",)),
}


def from_python(keyword: Keyword, value: Any, origin: str) -> Value:
    """The value of a keyword from a Python value; the counterpart of `from_words`.

    Parameters
    ----------
    keyword : Keyword
    value : object
        A number, string or bool, a path, a list of these, a scalar or an array of numpy, or a quantity of astropy. For
        some keywords it may be an object that stands in place of a name.
    origin : str
        Where it was set, for messages.

    Raises
    ------
    SettingError
        The value has the wrong type or is not allowed, or there are too few or too many.
    """
    if keyword.takes_objects:
        value = with_objects(value)
    if keyword.kind == "string" and is_image(value):
        hint = "Write it to a file, and give the name of the file."
        if keyword.name in MAPS:
            hint += " sexlike.extract takes images in memory."
        raise invalid_value(keyword, f"takes no {type(value).__name__}", origin, hint=hint)
    value = plain(keyword, value, origin)
    is_list = isinstance(value, (list, tuple))
    if is_list and keyword.count is None:
        raise invalid_value(keyword, "has too many members", origin, value)
    values = tuple(plain(keyword, element, origin) for element in value) if is_list else (value,)
    check_count(keyword, values, origin)
    return check_limits(keyword, tuple(convert(keyword, element, origin) for element in values), origin)


def plain(keyword: Keyword, value: Any, origin: str) -> Any:
    """A value without numpy's and astropy's types; a quantity is a text with its unit."""
    if hasattr(value, "unit") and hasattr(value, "value"):
        return texts_of_quantity(keyword, value, origin)
    return value.tolist() if hasattr(value, "tolist") else value


def is_image(value: Any) -> bool:
    """Whether a value is an image in memory: an array, an HDU, a NDData, a Cutout2D or nested lists of numbers."""
    if isinstance(value, (list, tuple)):
        of_numbers = bool(value) and all(isinstance(element, (int, float)) for element in value)
        return of_numbers or any(map(is_image, value))
    return getattr(value, "ndim", 0) > 0 or any(map(partial(hasattr, value), ("header", "uncertainty", "bbox_cutout")))


def with_objects(value: Any) -> Any:
    """A value in which objects of Python are wrapped, so that they pass for names."""
    if isinstance(value, (list, tuple)):
        return [InMemory.of(element) if is_object(element) else element for element in value]
    return InMemory.of(value) if is_object(value) else value


def is_object(value: Any) -> bool:
    """Whether a value is an object of Python that may stand in place of a name: none that TOML can hold."""
    is_value = isinstance(value, (str, os.PathLike, int, float, list, tuple, dict))
    of_texts = getattr(getattr(value, "dtype", None), "kind", "") in ("U", "S")
    return not is_value and not of_texts and any(hasattr(value, name) for name in ("data", "local", "info"))


def convert(keyword: Keyword, value: Any, origin: str) -> Scalar:
    """Convert one Python value to the type of the keyword, see `from_python`."""
    kind = keyword.kind
    if kind == "bool":
        if isinstance(value, bool):
            return value
        raise invalid_switch(keyword, value, origin)
    if isinstance(value, InMemory):
        return value
    if kind == "string" and isinstance(value, (str, os.PathLike)):
        name = os.fsdecode(value)
        if not name:
            raise invalid_value(keyword, "string is empty!", origin)
        if "\0" in name:
            raise invalid_value(keyword, "has a NUL character", origin, ascii(name))
        return name
    if kind == "choice" and isinstance(value, str):
        return choice_of_word(keyword, value, origin)
    if kind == "unit" and (isinstance(value, str) or hasattr(value, "to_string")):
        return unit_of_word(keyword, str(value), origin)
    if isinstance(value, str) and value.upper() in keyword.special_words:
        return value.upper()
    if isinstance(value, str) and kind in ("int", "float") and is_numbers(value):
        raise numbers_in_quotes(keyword, value.strip(), origin)
    if isinstance(value, str) and (text := with_unit(keyword, value.strip(), origin, strict=True)):
        return text
    if isinstance(value, str) and keyword.names_allowed and is_name(value):
        return value
    if kind in ("int", "float") and isinstance(value, (int, float)) and not isinstance(value, bool):
        return convert_number(keyword, value, origin)
    raise invalid_value(keyword, WRONG_TYPE[kind], origin, value)


def is_numbers(text: str) -> bool:
    """Whether a text is a number, or several with commas between them."""
    return is_number(text.strip()) or NUMBERS.fullmatch(text.strip()) is not None


def numbers_in_quotes(keyword: Keyword, text: str, origin: str) -> SettingError:
    """Make the error for numbers that are a text, with the way to write them."""
    is_list = keyword.count is not None and keyword.count[1] > 1
    if is_number(text):
        return invalid_value(keyword, WRONG_TYPE[keyword.kind], origin, text)
    problem = "must be a list of numbers, without quotes" if is_list else WRONG_TYPE[keyword.kind]
    return invalid_value(keyword, problem, origin, text, hint_on_numbers(keyword.name, text, is_list=is_list) or None)


def convert_number(keyword: Keyword, value: float, origin: str) -> float:
    """Convert a number to int or float, as the keyword has it; an int must not have a fraction."""
    if not -LARGEST_NUMBER < value < LARGEST_NUMBER or (keyword.kind == "int" and value != int(value)):
        raise invalid_value(keyword, "keyword out of range", origin, value)
    return int(value) if keyword.kind == "int" else float(value)


def invalid_switch(keyword: Keyword, value: Any, origin: str) -> SettingError:
    """Make the error for a value that is neither true nor false, with the way to write what was meant."""
    words = SWITCHES.get(str(value).upper(), ("true", "false"))
    toml = " or ".join(f"{keyword.name.lower()} = {word}" for word in words)
    python = " or ".join(f"{keyword.name}={word.title()}" for word in words)
    quotes = ", without quotes" if isinstance(value, str) else ""
    message = f"{keyword.name} value must be true or false{quotes}: {value!r:.{LONGEST_VALUE}}"
    return SettingError(message, where=origin, hint=f"In TOML, {toml}; in Python, {python}.")

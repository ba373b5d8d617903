"""Values of keywords, from words of a text or from Python: of the right type, within the limits."""

import os
import re
import struct

from ..errors import SettingError
from ..suggestions import did_you_mean

# Like C, SExtractor takes the number at the start of a word and drops the rest: 5# is 5, 3.5pix is 3.5.
REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
C_INTEGER = re.compile(r"([+-]?)(0x[0-9a-f]+|0[0-7]+(?![\d.]))", re.IGNORECASE)  # as in lists: 0x40, 0100


def from_words(keyword, words, origin):
    """The value of a keyword, from the words that stand behind it in a .sex file or on the command line.

    Of a keyword of one value, further words are ignored, as in SExtractor.

    Parameters
    ----------
    keyword : Keyword
    words : sequence of str
    origin : str
        Where they stand, for messages.

    Returns
    -------
    int, float, bool, str or tuple of these

    Raises
    ------
    SexlikeError
    """
    if keyword.count is None:
        if not words:
            problem = "string is empty!" if keyword.kind == "string" else "keyword has no value!"
            raise refusal(keyword, problem, origin)
        words = words[:1]
    check_count(keyword, words, origin)
    values = tuple(FROM_WORD[keyword.kind](keyword, word, origin) for word in words)
    return check_limits(keyword, values, origin)


def from_python(keyword, value, origin):
    """The value of a keyword from a Python value: of TOML, or an argument of `sexlike.extract`.

    Raises
    ------
    SexlikeError
        Also if a single value is wanted and there is a list.
    """
    if keyword.kind == "string" and is_image(value):
        hint = "Write it to a file, and give the file's name."
        raise refusal(keyword, f"takes no {type(value).__name__}", origin, hint=hint)
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        value = value.tolist()
    is_list = isinstance(value, (list, tuple))
    if is_list and keyword.count is None:
        raise refusal(keyword, "has too many members", origin, value)
    values = tuple(value) if is_list else (value,)
    check_count(keyword, values, origin)
    return check_limits(keyword, tuple(convert(keyword, v, origin) for v in values), origin)


def is_image(value):
    """Whether a value is an image in memory, where the name of a file is wanted: an array, an HDU, NDData, a list."""
    if isinstance(value, (list, tuple)):
        return any(map(is_image, value)) or (bool(value) and all(isinstance(one, (int, float)) for one in value))
    return getattr(value, "ndim", 0) > 0 or hasattr(value, "header") or hasattr(value, "uncertainty")


def convert(keyword, value, origin):
    """One Python value, of the keyword's type."""
    kind = keyword.kind
    if kind == "string" and isinstance(value, os.PathLike):
        value = os.fspath(value)
    if kind == "choice" and isinstance(value, str):
        return pick(keyword, value, origin)
    if kind == "bool" and isinstance(value, bool):
        return value
    if kind == "string" and isinstance(value, str):
        if not value:
            raise refusal(keyword, "string is empty!", origin)
        return value
    if isinstance(value, str) and value.upper() in keyword.words:
        return value.upper()
    if kind in ("int", "float") and isinstance(value, (int, float)) and not isinstance(value, bool):
        # Beyond 1e300, Python's integers no longer fit in a float.
        if not -1e300 < value < 1e300 or (kind == "int" and value != int(value)):
            raise refusal(keyword, "keyword out of range", origin, value)
        return int(value) if kind == "int" else float(value)
    if kind == "bool":
        raise no_switch(keyword, origin, value)
    raise refusal(keyword, WRONG_TYPE[kind], origin, value)


WRONG_TYPE = {
    "int": "must be a number, without quotes",
    "float": "must be a number, without quotes",
    "bool": "value must be true or false",
    "string": "must be a string, in quotes",
    "choice": "set to an unknown keyword",
}


SWITCHES = dict.fromkeys(("Y", "YES", "TRUE", "ON", "1"), ("true",))
SWITCHES |= dict.fromkeys(("N", "NO", "FALSE", "OFF", "0"), ("false",))


def no_switch(keyword, origin, value):
    """The error for a value that is neither true nor false, but Y or N, say."""
    words = SWITCHES.get(str(value).upper(), ("true", "false"))
    toml = " or ".join(f"{keyword.name.lower()} = {word}" for word in words)
    python = " or ".join(f"{keyword.name}={word.title()}" for word in words)
    quotes = ", without quotes" if isinstance(value, str) else ""
    message = f"{keyword.name} value must be true or false{quotes}: {value!r:.80}"
    return SettingError(message, where=origin, hint=f"In TOML, {toml}; in Python, {python}.")


def int_of_word(keyword, word, origin):
    """The whole number at the start of a word; of a list, octal and hexadecimal ones too, as C reads them."""
    if keyword.count and (match := C_INTEGER.match(word)):
        digits = match[2]
        return int(match[1] + digits, 16 if digits[1] in "xX" else 8)
    return int(min(max(real_of_word(keyword, word, origin), -1e18), 1e18))


def real_of_word(keyword, word, origin):
    """The number at the start of a word, or a word that the keyword allows instead."""
    if word.upper() in keyword.words:
        return word.upper()
    match = REAL.match(word)
    if not match:
        raise refusal(keyword, "keyword out of range", origin, word)
    return float(match[0])


def bool_of_word(keyword, word, origin):
    """Whether a word begins with Y; it may also begin with N."""
    if word[0] not in "yYnN":
        raise refusal(keyword, "value must be Y or N", origin, word)
    return word[0] in "yY"


def string_of_word(keyword, word, origin):
    """The word itself."""
    return word


def pick(keyword, word, origin):
    """The word of the set allowed, in capitals."""
    if word.upper() not in keyword.choices:
        raise refusal(keyword, "set to an unknown keyword", origin, word, did_you_mean(word.upper(), keyword.choices))
    return word.upper()


FROM_WORD = {
    "int": int_of_word,
    "float": real_of_word,
    "bool": bool_of_word,
    "string": string_of_word,
    "choice": pick,
}


def check_count(keyword, values, origin):
    """Raise SexlikeError if there are too few or too many."""
    fewest, most = keyword.count or (1, 1)
    if len(values) > most:
        raise refusal(keyword, "has too many members", origin, values)
    if len(values) < fewest:
        raise refusal(keyword, "list has not enough members", origin, values)


def check_limits(keyword, values, origin):
    """The values, if they are within the limits; the value alone if the keyword takes no list.

    Numbers become those of single precision, as in SExtractor: magnitudes, radii and thresholds depend on it in their
    last digits.
    """
    numbers = [value for value in values if value not in keyword.words]
    for value in numbers if keyword.limits else ():
        low, high = keyword.limits
        if not low <= value <= high:
            raise refusal(keyword, "keyword out of range", origin, f"{value:.10g}")
    if keyword.kind == "float":
        values = tuple(value if value in keyword.words else single(value) for value in values)
    return values if keyword.count else values[0]


def single(value):
    """The number of single precision next to a number."""
    return struct.unpack("f", struct.pack("f", value))[0]


def shortest(value):
    """The fewest digits that stand for a number of single precision: 0.3, and not 0.30000001192092896."""
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    return next((text for text in texts if single(float(text)) == value), repr(value))


def refusal(keyword, problem, origin, value=None, hint=None):
    """The error for a value that is not taken; the wording of the problem is SExtractor's, for scripts."""
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    got = "" if value is None else f": {cut(str(value))}"
    return SettingError(f"{keyword.name} {problem}{got} (allowed: {keyword.allowed})", where=origin, hint=hint)


def cut(text):
    """A text of 80 characters at most."""
    return text if len(text) <= 80 else text[:77] + "..."

"""Numbers as text: as C reads them, and with the digits of single precision."""

import math
import re
import struct

# Like C, SExtractor takes the number at the start of a word and drops the rest: 5# is 5, 3.5pix is 3.5.
REAL_AT_START = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
# In lists it also takes hexadecimal and octal integers: 0x40, 0100.
INTEGER_OF_BASE_AT_START = re.compile(r"([+-]?)(0x[0-9a-f]+|0[0-7]+(?![\d.]))", re.IGNORECASE)
# What else C's strtod reads: nan, inf, and hexadecimal numbers such as 0x1.8p3.
SPECIAL_AT_START = re.compile(
    r"[+-]?(nan|inf(inity)?|0x([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(p[+-]?\d+)?)", re.IGNORECASE
)
LARGEST_INTEGER = 1e18


def leading_real(word: str) -> float | None:
    """The number at the start of a word, or None."""
    match = REAL_AT_START.match(word)
    return float(match[0]) if match else None


def number_of_c(word: str) -> float | None:
    """The number at the start of a word as C's strtod reads it, also nan, inf, and hexadecimal ones; or None."""
    match = SPECIAL_AT_START.match(word)
    if not match:
        return leading_real(word)
    try:
        return float.fromhex(match[0])
    except OverflowError:
        return math.copysign(math.inf, -1 if word.startswith("-") else 1)


def leading_integer(word: str, *, other_bases: bool = False) -> int | None:
    """The integer at the start of a word, or None; 3e5 and 2.7 are integers, too: 300000 and 2.

    Parameters
    ----------
    word : str
    other_bases : bool
        Whether 0x40 is hexadecimal, and 0100 octal.
    """
    if other_bases and (match := INTEGER_OF_BASE_AT_START.match(word)):
        digits = match[2]
        return int(match[1] + digits, 16 if digits[1] in "xX" else 8)
    value = leading_real(word)
    return None if value is None else int(min(max(value, -LARGEST_INTEGER), LARGEST_INTEGER))


def to_single_precision(value: float) -> float:
    """Round a number to the nearest one of single precision."""
    (rounded,) = struct.unpack("f", struct.pack("f", value))
    return float(rounded)


def shortest_repr(value: float) -> str:
    """Write a number of single precision with as few digits as possible: 0.3, and not 0.30000001192092896."""
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    return next((text for text in texts if to_single_precision(float(text)) == value), repr(value))

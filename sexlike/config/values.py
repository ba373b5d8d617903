"""Values of keywords from the words of a .sex file or of the command line."""

from collections.abc import Callable, Sequence

from ..errors import SettingError
from ..suggestions import did_you_mean, meant_one_of
from .checks import check_count, check_limits, invalid_value, shorten
from .keyword import Keyword, Scalar, Value
from .numbertext import leading_integer, leading_real
from .units import unit_of_word, with_unit


def from_words(keyword: Keyword, words: Sequence[str], origin: str) -> Value:
    """The value of a keyword from the words after it.

    If the keyword has a single value, further words are ignored, as in SExtractor.

    Parameters
    ----------
    keyword : Keyword
    words : sequence of str
    origin : str
        Where they stand, for messages.

    Returns
    -------
    int, float, bool, str or tuple of these
        Numbers with units are text.

    Raises
    ------
    SettingError
        A word is not allowed, or there are too few or too many.
    """
    if keyword.count is None:
        if not words:
            problem = "string is empty!" if keyword.kind == "string" else "keyword has no value!"
            raise invalid_value(keyword, problem, origin)
        words = words[:1]
    check_count(keyword, words, origin)
    values = tuple(FROM_WORD[keyword.kind](keyword, word, origin) for word in words)
    return check_limits(keyword, values, origin)


def integer_of_word(keyword: Keyword, word: str, origin: str) -> int | str:
    """The integer at the start of a word; or the word, if it has a unit, or is a name where one is allowed."""
    if text := with_unit(keyword, word, origin, strict=False):
        return text
    if keyword.names_allowed and is_name(word):
        return word
    value = leading_integer(word, other_bases=keyword.count is not None)
    if value is None:
        raise no_number(keyword, word, origin)
    return value


def is_name(text: str) -> bool:
    """Whether a text can be the name of a column, and is no number."""
    return text[:1].isalpha() or text[:1] == "_"


def real_of_word(keyword: Keyword, word: str, origin: str) -> float | str:
    """The number at the start of a word, or the word if it has a unit, or one of the special words of the keyword."""
    if word.upper() in keyword.special_words:
        return word.upper()
    if text := with_unit(keyword, word, origin, strict=False):
        return text
    value = leading_real(word)
    if value is None:
        raise no_number(keyword, word, origin)
    return value


def no_number(keyword: Keyword, word: str, origin: str) -> SettingError:
    """The error for a word that does not begin with a number; its first words are SExtractor's."""
    return invalid_value(keyword, "keyword out of range", origin, f"{shorten(word)}, which is no number")


def bool_of_word(keyword: Keyword, word: str, origin: str) -> bool:
    """True for a word that begins with Y, False for one that begins with N."""
    letter = word[:1].upper()
    if letter not in ("Y", "N"):
        raise invalid_value(keyword, "value must be Y or N", origin, word)
    return letter == "Y"


def string_of_word(keyword: Keyword, word: str, origin: str) -> str:
    """The word itself; it is empty if an environment variable is."""
    if not word:
        raise invalid_value(keyword, "string is empty!", origin)
    return word


def choice_of_word(keyword: Keyword, word: str, origin: str) -> str:
    """The word in capitals, if it is among the choices."""
    if word.upper() not in keyword.choices:
        beginning = [choice for choice in keyword.offered if word and choice.startswith(word.upper())]
        hint = meant_one_of(beginning) or did_you_mean(word.upper(), keyword.offered)
        raise invalid_value(keyword, "set to an unknown keyword", origin, word, hint)
    return word.upper()


FROM_WORD: dict[str, Callable[[Keyword, str, str], Scalar]] = {
    "int": integer_of_word,
    "float": real_of_word,
    "bool": bool_of_word,
    "string": string_of_word,
    "choice": choice_of_word,
    "unit": unit_of_word,
}

"""The TOML format: SExtractor's keywords in any case, flat or nested."""

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import SettingError
from ..keywords import KEYWORDS
from ..synonyms import suggest_keyword
from .tomlhints import hint_on_text
from .tomllines import line_of, lines_of_keys

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MOST_TABLES = 10  # within each other; no keyword has more parts
MANY_PARTS = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
Key = tuple[str, ...]  # the names of the tables around a value, and its own name


def read_toml(text: str, name: str) -> Iterator[tuple[str, Any, str]]:
    """Read the settings of a text in TOML.

    The names of the tables and of the value, joined by ``_``, are the keyword. Where a table has the name of a
    keyword, its key `value` is the value of this keyword.

    Parameters
    ----------
    text : str
    name : str
        Name of the file, for messages.

    Yields
    ------
    tuple
        Keyword, value, and where it stands: ``run.toml:3: detect.thresh``.

    Raises
    ------
    SettingError
        The text is not valid TOML, a key is not a keyword, or two keys are the same keyword.
    """
    first: dict[str, str] = {}
    settings, lines = parse_toml(text, name), lines_of_keys(text)
    for key, value in leaves(settings, name):
        line = line_of(key, lines)
        place = f"{name}:{line}" if line else name
        dotted = ".".join(key)
        keyword = find_keyword(key)
        if keyword is None:
            raise SettingError(f"{dotted} is not a keyword of sexlike", where=place, hint=suggest_keyword(key))
        if keyword in first:
            raise SettingError(f"{first[keyword]} and {dotted} both give {keyword}: keep one of them", where=place)
        first[keyword] = dotted
        yield keyword, value, f"{place}: {dotted}"


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse a text in TOML.

    Raises
    ------
    SettingError
        It is not valid TOML.
    """
    if MANY_PARTS.search(text):  # the time that they take grows with the square of their number
        raise SettingError("not valid TOML for a configuration: a key of very many parts", where=name)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: TOMLDecodeError, and integers of thousands of digits
        message = str(error).partition(";")[0]
        hint = hint_on_repeated_table(message, text)
        if hint is None and re.search("overwrite|mutate|twice|redefine", message, re.IGNORECASE):
            hint = "A keyword that is also a table (FILTER, CLEAN, GAIN) has its own value in the table's key `value`."
        hint = hint or hint_on_text(message, text)
        raise SettingError(f"not valid TOML: {message}", where=name, hint=hint) from None


def hint_on_repeated_table(message: str, text: str) -> str | None:
    """What to do about two tables of one name, or about ``detect.thresh`` and ``[detect]`` in one file; or None."""
    found = re.search(r"declare \('(\w+)',?\) twice", message)
    if not found:
        return None
    table = found[1]
    dotted = re.search(rf"^[ \t]*{table}[ \t]*\.[ \t]*\w+", text, re.MULTILINE)
    if dotted:
        return f"{dotted[0].strip()} and the table [{table}] do not go together: keep to one way."
    if len(re.findall(rf"^[ \t]*\[{table}\]", text, re.MULTILINE)) > 1:
        return f"There are two tables [{table}]: make them one."
    return None


def leaves(table: Mapping[str, Any], name: str, tables: Key = ()) -> Iterator[tuple[Key, Any]]:
    """All values in nested tables, with their keys; `name` is that of the file."""
    if len(tables) > MOST_TABLES:
        raise SettingError(f"more than {MOST_TABLES} tables within each other: {'.'.join(tables)}", where=name)
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, name, (*tables, key))
        else:
            yield (*tables, key), value


def find_keyword(key: Key) -> str | None:
    """The keyword of a key, or None."""
    joined = "_".join(key).upper()
    if joined in KEYWORDS:
        return joined
    table = "_".join(key[:-1]).upper()
    return table if key[-1].upper() == "VALUE" and table in KEYWORDS else None

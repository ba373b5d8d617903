"""``--explain kron``: columns, keywords, flags and recipes that have something to do with some words."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...config.keywords import KEYWORDS
from ...config.recipes.shelf import about_recipe, recipe_names
from ..flags import FLAG_COLUMNS
from ..notoffered import NOT_OFFERED
from ..order import ORDER
from ..registry import COLUMNS
from .subjects import normalised, pattern_of

SHORT = 3  # letters: words of no more are found as whole words, longer ones at the beginning of others


class Entry(NamedTuple):
    """What may be found: its name, one line on it, and where else words are looked for."""

    name: str
    about: str
    texts: tuple[str, ...] = ()


def matches(phrase: str) -> list[tuple[str, str]]:
    """Keywords, columns, bits of FLAGS and recipes that have something to do with some words.

    Those in which the words stand count, and those of the subject that the words name. Only if there are none, parts
    of words count too.

    Parameters
    ----------
    phrase : str
        One word or more, in any case.

    Returns
    -------
    list of (str, str)
        Name and description: keywords, columns, flags, recipes.
    """
    words = normalised(phrase)
    subject = pattern_of(words)
    tests: tuple[Callable[[Entry], bool], ...] = (
        lambda entry: bool(subject and re.fullmatch(subject, entry.name)) or all(stands(word, entry) for word in words),
        lambda entry: all(is_part(word, entry) for word in words),
    )
    for test in tests:
        if found := [(entry.name, entry.about) for entry in entries() if test(entry)]:
            return found
    return []


def entries() -> Iterator[Entry]:
    """All that may be found."""
    for row in KEYWORDS.values():
        yield Entry(row.name, f"{row.about} (keyword)", (row.section, *row.offered))
    for name in dict.fromkeys((*ORDER, *COLUMNS)):
        column = COLUMNS.get(name) or NOT_OFFERED.get(name)
        if column is not None:
            yield Entry(name, column.about + ("" if name in COLUMNS else " (not offered)"))
    for name, bits in FLAG_COLUMNS.items():
        for flag in bits:
            yield Entry(f"{name} {flag.value}", f"{str(flag.name).lower()}: {flag.meaning}")
    for name in recipe_names():
        yield Entry(f"-c {name}", f"{about_recipe(name)} (recipe)")


def stands(word: str, entry: Entry) -> bool:
    """Whether a word stands in an entry, or the subject that it names has the entry."""
    subject = pattern_of([word])
    if subject and re.fullmatch(subject, entry.name):
        return True
    end = r"(?![^\W_])" if len(word) <= SHORT else ""
    pattern = re.compile(rf"(?<![^\W_]){re.escape(word)}{end}", re.IGNORECASE)
    return any(pattern.search(text) for text in (entry.name, entry.about, *entry.texts))


def is_part(word: str, entry: Entry) -> bool:
    """Whether a word is somewhere in an entry, maybe within another word."""
    return any(word in text.lower() for text in (entry.name, entry.about, *entry.texts))

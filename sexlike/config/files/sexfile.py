"""The .sex format: a keyword and its values on each line.

Words are separated by blanks, tabs, ``=``, ``,``, ``;`` and double quotes. A word that begins with ``#`` starts a
comment.
"""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile

from ...errors import SettingError
from .textfile import lines_of

# The comma of image.fits[SCI,2] does not separate. Letters between brackets are matched at once, for repeated groups
# take memory each time; of a comment only the # is.
WORD = re.compile(r'#|(?:\[[^\[\]\s"]*\]|[^ \t=,;\n\r"\[]+|\[+(?=\[)|\[)+')
VARIABLE = re.compile(r"\$\{?([^}/:\"'\\]*)\}?")


class Words(list[str]):
    """The words of a line, or those after its keyword.

    Attributes
    ----------
    commas : list of bool
        For each word but the last, whether a comma separates it from the next.
    """

    def __init__(self, words: Iterable[str] = (), commas: Iterable[bool] = ()) -> None:
        super().__init__(words)
        self.commas = list(commas)

    def after_keyword(self) -> "Words":
        """All words but the first."""
        return Words(self[1:], self.commas[1:])

    def comma_list(self) -> list[str]:
        """The first word, and those that commas join to it."""
        return self[: next((index for index, comma in enumerate(self.commas, 1) if not comma), len(self))]


def read_sex(text: str, name: str) -> Iterator[tuple[str, Words, str]]:
    """Read the settings of a text in the .sex format.

    Parameters
    ----------
    text, name : str
        The text of a file, and the name of the file for messages.

    Yields
    ------
    tuple
        The keyword as it is written, the words after it, and where it stands: ``run.sex:14``.
    """
    for number, line in enumerate(lines_of(text), 1):
        words = split_words(line)
        if words:
            yield words[0], words.after_keyword(), f"{name}:{number}"


def split_words(line: str) -> Words:
    """Split a line into words, without its comment."""
    found = list(takewhile(lambda word: word[0] != "#", WORD.finditer(line)))
    return Words((word[0] for word in found), ("," in line[a.end() : b.start()] for a, b in pairwise(found)))


def expand_variables(word: str, origin: str) -> str:
    """Replace $NAME and ${NAME} by the values of environment variables.

    As in SExtractor, a name ends at the next ``} / : " ' \\``.

    Raises
    ------
    SettingError
        There is no such variable.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in os.environ:
            return os.environ[name]
        beginning = re.match(r"\w*", name)
        shorter = beginning[0] if beginning else ""
        hint = f"Write ${{{shorter}}} to end the name there." if shorter in os.environ else None
        raise SettingError(f"Environment variable not found: {name}", where=origin, hint=hint)

    return VARIABLE.sub(value, word)

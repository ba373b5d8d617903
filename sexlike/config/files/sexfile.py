"""The .sex format: a keyword and its values on each line.

Blanks, tabs, `=`, `,`, `;` and double quotes all separate, and `#` starts a comment where a word begins.
"""

import os
import re
from itertools import pairwise

from ...errors import SettingError

WORD = re.compile(r'(?:\[[^\[\]\s"]*\]|[^ \t=,;\n\r"])+')  # the comma of image.fits[SCI,2] does not separate
VARIABLE = re.compile(r"\$\{?([^}/:\"'\\]*)\}?")


class Words(list):
    """The words behind a keyword: text, and not values yet.

    Attributes
    ----------
    commas : list of bool
        Whether there is a comma between a word and the next.
    """

    def __init__(self, words=(), commas=()):
        super().__init__(words)
        self.commas = list(commas)

    def behind(self):
        """All but the first."""
        return Words(self[1:], self.commas[1:])

    def listed(self):
        """The first, and those that commas join to it."""
        return self[: next((place for place, comma in enumerate(self.commas, 1) if not comma), len(self))]


def read_sex(text, name):
    """Read a text in the .sex format.

    Parameters
    ----------
    text : str
    name : str
        Name of the file, for messages.

    Yields
    ------
    tuple
        The keyword as it is written, its Words, and where it stands: ``run.sex:14``.
    """
    for number, line in enumerate(text.splitlines(), 1):
        words = split(line)
        if words:
            yield words[0], words.behind(), f"{name}:{number}"


def split(line):
    """The words of a line, without its comment."""
    found = list(WORD.finditer(line))
    found = found[: next((i for i, word in enumerate(found) if word[0].startswith("#")), None)]
    return Words((word[0] for word in found), ("," in line[a.end() : b.start()] for a, b in pairwise(found)))


def expand(word, origin):
    """A word with its $NAME and ${NAME} replaced by the environment's variables.

    The name runs to the next ``} / : " ' \\``, as in SExtractor.

    Raises
    ------
    SexlikeError
        If there is no such variable.
    """

    def value(match):
        name = match[1]
        if name in os.environ:
            return os.environ[name]
        shorter = re.match(r"\w*", name)[0]
        hint = f"Write ${{{shorter}}} to end the name there." if shorter in os.environ else None
        raise SettingError(f"Environment variable not found: {name}", where=origin, hint=hint)

    return VARIABLE.sub(value, word)

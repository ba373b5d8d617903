"""The configuration of a run: from defaults, a file, and what is given on top."""

import os
import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from ..errors import SettingError, SexlikeError, SexlikeWarning
from .files.sexfile import Words, expand, read_sex, split
from .files.textfile import decode_text
from .files.tomlfile import parse, read_toml
from .keywords import KEYWORDS
from .synonyms import suggest_keyword
from .values import from_python, from_words

MOST_UNKNOWN = 10  # with more unknown keywords it is no configuration


@dataclass(frozen=True)
class Config:
    """What the user wants: ``config.DETECT_THRESH`` is the value of this keyword, a tuple if it may have several.

    Attributes
    ----------
    values : dict
        Keyword -> int, float (of single precision, as in SExtractor), bool, str, or a tuple of these.
    origins : dict
        Keyword -> where it was set, for those that were.
    path : str, optional
        The configuration file.
    """

    values: dict
    origins: dict = field(default_factory=dict, compare=False)
    path: str | None = field(default=None, compare=False)

    def __getattr__(self, name):
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(f"{name} is no keyword") from None

    def origin(self, name):
        """Where the value comes from: ``default``, ``run.sex:14``, ``run.toml: detect.thresh``, ``command line``."""
        return self.origins.get(name, "default")

    def was_set(self, name):
        """Whether the value was given, be it the default's."""
        return name in self.origins

    def overridden_by(self, other):
        """This configuration, with what was set in another on top of it."""
        values = {name: other.values[name] for name in other.origins}
        return Config(self.values | values, self.origins | other.origins, self.path)

    def with_value(self, name, value):
        """This configuration with another value of a keyword; its origin stays."""
        return Config(self.values | {name: value}, self.origins, self.path)

    @property
    def folder(self):
        """Folder of the configuration file, or None."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else None


def load_config(path=None, overrides=None, origin="command line"):
    """The configuration that follows from the defaults, a file, and settings on top of it; the last wins.

    Parameters
    ----------
    path : str or path-like, optional
        Configuration file, in TOML or in the .sex format: what it holds decides.
    overrides : mapping or iterable of pairs, optional
        Keyword in any case -> str as on the command line, or a Python value.
    origin : str
        Where the overrides come from, for messages. From the command line an unknown keyword is a warning, as in
        SExtractor, and from elsewhere an error.

    Returns
    -------
    Config

    Raises
    ------
    SexlikeError
    """
    path = None if path is None else os.fspath(path)
    text = None if path is None else text_of(path)
    settings = chain(() if text is None else file_settings(text, path), given_settings(overrides, origin))
    values, origins, unknown = dict(defaults()), {}, []
    for name, value, where in settings:
        keyword = KEYWORDS.get(name.upper())
        if keyword is None:
            unknown.append(name)
            warn_unknown(unknown, where, path)
        elif isinstance(value, Words):
            used = value.listed() if keyword.single else value if keyword.count else value[:1]
            values[keyword.name] = from_words(keyword, [expand(word, where) for word in used], where)
            origins[keyword.name] = where
        else:
            values[keyword.name] = from_python(keyword, value, where)
            origins[keyword.name] = where
    return Config(values, origins, None if text is None else path)


@cache
def defaults():
    """Keyword -> value, of all keywords."""
    return {name: from_words(keyword, split(keyword.default), "default") for name, keyword in KEYWORDS.items()}


def file_settings(text, path):
    """Keyword, value and origin of each setting of a configuration file."""
    name = os.path.basename(path)
    return read_toml(text, name) if looks_like_toml(text, name) else read_sex(text, name)


def given_settings(overrides, origin):
    """Keyword, value and origin of each setting on top of the file."""
    for name, value in overrides.items() if hasattr(overrides, "items") else overrides or ():
        keyword = KEYWORDS.get(name.upper())
        if keyword is None and origin != "command line":
            raise SettingError(f"{name} is no keyword of sexlike", where=origin, hint=suggest_keyword([name]))
        if isinstance(value, str):
            if origin == "command line":
                value = words_of_argument(keyword, value)
            elif keyword.kind != "string":
                value = split(value)
            elif keyword.count:  # in Python, the name of a file may hold blanks
                value = [part.strip() for part in value.split(",")]
        yield name, value, origin


def words_of_argument(keyword, value):
    """The words of an argument; of a keyword of one name, blanks are part of the name."""
    takes_one = keyword is not None and keyword.kind == "string" and (keyword.single or keyword.count is None)
    names = [name.strip() for name in value.split(",") if name.strip()]
    if takes_one and (keyword.single or len(names) == 1) and " " in "".join(names) and not re.search('[#"]', value):
        return Words(names, [True] * (len(names) - 1))
    return split(value)


def warn_unknown(unknown, where, path):
    """Tell of an unknown keyword; of too many, raise SexlikeError."""
    if len(unknown) > MOST_UNKNOWN:
        raise SexlikeError(
            f"No valid keyword found in {path or 'the options'}: {', '.join(unknown[:3])} and so on are unknown",
            hint="A configuration file has a keyword and its value on each line; -d prints one.",
        )
    hint = suggest_keyword([unknown[-1]])
    warnings.warn(f"{unknown[-1]} keyword unknown ({where}){'. ' + hint if hint else ''}", SexlikeWarning, stacklevel=4)


def text_of(path):
    """What a configuration file holds, or None if there is no such file.

    A missing file is a warning, as in SExtractor, but for a .toml, which no old script has.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        if path.lower().endswith(".toml"):
            raise SexlikeError(f"cannot open {path}: no such file") from None
        warnings.warn(f"{path} not found, using internal defaults", SexlikeWarning, stacklevel=3)
        return None
    except OSError as error:
        raise SexlikeError(f"cannot read {path}: {error.strerror or error}") from None
    return decode_text(data, path, "a configuration")


TABLE = re.compile(r"^\s*\[+[\w.\"' -]+\]+\s*(#.*)?$", re.MULTILINE)
ASSIGNMENT = re.compile(r"^\s*[\w.\"'-]+[ \t]*=", re.MULTILINE)
SEX_LINE = re.compile(r"^\s*[A-Za-z_]\w*[ \t,;]+[^=\s]", re.MULTILINE)


def looks_like_toml(text, name):
    """Whether a configuration is TOML; the name counts where the text leaves it open.

    A few lines ``KEY = value`` are both. A .toml file is .sex only if it has no line that TOML would know.
    """
    if name.lower().endswith(".toml"):
        return not SEX_LINE.search(text) or bool(TABLE.search(text) or ASSIGNMENT.search(text))
    if TABLE.search(text):
        return True
    try:
        values = parse(text, name).values()
    except SexlikeError:
        return False
    structured = any(isinstance(value, (bool, list, dict)) for value in values)
    return structured or (bool(values) and not name.lower().endswith(".sex"))

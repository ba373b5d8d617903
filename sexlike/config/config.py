"""The configuration of a run: defaults, a configuration file, and settings on top of it."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any

from ..errors import SettingError, SexlikeError, warn, warning_text
from .files.catalogendings import types_of_names
from .files.sexfile import Words, expand_variables, split_words
from .keyword import Keyword, Value
from .keywords import KEYWORDS
from .pythonvalues import from_python
from .synonyms import suggest_keyword
from .units import has_units, in_own_unit, joined_units, parse_unit
from .values import from_words

COMMAND_LINE = "command line"
WHOSE_NUMBERS = "COMPATIBILITY"  # its default depends on who asks: old scripts get the numbers that they know
# Keywords of later versions of SExtractor, and what the reference says of them: unknown, no effect.
LATER = {"BACK_PEARSON": "SExtractor 2.25 does not know it; COMPATIBILITY NONE applies it."}
MOST_UNKNOWN_KEYWORDS = 10  # as in SExtractor

Overrides = Mapping[str, Any] | Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Config:
    """The configuration of a run, with a value for every keyword.

    Keywords are attributes: ``config.GAIN`` is the value of GAIN. Those that may have several values are tuples.

    Attributes
    ----------
    values : dict
        Keyword -> int, float (rounded to single precision, as in SExtractor), bool, str, or a tuple of these.
    origins : dict
        Keyword -> where it was set; only for keywords that were set.
    path : str, optional
        The configuration file.
    given : dict
        Keyword -> text, or tuple of texts, of values that were given with a unit: ``0.5 arcsec``. In ``values`` they
        are numbers, or these texts as long as it is not known how large a pixel is.
    strict : bool
        An unknown column is an error, as in TOML and Python, and no warning, as in SExtractor.
    """

    values: dict[str, Value]
    origins: dict[str, str] = field(default_factory=dict, compare=False)
    path: str | None = field(default=None, compare=False)
    given: dict[str, Value] = field(default_factory=dict, compare=False)
    strict: bool = field(default=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(f"{name} is not a keyword") from None

    def origin(self, name: str) -> str:
        """Where a keyword was set.

        Parameters
        ----------
        name : str
            The keyword, in capitals.

        Returns
        -------
        str
            For example ``default``, ``run.sex:14``, ``run.toml:3: detect.thresh`` or ``command line``.
        """
        return self.origins.get(name, "default")

    def called(self, name: str) -> str:
        """What the user calls a keyword: by its name, or by the argument of `sexlike.extract` that set it."""
        origin = self.origin(name)
        return origin if origin.endswith(("=", "uncertainty")) else name

    def overridden_by(self, other: "Config") -> "Config":
        """This configuration, with the keywords that were set in another one on top of it."""
        values = {name: other.values[name] for name in other.origins}
        given = {name: text for name, text in self.given.items() if name not in values} | other.given
        return Config(self.values | values, self.origins | other.origins, self.path, given, self.strict)

    def with_value(self, name: str, value: Value) -> "Config":
        """This configuration with another value of a keyword, whose origin stays as it is."""
        return replace(self, values=self.values | {name: value})

    @property
    def as_given(self) -> dict[str, Value]:
        """Keyword -> its value as it was given: with its unit, if it has one."""
        return self.values | self.given

    @property
    def folder(self) -> str | None:
        """Folder of the configuration file, or None."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else None


def load_config(
    path: str | os.PathLike[str] | None = None, overrides: Overrides | None = None, origin: str = COMMAND_LINE
) -> Config:
    """Build a configuration from the defaults, a configuration file, and settings on top of it. The last one wins.

    Parameters
    ----------
    path : str or path-like, optional
        Configuration file, in TOML or in the .sex format, or the name of a recipe: ``jwst``.
    overrides : mapping or iterable of pairs, optional
        Keyword in any case -> text as on the command line, or a Python value.
    origin : str
        Where the overrides come from, for messages.

    Returns
    -------
    Config

    Raises
    ------
    SexlikeError
        A file cannot be read, a value is not allowed, or a keyword is unknown.

    Warns
    -----
    SexlikeWarning
        A keyword of a .sex file or of the command line is unknown, as in SExtractor.
    """
    from .files.configfile import read_settings  # -v and --help need no file
    from .recipes.shelf import configuration_path

    path = None if path is None else configuration_path(os.fspath(path))
    file = None if path is None else read_settings(path, or_error=origin != COMMAND_LINE)
    in_file, is_toml = file or ((), False)
    values, origins, unknown = {}, {}, []
    for name, value, where in chain(in_file, settings_on_top(overrides or {}, origin)):
        keyword = KEYWORDS.get(name.upper())
        if keyword is None:
            unknown.append(name)
            warn_of_unknown(unknown, where, path)
            continue
        origins[keyword.name] = where
        if isinstance(value, Words):
            values[keyword.name] = from_words(keyword, words_in_use(keyword, value, where), where)
        else:
            values[keyword.name] = from_python(keyword, value, where)
    strict = is_toml or (file is None and origin != COMMAND_LINE)
    if strict:
        values.setdefault(WHOSE_NUMBERS, "NONE")
    if values.get(WHOSE_NUMBERS) != "NONE":
        for name in origins.keys() & LATER:
            if values.pop(name) != defaults()[name] or not is_toml:  # -dt writes defaults as well
                unknown.append(name)
                warn_of_unknown(unknown, origins[name], path)
            del origins[name]
    given = {name: value for name, value in values.items() if has_units(KEYWORDS[name], value)}
    numbers = {name: in_own_unit(KEYWORDS[name], value, origins[name]) for name, value in given.items()}
    complete = defaults() | values | numbers
    return Config({**complete, **types_of_names(complete, origins)}, origins, path if file else None, given, strict)


@cache
def defaults() -> dict[str, Value]:
    """The default of every keyword."""
    return {name: from_words(keyword, split_words(keyword.default), "default") for name, keyword in KEYWORDS.items()}


def words_in_use(keyword: Keyword, words: Words, origin: str) -> list[str]:
    """The words after a keyword that count, with the values of environment variables in them."""
    joined = joined_units(keyword, words)
    used = joined if keyword.count else joined[:1]
    if keyword.kind == "unit" and len(words) > 1 and parse_unit(" ".join(words)):  # erg / s / cm2 / Hz
        used = [" ".join(words)]
    if keyword.list_needs_commas:
        used = words.comma_list()
    return [expand_variables(word, origin) for word in used]


def settings_on_top(overrides: Overrides, origin: str) -> Iterator[tuple[str, Any, str]]:
    """Keyword, value and origin of each setting that is given on top of the file, see `load_config`."""
    for name, value in overrides.items() if isinstance(overrides, Mapping) else overrides:
        keyword = KEYWORDS.get(name.upper())
        if origin == COMMAND_LINE:
            yield name, words_of_argument(keyword, value) if isinstance(value, str) else value, origin
        elif keyword is None:
            raise SettingError(f"{name} is not a keyword of sexlike", where=origin, hint=suggest_keyword([name]))
        elif not isinstance(value, str):
            yield name, value, origin
        elif keyword.kind != "string":
            yield name, split_words(value), origin
        else:  # in Python, the names of files may hold blanks
            yield name, [part.strip() for part in value.split(",")] if keyword.count else value, origin


def words_of_argument(keyword: Keyword | None, value: str) -> Words:
    """Split a value on the command line into words. Where one name is expected, blanks are part of the name."""
    if keyword is not None and keyword.kind == "string" and (keyword.list_needs_commas or keyword.count is None):
        names = [name.strip() for name in value.split(",") if name.strip()]
        is_one = keyword.list_needs_commas or len(names) == 1
        if is_one and " " in "".join(names) and not re.search('[#"]', value):
            return Words(names, [True] * (len(names) - 1))
    return split_words(value)


def warn_of_unknown(unknown: list[str], where: str, path: str | None) -> None:
    """Warn of the last of the unknown keywords; raise SexlikeError if there are too many of them."""
    if len(unknown) > MOST_UNKNOWN_KEYWORDS:
        raise SexlikeError(
            f"No valid keyword found in {path or 'the options'}: {', '.join(unknown[:3])} and so on are unknown",
            hint="A configuration file has a keyword and its value on each line; -d prints one.",
        )
    hint = LATER.get(unknown[-1]) or suggest_keyword([unknown[-1]])
    text = warning_text(f"{unknown[-1]} keyword unknown", where, hint)
    warn(text)

"""The names of the files of an exposure: placeholders are filled in, and outputs that would collide get the stem."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

from ...config.config import Config
from ...config.keywords import KEYWORDS
from ...errors import SettingError
from .exposure import Exposure
from .placeholders import cards_in, check_placeholders, fill_in, placeholders_in

FILES = tuple(row.name for row in KEYWORDS.values() if row.kind == "string" and row.name.endswith(("_NAME", "_IMAGE")))
STDOUT = "STDOUT"


def check_names(config: Config) -> None:
    """Check the names of files of a configuration, which are those of all exposures.

    Raises
    ------
    SexlikeError
        Something in braces is no placeholder, or a catalog would go to standard output.
    """
    for keyword in FILES:
        for name in names_of(config, keyword):
            check_placeholders(name, keyword, config.origin(keyword))
    if STDOUT in config.CATALOG_NAME and "CATALOG_NAME" in outputs_in_use(config):
        hint = "Give the catalogs names: -CATALOG_NAME 'cats/{stem}.cat'."
        text = "CATALOG_NAME STDOUT: the catalogs of several exposures cannot all go to standard output"
        raise SettingError(text, where=config.origin("CATALOG_NAME"), hint=hint)


def cards_wanted(config: Config) -> list[str]:
    """The cards of the header that names of files ask for."""
    texts = (name for keyword in FILES for name in names_of(config, keyword))
    return list(dict.fromkeys(card for text in texts for card in cards_in(text)))


def with_own_names(config: Config, exposure: Exposure, card: Callable[[str], str]) -> Config:
    """The configuration of one exposure: with its names of files.

    Parameters
    ----------
    config : Config
        With the settings of the exposure.
    exposure : Exposure
    card : callable
        Gives the text of a card of its header.

    Raises
    ------
    SexlikeError
        A card that names a file is not there, or is empty.
    """
    named = with_stem(config, exposure)
    values = dict(named.values)
    for keyword in FILES:
        value = values[keyword]
        if isinstance(value, tuple):
            values[keyword] = tuple(fill_in(str(name), exposure, card) for name in value)
        else:
            values[keyword] = fill_in(str(value), exposure, card)
    catalogs = (fill_in(name, exposure, card) for name in named.CATALOG_NAME)
    values["CATALOG_NAME"] = tuple(os.path.join(os.curdir, name) if name == STDOUT else name for name in catalogs)
    return replace(named, values=values)


def with_stem(config: Config, exposure: Exposure) -> Config:
    """The configuration with the stem before the names of outputs that are those of all exposures."""
    for keyword, names in outputs_in_use(config).items():
        if keyword in exposure.settings:
            continue
        own = tuple(name if placeholders_in(name) or is_device(name) else prefixed(name) for name in names)
        config = config.with_value(keyword, own if isinstance(config.values[keyword], tuple) else own[0])
    return config


def prefixed(name: str) -> str:
    """A name with ``{stem}_`` before it, in its folder."""
    folder, file = os.path.split(name)
    return os.path.join(folder, f"{{stem}}_{file}")


def is_device(name: str) -> bool:
    """Whether a name is that of something which is no file, such as ``/dev/null``."""
    return os.path.exists(name) and not os.path.isfile(name) and not os.path.isdir(name)


def outputs_in_use(config: Config) -> dict[str, tuple[str, ...]]:
    """Keyword -> names of the outputs that the configuration asks for; pictures may be named after their types."""
    found: dict[str, tuple[str, ...]] = {}
    if set(config.CATALOG_TYPE) != {"NONE"}:
        found["CATALOG_NAME"] = config.CATALOG_NAME
    if set(config.CHECKIMAGE_TYPE) - {"NONE"}:
        found["CHECKIMAGE_NAME"] = config.CHECKIMAGE_NAME
    if set(config.CHECKPLOT_TYPE) - {"NONE"} and config.CHECKPLOT_DEV != "NULL":
        types = tuple(kind.lower() for kind in config.CHECKPLOT_TYPE)
        found["CHECKPLOT_NAME"] = config.CHECKPLOT_NAME or types
    if config.WRITE_XML:
        found["XML_NAME"] = (config.XML_NAME,)
    return found


def names_of(config: Config, keyword: str) -> Iterator[str]:
    """The names that a keyword has."""
    value = config.values[keyword]
    yield from (str(name) for name in value) if isinstance(value, tuple) else (str(value),)

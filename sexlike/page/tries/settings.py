"""Settings that come from the browser: only the keywords of the panel, only values that are surely meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...config.config import Config, defaults, load_config
from ...config.dumps import command_text
from ...config.files.sexfile import split_words
from ...config.numbertext import REAL_AT_START
from ...config.units import joined_units, with_unit
from ...errors import SettingError, SexlikeError, in_one_line
from ..refused import Refused
from .controls import BY_NAME, Control, choices_of

MOST_CHARACTERS = 500
ORIGIN = "the page"


def configured(config: Config, settings: Any) -> Config:
    """A configuration with settings of the browser on top of it.

    Parameters
    ----------
    config : Config
        That of the command.
    settings : object
        Keyword -> text.

    Raises
    ------
    Refused
        They are no settings; a keyword is not among those of the panel, or its value is not allowed. With a status
        of 422 the keyword is named.
    """
    for name, text in texts_of(settings).items():
        try:
            set_one = load_config(None, {name: require_plain(BY_NAME[name], text, config)}, ORIGIN)
        except SettingError as error:
            raise Refused(422, sentence_of(error), name) from None
        config = config.overridden_by(set_one)
    return config


def texts_of(settings: Any) -> dict[str, str]:
    """Settings as the browser sent them, if that is what they are."""
    if settings is None:
        return {}
    if not isinstance(settings, Mapping):
        raise Refused(400, "The settings are no keywords with their values.")
    texts: dict[str, str] = {}
    for name, value in settings.items():
        if name not in BY_NAME:
            raise Refused(422, f"{name!s:.60} is not a keyword of the panel.", f"{name!s:.60}")
        if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
            raise Refused(422, f"{name}: the value is no text, or a very long one.", name)
        texts[name] = value.strip()
    return texts


def require_plain(control: Control, text: str, config: Config) -> str:
    """A value whose words are read to their ends: ``2abc``, which the command takes for 2, is a slip here.

    Names of files are not taken from the browser: a kernel is one of those that are offered.

    Raises
    ------
    SettingError
    """
    keyword = control.keyword
    if not text and not (keyword.count and keyword.count[0] == 0):
        raise SettingError(f"{control.name} is empty (allowed: {keyword.allowed})")
    if re.search(r"[$\"'#@\x00-\x1f]", text):
        raise SettingError(f"{control.name} has a character that no value has (allowed: {keyword.allowed})")
    if keyword.kind == "string" and text not in choices_of(control, config):
        raise SettingError(
            f"{control.name} {text} is not offered here (there are: {', '.join(choices_of(control, config))})"
        )
    if control.name == "WEIGHT_TYPE" and text.upper() not in choices_of(control, config):
        there = ", ".join(choices_of(control, config))
        raise SettingError(f"WEIGHT_TYPE {text} needs maps that the command line has not named (there are: {there})")
    if keyword.kind == "bool" and text.upper() not in ("Y", "N"):
        raise SettingError(f"{control.name} {text} is neither Y nor N")
    if keyword.kind in ("int", "float"):
        for word in joined_units(keyword, split_words(text)):
            require_number(control, word)
    return text


def require_number(control: Control, word: str) -> None:
    """Raise SettingError unless a word is a number, alone or with a unit, or a word that may stand in its place."""
    keyword, number = control.keyword, REAL_AT_START.fullmatch(word)
    if word.upper() in keyword.special_words or with_unit(keyword, word, ORIGIN, strict=True):
        return
    if number is None:
        raise SettingError(f"{control.name} {word} is no number, such as {command_text(defaults()[control.name])}")
    if keyword.kind == "int" and not float(word).is_integer():
        raise SettingError(f"{control.name} {word} is no integer (allowed: {keyword.allowed})")


def sentence_of(error: SexlikeError) -> str:
    """What an error says, without the place where the value was set: that is the field of the browser."""
    message = error.message.replace(f" ({ORIGIN})", "")
    return in_one_line(message, error.hint)


def refusal_of(error: SexlikeError, settings: Mapping[str, str]) -> Refused:
    """An error of a search as a refusal, which names the setting that it speaks of, if it does."""
    named = next((name for name in settings if re.search(rf"\b{name}\b", str(error))), None)
    return Refused(422 if named else 409, sentence_of(error), named)

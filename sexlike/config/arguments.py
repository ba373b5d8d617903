"""The grammar of the command line, with SExtractor's rules where scripts rely on them.

``-KEYWORD VALUE`` always takes the next argument as its value, even one that begins with ``-``.
"""

import os
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import SettingError, SexlikeError, SexlikeWarning
from .config import COMMAND_LINE
from .files.sexfile import WORD
from .keywords import KEYWORDS
from .options import Option, find_keyword, find_option, is_unknown, suggest_option
from .synonyms import suggest_keyword

MOST_IMAGES = 2
WITH_TOPICS = ("completion", "explain", "init")  # actions
HOW_TO_WRITE_OPTIONS = "Options are written -KEYWORD value; --help lists them."


@dataclass
class Arguments:
    """What the command line asks for.

    Attributes
    ----------
    action : str
        ``run``, ``tune``, ``syntax`` (no argument), ``dump``, ``full dump``, ``columns``, ``toml``, ``version``,
        ``help``, ``explain``, ``init``, ``completion`` or
        ``man``.
    images : list of str
        One image, or the detection image and the measurement image.
    config : str or None
        Configuration file.
    settings : list of tuple
        Keyword as written, and its value as text.
    topic : list of str
        Names to explain, the recipe to copy, or the shell.
    grid : list of str
        Settings to try: ``KEYWORD=VALUE,VALUE``.
    cutout : str or None
        Part of the image to try them on: ``x,y,size``.
    profile : bool
        Whether to print what the stages of the run take.
    """

    action: str = "run"
    images: list[str] = field(default_factory=list)
    config: str | None = None
    settings: list[tuple[str, str]] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    grid: list[str] = field(default_factory=list)
    cutout: str | None = None
    profile: bool = False


def parse_arguments(argv: Sequence[str]) -> Arguments:
    """Parse the command line.

    Parameters
    ----------
    argv : sequence of str
        Without the name of the program.

    Returns
    -------
    Arguments

    Raises
    ------
    SexlikeError
        There is an unknown option, one without its value, or more than two images.
    """
    arguments = Arguments("run" if argv else "syntax")
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            add_images(arguments, word)
        elif option := find_option(word):
            take_option(arguments, option, word, rest)
        else:
            arguments.settings.append(take_setting(word, rest))
    return arguments


def take_option(arguments: Arguments, option: Option, word: str, rest: list[str]) -> None:
    """Do what an option says; takes what follows it from the rest of the command line.

    Parameters
    ----------
    arguments : Arguments
        Changed in place.
    option : Option
    word : str
        The option as written: ``-c``, ``--config=FILE``.
    rest : list of str
        The arguments after it; changed in place.

    Raises
    ------
    SettingError
        Nothing follows that needs a value.
    """
    if value := word.partition("=")[2]:
        rest.insert(0, value)
    if option.action == "config":
        if rest:
            arguments.config = rest.pop(0)
        else:
            warnings.warn(f"no file after {word}: ignored", SexlikeWarning, stacklevel=2)
        return
    if option.action == "cutout":
        if not rest:
            raise SettingError(f"no {option.takes.lower()} after {word}", where=COMMAND_LINE)
        arguments.cutout = rest.pop(0)
        return
    if option.action == "profile":
        arguments.profile = True
        return
    arguments.action = option.action
    if option.action == "tune":
        while rest and re.match(r"\w+=", rest[0]):
            arguments.grid.append(rest.pop(0))
    elif option.action != "toml":  # that uses the other options; the rest is done at once, as in SExtractor
        arguments.topic = rest[:] if option.action in WITH_TOPICS else []
        rest.clear()


def take_setting(word: str, rest: list[str]) -> tuple[str, str]:
    """Keyword and value of ``-KEYWORD value`` or ``-KEYWORD=value``; takes the value from the rest where needed."""
    name, equals, value = word.lstrip("-").partition("=")
    if find_keyword(word) is None and is_unknown(word):
        hint = suggest_keyword([name]) or suggest_option(word) or HOW_TO_WRITE_OPTIONS
        raise SettingError(f"unknown option {word}", where=COMMAND_LINE, hint=hint)
    if not equals or not value:
        if not rest:
            allowed = f" (allowed: {KEYWORDS[name.upper()].allowed})" if name.upper() in KEYWORDS else ""
            raise SettingError(f"{word} keyword has no value!{allowed}", where=COMMAND_LINE)
        value = rest.pop(0)
    return name, value


def require_image(images: Sequence[str]) -> None:
    """Check that there is an image, and that none is rather a number of a list: ``-PHOT_APERTURES 5 6``.

    Raises
    ------
    SexlikeError
        No image is given, or one that is a number and not a file.
    """
    if not images:
        raise SexlikeError("no image is given", hint="sexlike IMAGE -c FILE -KEYWORD VALUE; see --help.")
    for name in images:
        if (hint := hint_on_lists(name)) and not os.path.exists(name):
            raise SexlikeError(f"cannot open {name}: no such file", hint=hint)


def hint_on_lists(name: str) -> str | None:
    """How to write a list, if the name of an image looks like a number of one; else None."""
    if not re.fullmatch(r"[\d.,+-]+", name):
        return None
    return "Lists have commas and no blanks on the command line: -PHOT_APERTURES 5,6."


def add_images(arguments: Arguments, word: str) -> None:
    """Add the images that an argument names: one, or several with commas or blanks between them."""
    names = [word] if os.path.exists(word) else WORD.findall(re.sub(r"\s", " ", word))
    arguments.images += names
    if len(arguments.images) > MOST_IMAGES:
        name = arguments.images[MOST_IMAGES]
        raise SexlikeError(f"Too many input images: {name}", hint=hint_on_lists(name))

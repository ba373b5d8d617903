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
from .synonyms import suggest_keyword

MOST_IMAGES = 2
ACTIONS = {"d": "dump", "dd": "full dump", "dp": "columns", "dt": "toml", "v": "version", "h": "help"}
SHORTEST_KEYWORD = 4  # characters with the hyphen: shorter options are one letter or two


@dataclass
class Arguments:
    """What the command line asks for.

    Attributes
    ----------
    action : str
        ``run``, ``tune``, ``syntax`` (no argument), ``dump``, ``full dump``, ``columns``, ``toml``, ``version``,
        ``help`` or ``explain``.
    images : list of str
        One image, or the detection image and the measurement image.
    config : str or None
        Configuration file.
    settings : list of tuple
        Keyword as written, and its value as text.
    topic : list of str
        Names to explain.
    grid : list of str
        Settings to try: ``KEYWORD=VALUE,VALUE``.
    cutout : str or None
        Part of the image to try them on: ``x,y,size``.
    """

    action: str = "run"
    images: list[str] = field(default_factory=list)
    config: str | None = None
    settings: list[tuple[str, str]] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    grid: list[str] = field(default_factory=list)
    cutout: str | None = None


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
    while rest and arguments.action != "explain":
        word = rest.pop(0)
        if not word.startswith("-"):
            add_images(arguments, word)
        elif word in ("--tune", "--cutout"):
            add_tuning(arguments, word, rest)
        elif (action := find_action(word)) is not None:
            if action == "explain":
                arguments.topic = rest
            # -dt uses the configuration and the other options; the rest is done at once, as in SExtractor.
            arguments.action = action
            if action not in ("explain", "toml"):
                return arguments
        elif is_config(word):
            name = word.partition("=")[2] or (rest.pop(0) if rest else None)
            if name is None:
                warnings.warn(f"no file after {word}: ignored", SexlikeWarning, stacklevel=2)
            arguments.config = name or arguments.config
        else:
            arguments.settings.append(take_setting(word, rest))
    return arguments


def add_tuning(arguments: Arguments, word: str, rest: list[str]) -> None:
    """Take the arguments of ``--tune`` or ``--cutout`` from the rest of the command line."""
    if word == "--cutout":
        if not rest:
            raise SettingError("no x,y,size after --cutout", where=COMMAND_LINE)
        arguments.cutout = rest.pop(0)
        return
    arguments.action = "tune"
    while rest and re.match(r"\w+=", rest[0]):
        arguments.grid.append(rest.pop(0))


def find_action(word: str) -> str | None:
    """The action that an option asks for; None if the option sets something."""
    if find_keyword(word):
        return None
    name = word.lstrip("-").lower()
    if name == "explain":
        return "explain"
    if word == "-V":
        return "version"
    if word.startswith("--") and not re.search("[_=]", name):
        # As in SExtractor the first letters decide (--dump, --version), but --DETECT_TRESH is a misspelt keyword.
        name = name[:2] if name[:2] in ("dd", "dp", "dt") else name[:1]
        return ACTIONS.get(name)
    return ACTIONS.get(name) if len(word) < SHORTEST_KEYWORD else None


def is_config(word: str) -> bool:
    """Whether an option is ``-c``, in any of its forms: ``-c FILE``, ``--config FILE``, ``-c=FILE``."""
    return re.fullmatch("(-c|--c[a-z]*)(=.*)?", word, re.IGNORECASE) is not None and not find_keyword(word)


def find_keyword(word: str) -> str | None:
    """The keyword of ``-KEYWORD``, ``--KEYWORD`` or ``-KEYWORD=value``, or None."""
    name = word.lstrip("-").partition("=")[0].upper()
    return name if name in KEYWORDS else None


def take_setting(word: str, rest: list[str]) -> tuple[str, str]:
    """Keyword and value of ``-KEYWORD value`` or ``-KEYWORD=value``; takes the value from the rest where needed."""
    name, equals, value = word.lstrip("-").partition("=")
    if find_keyword(word) is None and (len(word) < SHORTEST_KEYWORD or word.startswith("--")):
        hint = suggest_keyword([name]) or "Options are written -KEYWORD value; --help lists them."
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

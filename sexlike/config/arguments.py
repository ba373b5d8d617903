"""The grammar of the command line, with SExtractor's rules where scripts rely on them.

``-KEYWORD VALUE`` always takes the next argument as its value, even one that begins with ``-``.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import SettingError, SexlikeError, warn
from .config import COMMAND_LINE
from .files.sexfile import WORD
from .keywords import KEYWORDS
from .options import (
    OF_BATCH,
    OF_PAGE,
    OPTIONS,
    SWITCHES,
    VALUES,
    Option,
    find_keyword,
    find_option,
    is_unknown,
    suggest_option,
)
from .synonyms import suggest_keyword

MOST_IMAGES = 2
EXCLUSIVE = ("batch", "page", "tune")  # actions of which there is one
SUMMARY_ALONE = "-"  # after --report
ADDRESS = re.compile(r"(\[[^\]]*\]|[^\s:,\[\]/]*):\d+")  # after --page: HOST:PORT
NEARLY_ADDRESS = re.compile(
    r"\d+|localhost|\d+(\.\d+){3}|\[[^/\\]*\].*|[^/\\\[\]]*:[^/\\\[\]]*"
)  # which is refused, and no image
WITH_TOPICS = ("completion", "explain", "init")  # actions
HOW_TO_WRITE_OPTIONS = "Options are written -KEYWORD value; --help lists them."


@dataclass
class Arguments:
    """What the command line asks for.

    Attributes
    ----------
    action : str
        ``run``, ``page``, ``batch``, ``tune``, ``syntax`` (no argument), ``dump``, ``full dump``, ``columns``,
        ``toml``, ``version``, ``help``, ``explain``, ``init``, ``completion`` or ``man``.
    images : list of str
        One image, or the detection image and the measurement image; what names the exposures of a batch.
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
    tiles : str or None
        Side of the tiles of a mosaic, pixels.
    profile : bool
        Whether to print what the stages of the run take.
    page : str or None
        Where the page is to be found, ``host:port``; empty or None if that is not said.
    save : str or None
        The configuration that the page may write.
    no_browser : bool
        Whether only the address of the page is printed.
    state : str or None
        The state of a batch.
    redo, retry_failed, dry_run, fail_fast : bool
        What is done again, whether anything is done, and whether the batch goes on when an exposure has failed.
    cluster : str or None
        Address of the scheduler whose workers do the batch.
    report : str or None
        What is made of the state, and nothing is done: ``page``, or ``-`` for the summary alone.
    """

    action: str = "run"
    images: list[str] = field(default_factory=list)
    config: str | None = None
    settings: list[tuple[str, str]] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    grid: list[str] = field(default_factory=list)
    cutout: str | None = None
    tiles: str | None = None
    profile: bool = False
    page: str | None = None
    save: str | None = None
    no_browser: bool = False
    state: str | None = None
    redo: bool = False
    retry_failed: bool = False
    dry_run: bool = False
    fail_fast: bool = False
    cluster: str | None = None
    report: str | None = None


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
    names: list[str] = []
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            names.append(word)
        elif option := find_option(word):
            take_option(arguments, option, word, rest)
        else:
            arguments.settings.append(take_setting(word, rest))
    refuse_options_of_others(arguments)
    if arguments.report:
        refuse_name_of_report(names)
    if arguments.action == "batch":
        arguments.images = names
    else:
        add_images(arguments, names)
    return arguments


def refuse_options_of_others(arguments: Arguments) -> None:
    """Raise SettingError if an option is given that belongs to another action: it would not do what is expected."""
    if arguments.tiles and arguments.action in ("batch", "page"):
        raise SettingError(f"--tiles is for one mosaic, and not for --{arguments.action}", where=COMMAND_LINE)
    for owner, actions in (("batch", OF_BATCH), ("page", OF_PAGE)):
        for action in actions if arguments.action != owner else ():
            if getattr(arguments, action) and not (action == "cluster" and arguments.tiles):
                name = next(option.names[0] for option in OPTIONS if option.action == action)
                others = " and of --tiles" if action == "cluster" else ""
                raise SettingError(f"{name} is an option of --{owner}{others}", where=COMMAND_LINE)


def refuse_name_of_report(names: Sequence[str]) -> None:
    """Raise SettingError if ``--report`` is given a name: it would be that of a state, or of a page."""
    if names:
        text = f"--report takes nothing, or - for the summary alone, and not {names[0]}"
        hint = f"--state names the state of a batch: sexlike --report --state {names[0]}."
        raise SettingError(text, where=COMMAND_LINE, hint=hint)


def refuse_second_action(arguments: Arguments, action: str, word: str) -> None:
    """Raise SettingError if there is an action already that the next one would leave undone."""
    before = arguments.action
    name = "report" if arguments.report else before
    if before != action and before in EXCLUSIVE and action in EXCLUSIVE:
        raise SettingError(f"--{name} and {word} do not go together: give one of them", where=COMMAND_LINE)


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
            warn(f"no file after {word}: ignored")
        return
    if option.action in VALUES:
        if not rest:
            raise SettingError(f"no {option.takes.lower()} after {word}", where=COMMAND_LINE)
        if word.partition("=")[1:] == ("=", "") or not rest[0].strip():
            text = f"the {option.takes.lower()} after {word} is empty"
            raise SettingError(text, where=COMMAND_LINE, hint="Perhaps a variable of the shell is not set.")
        setattr(arguments, option.action, rest.pop(0))
        return
    if option.action == "report":
        refuse_second_action(arguments, "batch", word)
        arguments.action = "batch"
        arguments.report = rest.pop(0) if rest[:1] == [SUMMARY_ALONE] else "page"
        return
    if option.action in SWITCHES:
        setattr(arguments, option.action, True)
        return
    refuse_second_action(arguments, option.action, option.names[0])
    arguments.action = option.action
    if option.action == "page":
        meant = rest and (ADDRESS.fullmatch(rest[0]) or NEARLY_ADDRESS.fullmatch(rest[0]))
        named = meant and not os.path.exists(rest[0])
        arguments.page = rest.pop(0) if word.partition("=")[2] or named else ""
    elif option.action == "tune":
        while rest and re.match(r"\w+=", rest[0]):
            arguments.grid.append(rest.pop(0))
    elif option.action not in ("toml", "batch"):  # these use other options; the rest is done at once, as in SExtractor
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


def add_images(arguments: Arguments, words: Sequence[str]) -> None:
    """Add the images that arguments name: each one, or several with commas or blanks between them."""
    for word in words:
        arguments.images += [word] if os.path.exists(word) else WORD.findall(re.sub(r"\s", " ", word))
    if len(arguments.images) > MOST_IMAGES:
        name = arguments.images[MOST_IMAGES]
        raise SexlikeError(f"Too many input images: {name}", hint=hint_on_lists(name))

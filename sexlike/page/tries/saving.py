"""The configuration of a try: saved as TOML where the command line has named a file, or as a line for the shell."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence

from ...config.config import WHOSE_NUMBERS, Config, defaults, load_config
from ...config.dumps import command_text, dump_toml
from ...config.files.configfile import looks_like_toml
from ...config.recipes.shelf import recipe_of
from ...output.files.outputs import atomic_file
from .editing import changed_names, edited
from .settings import configured

TITLE = "what differs from the defaults, and what was set"
OPTION = "--save"
NAME = "run.toml"  # of the download
BESIDE = ("PARAMETERS_NAME", "FILTER_NAME", "STARNNW_NAME", "ASSOC_NAME")  # files that may be beside the configuration


def toml_of(config: Config, settings: Mapping[str, str], place: str | None = None) -> str:
    """A configuration with the settings of the browser as TOML.

    Parameters
    ----------
    config : Config
        That of the command.
    settings : mapping
        Keyword -> text.
    place : str, optional
        The file that is written; None for a download.

    Returns
    -------
    str
        The text of the configuration file with other values, if that is TOML; otherwise the keywords that were set
        anywhere, and all that are no defaults.
    """
    tried = configured(config, settings)
    folder = os.path.dirname(os.path.abspath(place)) if place else None
    if folder != config.folder:
        tried = with_found_files(tried)
    if config.path and is_toml(config.path):
        with open(config.path, encoding="utf-8", newline="") as file:
            text = file.read()
        new = edited(text, tried, changed_names(tried, load_config(config.path), settings))
        if new is not None:
            return new
    usual = defaults()
    names = {name for name, value in tried.values.items() if value != usual[name]} | {WHOSE_NUMBERS}
    return dump_toml(tried, names | {*config.origins, *settings}, TITLE)


def is_toml(path: str) -> bool:
    """Whether a configuration file can be edited as TOML."""
    try:
        with open(path, encoding="utf-8") as file:
            return looks_like_toml(file.read(), os.path.basename(path))
    except (OSError, UnicodeDecodeError):
        return False


def with_found_files(config: Config) -> Config:
    """A configuration that can be in another folder: files beside the present one have their whole path."""
    for name in BESIDE:
        given = str(config.values[name])
        path = os.path.join(config.folder or "", given)
        if config.folder and not os.path.exists(given) and os.path.isfile(path):
            config = config.with_value(name, path)
    return config


def save(name: str, config: Config, settings: Mapping[str, str]) -> str:
    """Write the configuration to the file that the command line has named -> its name, without folder.

    Raises
    ------
    SexlikeError
        It cannot be written; an older file of that name then stays as it is.
    """
    text = toml_of(config, settings, name)
    with atomic_file(name, OPTION) as file:
        file.write(text.encode())
    return os.path.basename(name)


def place_to_save(saved: str | None, config: Config) -> tuple[str | None, str]:
    """The file that may be written, or None and why there is none.

    Parameters
    ----------
    saved : str, optional
        The file that ``--save`` names.
    config : Config
        That of the command.
    """
    if saved:
        return saved, ""
    path = config.path
    if not path or recipe_of(path):
        return None, f"No file is named for it on the command line ({OPTION} {NAME})."
    if not is_toml(path):
        return None, f"{os.path.basename(path)} is not TOML, and is left as it is."
    return path, ""


def command_line(
    images: Sequence[str],
    config: Config,
    given: Iterable[tuple[str, str]],
    settings: Mapping[str, str],
    option: str | None,
) -> str:
    """The command with which the whole image is run with some settings, for a shell.

    Parameters
    ----------
    images : sequence of str
    config : Config
        That of the command.
    given : iterable of (str, str)
        The settings of the command line.
    settings : mapping
        What the browser has set; what is as in the configuration is left out.
    option : str, optional
        The configuration that ``-c`` names.
    """
    tried = configured(config, settings)
    words = {name.upper(): value for name, value in given if name.upper() not in settings}
    changed = {name for name in settings if tried.as_given[name] != config.as_given[name]}
    kept = {name.upper() for name, _ in given} & settings.keys()
    words |= {name: command_text(tried.as_given[name]) for name in settings if name in changed | kept}
    line = ["sexlike", *images, *(["-c", option] if option else [])]
    for name, value in words.items():
        line += [f"-{name}", value]
    return shlex.join(line)

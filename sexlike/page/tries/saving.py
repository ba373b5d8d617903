"""The configuration of a try: saved as TOML where the command line has named a file, or as a line for the shell."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence

from ...config.config import Config, defaults
from ...config.dumps import command_text, dump_toml
from ...config.recipes.shelf import recipe_of
from ...output.files.outputs import atomic_file
from .settings import configured

TITLE = "what differs from the defaults, and what was set"
OPTION = "--save"
NAME = "run.toml"  # of the download


def toml_of(config: Config, settings: Mapping[str, str]) -> str:
    """A configuration as TOML: the keywords that were set in it or in the browser, and all that are no defaults."""
    tried, usual = configured(config, settings), defaults()
    names = {name for name, value in tried.values.items() if value != usual[name]}
    return dump_toml(tried, names | {*config.origins, *settings}, TITLE)


def save(name: str, config: Config, settings: Mapping[str, str]) -> str:
    """Write the configuration to the file that the command line has named -> its name, without folder.

    Raises
    ------
    SexlikeError
        It cannot be written; an older file of that name then stays as it is.
    """
    with atomic_file(name, OPTION) as file:
        file.write(toml_of(config, settings).encode())
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
        return None, f"No file is named for it on the command line ({OPTION} {NAME}): this is a download."
    if not path.lower().endswith(".toml"):
        return None, f"{os.path.basename(path)} is not TOML, and is left as it is: this is a download."
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

"""The configuration of a run of the command: which one it is, and how the log calls it."""

import os

from ..config.config import Config, load_config
from ..errors import warn

DEFAULT_CONFIGS = ("default.sex", "default.toml")


def configuration(path: str | None, settings: list[tuple[str, str]], needed: bool = True) -> Config:
    """The configuration of ``-c``, or that of the current folder, with the settings of the command line on top."""
    return load_config(choose_config(path, needed), settings)


def choose_config(path: str | None, needed: bool = True) -> str | None:
    """The configuration file: the one given, or default.sex or default.toml in the current folder, or None.

    Where none is needed, since nothing is measured, there is no warning that it is not there.
    """
    if path is not None:
        return path
    found = next(filter(os.path.isfile, DEFAULT_CONFIGS), None)
    if found is None and needed:
        warn("default.sex not found, using internal defaults")
    return found


def describe_configuration(config: Config, option: str | None) -> str:
    """Which configuration a run has, where -c names this one, or none."""
    from ..config.recipes.shelf import recipe_of

    if not config.path:
        return "No configuration: all keywords that are not given have their defaults"
    if recipe := recipe_of(config.path):
        return f"Configuration: the recipe {recipe}, {config.path}"
    return f"Configuration: {config.path}" if option else f"No -c: the configuration is {config.path}"

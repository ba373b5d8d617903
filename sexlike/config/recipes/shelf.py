"""The recipes that come with sexlike, by their names: ``-c jwst``."""

import os
from pathlib import Path

from ...suggestions import did_you_mean

SHELF = Path(__file__).parent
ENDING = ".toml"


def recipe_names() -> list[str]:
    """The names of all recipes, in alphabetical order."""
    return sorted(path.stem for path in SHELF.glob(f"*{ENDING}"))


def recipe_path(name: str) -> Path | None:
    """The file of the recipe of this name; None if there is none."""
    return SHELF / f"{name}{ENDING}" if name in recipe_names() else None


def configuration_path(name: str) -> str:
    """The configuration file that a name stands for.

    Parameters
    ----------
    name : str
        A file, which comes first, or a recipe.

    Returns
    -------
    str
        The name as it is, if it is neither.
    """
    if os.path.exists(name) and not os.path.isdir(name):
        return name
    return str(recipe_path(name) or name)


def recipe_of(path: str) -> str | None:
    """The recipe whose file this is, or None."""
    file = Path(path)
    return file.stem if file.parent == SHELF else None


def about_recipe(name: str) -> str:
    """One line on a recipe: the first line of its file, a comment."""
    with open(SHELF / f"{name}{ENDING}", encoding="utf-8") as file:
        return file.readline().lstrip("# ").rstrip()


def recipes_help() -> str:
    """All recipes, one a line, as ``--help`` and ``--init`` list them."""
    return "".join(f"  {name:<10} {about_recipe(name)}\n" for name in recipe_names())


def suggest_recipe(name: str) -> str | None:
    """A hint if the name of a configuration that is not there is like that of a recipe: ``jwst.toml``, ``JWST``."""
    stem = os.path.splitext(os.path.basename(name))[0]
    show = "-c {} (a recipe that comes with sexlike)".format
    return did_you_mean(stem.lower(), recipe_names(), cutoff=0.7, show=show)

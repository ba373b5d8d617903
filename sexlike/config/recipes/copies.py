"""``--init NAME``: a recipe is copied to the current folder, to be edited."""

import os
from collections.abc import Sequence

from ...errors import SexlikeError
from ...suggestions import did_you_mean
from ..config import load_config
from ..dumps import dump_toml
from ..files.finding import PACKAGE
from ..files.kernels import standard_kernel_text
from .shelf import SHELF, recipe_names, recipe_path, recipes_help

CONFIGURATION = "run.toml"
ALL_KEYWORDS = "defaults"  # the recipe that is written with all keywords: it has none of its own


def start_from(names: Sequence[str]) -> str:
    """Do what ``--init`` asks for.

    Parameters
    ----------
    names : sequence of str
        What follows it: a recipe, or nothing.

    Returns
    -------
    str
        What was written, and what to do with it; without a name, the list of recipes.

    Raises
    ------
    SexlikeError
        There are several names, or see `copy_recipe`.
    """
    if not names:
        return f"sexlike --init RECIPE writes a recipe here, sexlike IMAGE -c RECIPE runs it:\n\n{recipes_help()}"
    if len(names) > 1:
        raise SexlikeError(f"--init takes one recipe, not {len(names)}: {' '.join(names)}")
    written = copy_recipe(names[0])
    return f"Written: {', '.join(written)}\nNow edit {CONFIGURATION}, and run: sexlike IMAGE -c {CONFIGURATION}\n"


def copy_recipe(name: str) -> list[str]:
    """Write a recipe, its list of columns and its kernel into the current folder.

    Parameters
    ----------
    name : str

    Returns
    -------
    list of str
        The names of the files.

    Raises
    ------
    SexlikeError
        There is no such recipe, one of the files exists, or they cannot be written. Then none of them is.
    """
    texts = recipe_texts(name)
    for file in texts:
        if os.path.lexists(file):
            raise SexlikeError(
                f"{file} exists: nothing is written",
                hint=f"Move it, or call --init in another folder. -c {name} needs no copy.",
            )
    written: list[str] = []
    try:
        for file, text in texts.items():
            with open(file, "x", encoding="utf-8") as output:
                written.append(file)
                output.write(text)
    except OSError as error:
        for half in written:
            os.unlink(half)
        raise SexlikeError(f"cannot write {file}: {error.strerror}") from None
    return written


def recipe_texts(name: str) -> dict[str, str]:
    """The files of a recipe: name -> text.

    Raises
    ------
    SexlikeError
        There is no such recipe.
    """
    path = recipe_path(name)
    if path is None:
        hint = did_you_mean(name.lower(), recipe_names()) or ""
        raise SexlikeError(f"--init: there is no recipe {name}", hint=f"{hint} There are:\n{recipes_help()}".strip())
    config = load_config(path)
    text = dump_toml(config) if name == ALL_KEYWORDS else path.read_text(encoding="utf-8")
    columns, kernel = config.PARAMETERS_NAME, config.FILTER_NAME
    return {
        CONFIGURATION: text.replace(f"-c {name}", f"-c {CONFIGURATION}"),
        columns: packaged_text(columns),
        kernel: standard_kernel_text(kernel) or packaged_text(kernel),
    }


def packaged_text(name: str) -> str:
    """The text of a file beside the recipes, or of one that every run may use."""
    beside = SHELF / name
    return (beside if beside.exists() else PACKAGE / name).read_text(encoding="utf-8")

"""Configuration files: TOML, or the .sex format."""

import os
import re
from collections.abc import Iterator
from typing import Any

from ...errors import SexlikeError, warn, warning_text
from ...suggestions import similar_files
from ..recipes.shelf import suggest_recipe
from .filekinds import kind_of_text
from .sexfile import read_sex
from .textfile import decode_text, read_bytes
from .tomlfile import parse_toml, read_toml
from .urls import download_hint

TABLE = re.compile(r"^[ \t]*\[+[\w.\"' -]+\]+[ \t\r]*(#.*)?$", re.MULTILINE)
ASSIGNMENT = re.compile(r"^[ \t]*[\w.\"'-]+[ \t]*=", re.MULTILINE)
SEX_LINE = re.compile(r"^[ \t]*[A-Za-z_]\w*[ \t,;]+[^=\s]", re.MULTILINE)


def read_settings(path: str, *, or_error: bool = False) -> tuple[Iterator[tuple[str, Any, str]], bool] | None:
    """Read the settings of a configuration file.

    Parameters
    ----------
    path : str
    or_error : bool
        Whether a file that does not exist is an error whatever its name.

    Returns
    -------
    settings : iterator of tuple
        Keyword, value and origin of each setting, see `read_sex` and `read_toml`.
    is_toml : bool
        Whether the file is TOML. Instead of both, None if there is no such file.

    Raises
    ------
    SexlikeError
        The file cannot be read; a .toml file does not exist; in TOML, a key is not a keyword.

    Warns
    -----
    SexlikeWarning
        There is no such file, as in SExtractor.
    """
    text = config_text(path, or_error)
    if text is None:
        return None
    name = os.path.basename(path)
    is_toml = looks_like_toml(text, name)
    if not is_toml and (other := kind_of_text(text, name)):
        kind, keyword = other
        raise SexlikeError(f"{path} is {kind}, not a configuration", hint=f"{keyword} is the keyword that names it.")
    return read_toml(text, name) if is_toml else read_sex(text, name), is_toml


def config_text(path: str, or_error: bool) -> str | None:
    """The text of a configuration file, see `read_settings`."""
    try:
        data = read_bytes(path, "a configuration")
    except FileNotFoundError:
        hint = download_hint(path)
        meant = " ".join(filter(None, (similar_files(path), suggest_recipe(path)))) or None
        if hint or or_error or path.lower().endswith(".toml"):  # no script of SExtractor's relies on it
            raise SexlikeError(f"cannot open {path}: no such file", hint=hint or meant) from None
        text = warning_text(f"{path} not found, using internal defaults", hint=meant)
        warn(text)
        return None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise SexlikeError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
    return decode_text(data, path, "a configuration")


def looks_like_toml(text: str, name: str) -> bool:
    """Whether a configuration is TOML, from its text, and from the name of the file where the text allows both.

    Lines ``KEY = value`` are valid in both formats. A .toml file is taken for .sex only if none of its lines could be
    TOML.
    """
    if name.lower().endswith(".toml"):
        return not SEX_LINE.search(text) or bool(TABLE.search(text) or ASSIGNMENT.search(text))
    if TABLE.search(text):
        return True
    try:
        values = parse_toml(text, name).values()
    except SexlikeError:
        return False
    structured = any(isinstance(value, (bool, list, dict)) for value in values)
    return structured or (bool(values) and not name.lower().endswith(".sex"))

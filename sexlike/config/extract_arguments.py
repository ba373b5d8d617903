"""The arguments of `sexlike.extract`: a configuration in any form, and columns in any form."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SexlikeError
from .config import Config, load_config
from .files.paramfile import ColumnList, find_columns, parse_columns

ORIGIN = "argument"
COLUMN = re.compile(r"[^\s,(]+(?:\s*\([^)]*\)?)?")  # FLUX_APER(3), VIGNET(15, 15)


def config_from(given: object, keywords: Mapping[str, Any]) -> Config:
    """Make a configuration from what the user gives.

    Parameters
    ----------
    given : str, path, Config, mapping or None
        A file, another configuration, or keywords with their values.
    keywords : mapping
        Keyword in any case -> value, on top of it.

    Raises
    ------
    SexlikeError
        It is none of these, a file cannot be read, or a keyword or a value is not allowed.
    """
    if isinstance(given, Config):
        return given.overridden_by(load_config(None, keywords, ORIGIN))
    if isinstance(given, Mapping):
        odd = next((name for name in given if not isinstance(name, str)), None)
        if odd is not None:
            raise SexlikeError(f"config: {odd!r} is not a keyword")
        return load_config(None, [*given.items(), *keywords.items()], ORIGIN)
    if given is None or isinstance(given, str | os.PathLike):
        return load_config(given, keywords, ORIGIN)
    hint = "Give the name of a file, what read_config returned, or a dict of keywords. Columns are given by params=."
    raise SexlikeError(f"config: {type(given).__name__} is not a configuration", hint=hint)


def columns_from(given: object, folder: str | None = None) -> ColumnList | None:
    """Make the list of columns from what the user gives.

    Parameters
    ----------
    given : str, path, sequence of str, or None
        A text that ends in .param, or that is the name of a file, is a .param file; any other text is the names of
        columns, with blanks or commas between them.
    folder : str, optional
        Folder of the configuration file, where the .param file may be, too.

    Returns
    -------
    ColumnList, or None
        None for the columns of PARAMETERS_NAME.

    Raises
    ------
    SexlikeError
        It is none of these, there is no such file, or something in it is not the name of a column.
    """
    if given is None:
        return None
    if isinstance(given, os.PathLike) or (isinstance(given, str) and is_param_file(given)):
        return find_columns(os.fspath(given), folder, "params", strict=True)
    if isinstance(given, str):
        given = COLUMN.findall(given) or [given]
    if not isinstance(given, Iterable):
        hint = 'Give the names of columns in a list, as in ["X_IMAGE", "FLUX_APER(3)"], or the name of a .param file.'
        raise SexlikeError(f"params: {given!r:.80} is not a list of columns", hint=hint)
    return parse_columns(given)


def is_param_file(text: str) -> bool:
    """Whether a text is the name of a .param file."""
    return text.lower().endswith(".param") or os.path.isfile(text)

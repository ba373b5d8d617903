"""What `sexlike.extract` is given: a configuration in any form, and the columns in any form."""

import os
import re
from collections.abc import Iterable, Mapping

from ..errors import SexlikeError
from .config import Config, load_config
from .files.paramfile import find_columns, parse_columns

COLUMN = re.compile(r"[^\s,(]+(?:\s*\([^)]*\)?)?")  # FLUX_APER(3), VIGNET(15, 15)


def config_from(given, keywords):
    """The configuration, with keywords on top of it.

    Parameters
    ----------
    given : str, path, Config, mapping or None
        A file, what `read_config` gave, or keywords with their values.
    keywords : dict
        Keyword in any case -> value; they win.

    Returns
    -------
    Config

    Raises
    ------
    SexlikeError
    """
    if isinstance(given, Config):
        return given.overridden_by(load_config(None, keywords, origin="argument"))
    if isinstance(given, Mapping):
        odd = next((name for name in given if not isinstance(name, str)), None)
        if odd is not None:
            raise SexlikeError(f"config: {odd!r} is no keyword")
        return load_config(None, [*given.items(), *keywords.items()], origin="argument")
    if given is not None and not isinstance(given, str | os.PathLike):
        hint = "A file's name, what read_config gave, or a mapping of keywords to values. Columns are params=."
        raise SexlikeError(f"config: a {type(given).__name__} is no configuration", hint=hint)
    return load_config(given, keywords, origin="argument")


def columns_from(given, folder=None):
    """The columns wanted.

    Parameters
    ----------
    given : str, path, sequence of str, or None
        A text is the name of a .param file if it ends so or there is such a file, and else names of columns with
        blanks or commas between them.
    folder : str, optional
        Folder of the configuration file, where the .param file may be, too.

    Returns
    -------
    list of WantedColumn, or None
        None for those of PARAMETERS_NAME.

    Raises
    ------
    SexlikeError
    """
    if given is None:
        return None
    if isinstance(given, os.PathLike) or (isinstance(given, str) and is_file_of_columns(given)):
        return find_columns(os.fspath(given), folder, "params")
    if isinstance(given, str):
        given = COLUMN.findall(given) or [given]
    if not isinstance(given, Iterable):
        hint = 'Names of columns in a list, as in ["X_IMAGE", "FLUX_APER(3)"], or the name of a .param file.'
        raise SexlikeError(f"params: {given!r:.80} names no columns", hint=hint)
    return parse_columns(given)


def is_file_of_columns(text):
    """Whether a text is the name of a .param file."""
    return text.lower().endswith(".param") or os.path.isfile(text)

"""The arguments of `sexlike.extract`: a configuration in any form, and columns in any form."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SettingError, SexlikeError, warn, warning_text
from .config import Config, defaults, load_config
from .files.paramfile import ColumnList, find_columns, parse_columns
from .keywords import KEYWORDS
from .synonyms import suggest_argument

ORIGIN = "argument"
COLUMN = re.compile(r"[^\s,(]+(?:\s*\([^)]*\)?)?")  # FLUX_APER(3), VIGNET(15, 15)
# Keywords -> what does in Python what they ask for.
REMEDIES = {
    ("CATALOG_NAME", "CATALOG_TYPE"): 'result.write("x.fits") writes the catalog, in the format of the ending',
    ("CHECKIMAGE_TYPE", "CHECKIMAGE_NAME"): (
        'result.segmentation, result.background and result.noise are maps: fits.writeto("x.fits", result.segmentation);'
        " the command writes others"
    ),
    ("CHECKPLOT_TYPE", "CHECKPLOT_NAME", "CHECKPLOT_DEV"): (
        'result.plot("apertures").savefig("x.png") writes a picture, and result.write_page("x.html") a page'
    ),
    ("WRITE_XML", "XML_NAME"): 'result.write("x.vot") writes the catalog and the settings as a VOTable',
    ("VERBOSE_TYPE",): 'logging.basicConfig(level="INFO") shows the messages of the command',
}


def refuse_unknown(names: Iterable[str]) -> None:
    """Raise SettingError if an argument of `sexlike.extract` is neither its own nor a keyword."""
    unknown = next((name for name in names if name.upper() not in KEYWORDS), None)
    if unknown:
        text = f"{unknown} is neither an argument of extract nor a keyword of sexlike"
        raise SettingError(text, where=ORIGIN, hint=suggest_argument(unknown))


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


def warn_of_files(config: Config) -> None:
    """Warn of arguments of `sexlike.extract` that ask for files; those of a configuration file are for the command.

    Warns
    -----
    SexlikeWarning
        It names the keyword, and what to do instead.
    """
    for keywords, remedy in REMEDIES.items():
        names = (name for name in keywords if config.origin(name) == ORIGIN)
        asked = [name for name in names if config.values[name] != defaults()[name] and names_something(config, name)]
        if asked:
            text = f"{' and '.join(asked)}: extract writes no files and no messages, so that this has no effect"
            warn(warning_text(text, hint=f"{remedy}."))


def names_something(config: Config, name: str) -> bool:
    """Whether a keyword asks for anything."""
    value = config.values[name]
    return value not in ("QUIET", (), ("NONE",), ("NULL",))

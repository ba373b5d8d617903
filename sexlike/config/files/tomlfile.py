"""The TOML format: SExtractor's keywords in any case, flat or nested, and the way back."""

import json
import re
import sys

from ...errors import SettingError
from ..keywords import KEYWORDS, SECTIONS
from ..synonyms import suggest_keyword
from ..values import shortest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_toml(text, name):
    """Read a text in TOML.

    The names of the tables and the key, joined by ``_``, are the keyword; the key `value` of a table that has the
    name of a keyword is this keyword's own value.

    Parameters
    ----------
    text : str
    name : str
        Name of the file, for messages.

    Yields
    ------
    tuple
        Keyword, value, and where it stands: ``run.toml: detect.thresh``.

    Raises
    ------
    SexlikeError
        If it is no TOML, if a key is no keyword, or if two keys are the same one.
    """
    first = {}
    for path, value in leaves(parse(text, name)):
        key = ".".join(path)
        keyword = keyword_of(path)
        if keyword is None:
            raise SettingError(f"{key} is no keyword of sexlike", where=name, hint=suggest_keyword(path))
        if keyword in first:
            raise SettingError(f"{first[keyword]} and {key} both give {keyword}: keep one of them", where=name)
        first[keyword] = key
        yield keyword, value, f"{name}: {key}"


def parse(text, name):
    """The dict that a TOML text stands for."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error)
        hint = two_ways(said, text)
        if hint is None and re.search("overwrite|mutate|twice|redefine", said, re.IGNORECASE):
            hint = "A keyword that is also a table (FILTER, CLEAN, GAIN) has its own value in the table's key `value`."
        raise SettingError(f"not valid TOML: {said}", where=name, hint=hint) from None


def two_ways(said, text):
    """What to do about a table that is given twice, or about ``detect.thresh`` and ``[detect]``; or None."""
    found = re.search(r"declare \('(\w+)',?\) twice", said)
    if not found:
        return None
    table = found[1]
    dotted = re.search(rf"^\s*{table}\s*\.\s*\w+", text, re.MULTILINE)
    if dotted:
        return f"{dotted[0].strip()} and the table [{table}] do not go together: keep to one way."
    if len(re.findall(rf"^\s*\[{table}\]", text, re.MULTILINE)) > 1:
        return f"There are two tables [{table}]: make them one."
    return None


def leaves(table, path=()):
    """All values of nested tables, with the names that lead to them."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def keyword_of(path):
    """The keyword that a path of names stands for, or None."""
    joined = "_".join(path).upper()
    if joined in KEYWORDS:
        return joined
    table = "_".join(path[:-1]).upper()
    return table if path[-1].upper() == "VALUE" and table in KEYWORDS else None


def write_toml(config):
    """The whole configuration as commented TOML.

    Reading it again gives the same configuration.

    Parameters
    ----------
    config : Config

    Returns
    -------
    str
    """
    lines = ["# The configuration of a run of sexlike, in full."]
    for title, rows in SECTIONS.items():
        lines += ["", f"# {title}"]
        for row in rows:
            setting = f"{row.name} = {literal(getattr(config, row.name))}"
            lines += [f"{setting:<40} # {row.about}"]
    return "\n".join(lines) + "\n"


def literal(value):
    """A value as it is written in TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        text = shortest(value)
        return text if set(text) & set(".e") else f"{text}.0"
    return repr(value)

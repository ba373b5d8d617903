"""On which lines of a text in TOML its keys stand; the parser does not tell."""

import re
from collections.abc import Sequence

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*\[+[ \t]*({_KEY})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY})[ \t]*=")
_LONG_TEXT = re.compile(r'"""(?:[^\\]|\\.)*?"""|' + "'''.*?'''", re.DOTALL)
Key = tuple[str, ...]


def lines_of_keys(text: str) -> dict[Key, int]:
    """Find the lines of keys and tables.

    Parameters
    ----------
    text : str
        Valid TOML.

    Returns
    -------
    dict
        The names of the tables and of the key -> number of the line, from 1.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    without_long_texts = _LONG_TEXT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(without_long_texts.split("\n"), 1):
        if found := _TABLE.match(line):
            table = _parts(found[1])
            lines.setdefault(table, number)
        elif found := _ASSIGNMENT.match(line):
            lines.setdefault(table + _parts(found[1]), number)
    return lines


def line_of(key: Sequence[str], lines: dict[Key, int]) -> int | None:
    """The line of a key, or of the table ``{...}`` in which it stands."""
    beginnings = (tuple(key[:length]) for length in range(len(key), 0, -1))
    return next((lines[beginning] for beginning in beginnings if beginning in lines), None)


def _parts(key: str) -> Key:
    """The parts of a dotted key, without quotes."""
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))

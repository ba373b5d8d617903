"""A configuration in TOML with other values: its lines, their order and their comments stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...config.config import Config
from ...config.dumps import toml_line, toml_literal
from ...config.files.tomlfile import parse_toml, read_toml
from ...config.keyword import Value
from ...config.keywords import KEYWORDS
from ...errors import SexlikeError

ADDED = "# ---- Set on the page"
SETTING = re.compile(r"(\s*(\w+)\s*=\s*)(.*)", re.DOTALL)
TABLE = re.compile(r"\s*\[")


def edited(text: str, config: Config, changed: set[str]) -> str | None:
    """A configuration whose lines have the values of another one.

    Parameters
    ----------
    text : str
        In TOML.
    config : Config
        Whose values are taken.
    changed : set of str
        The keywords that get them; those that the text has not are added.

    Returns
    -------
    str or None
        None if it cannot be done line by line: a value goes over several lines, or is in a table.
    """
    lines, left = text.splitlines(keepends=True), set(changed)
    end = next((number for number, line in enumerate(lines) if TABLE.match(line)), len(lines))
    for number, line in enumerate(lines[:end]):
        found = SETTING.fullmatch(line)
        if found and found[2].upper() in left:
            name = found[2].upper()
            comment = comment_of(line)
            if comment is None:
                return None
            lines[number] = with_value(found[1], literal_of(config.as_given[name]), line, comment)
            left.discard(name)
    if left:
        added = [f"{toml_line(row, config, literal_of)}\n" for name, row in KEYWORDS.items() if name in left]
        lines[end:end] = [*([] if text[:1] and lines[end - 1].endswith("\n") else ["\n"]), f"\n{ADDED}\n", *added]
    new = "".join(lines)
    return new if is_right(text, new, config, changed) else None


def literal_of(value: Value) -> str:
    """A value in TOML; a list of one is written as this one."""
    return toml_literal(value[0] if isinstance(value, tuple) and len(value) == 1 else value)


def comment_of(line: str) -> str | None:
    """The comment at the end of a line with a setting, or nothing; None if the line is no setting as a whole."""
    whole = parsed(line)
    if whole is None:
        return None
    for place in (match.start() for match in re.finditer("#", line)):
        if parsed(line[:place]) == whole:
            return line[place:].rstrip("\r\n")
    return ""


def with_value(begin: str, literal: str, line: str, comment: str) -> str:
    """A line with another value; its comment stays in its column, if there is room."""
    ending = line[len(line.rstrip("\r\n")) :]
    setting = f"{begin}{literal}"
    return f"{f'{setting:<{line.index(comment) - 1}} {comment}' if comment else setting}{ending}"


def parsed(line: str) -> dict[str, object] | None:
    """The values of a text in TOML, or None if it is none."""
    try:
        return parse_toml(line, "")
    except SexlikeError:
        return None


def is_right(text: str, new: str, config: Config, changed: set[str]) -> bool:
    """Whether a new text has the values wanted, and otherwise those of the old one."""
    try:
        before, after = dict(settings_of(text)), dict(settings_of(new))
    except SexlikeError:
        return False
    wanted = dict(settings_of("".join(f"{name} = {literal_of(config.as_given[name])}\n" for name in changed)))
    return after == before | wanted


def settings_of(text: str) -> Iterator[tuple[str, object]]:
    """Keywords and values of a text in TOML."""
    yield from ((name, value) for name, value, _ in read_toml(text, ""))


def changed_names(new: Config, old: Config, also: Mapping[str, object]) -> set[str]:
    """The keywords whose values differ in two configurations, and those of a mapping that are set anew."""
    differ = {name for name, value in new.as_given.items() if value != old.as_given[name]}
    return differ | {name for name in also if name not in old.origins and name in new.origins}

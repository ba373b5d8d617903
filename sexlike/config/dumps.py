"""Configurations as text: the defaults as a .sex file (``-d``, ``-dd``), any configuration as TOML (``-dt``)."""

import json
from collections.abc import Callable, Collection
from textwrap import wrap

from .config import Config
from .keyword import Keyword, Value
from .keywords import KEYWORDS, SECTIONS
from .numbertext import shortest_repr

SEX_WIDTH = 78
COMMENT_COLUMN = 32
LONGEST_DEFAULT = 14  # a longer one has no comment on its line
TOML_COMMENT_COLUMN = 40
# What a TOML file says that was no TOML before: it has SExtractor's numbers, others have not.
SAME_NUMBERS = [
    "# COMPATIBILITY is SEXTRACTOR, so that the numbers stay those of a .sex file or of no configuration. NONE, the",
    "# default of TOML, gives better ones where SExtractor is wrong: sexlike --explain COMPATIBILITY",
]


def dump_sex(full: bool = False) -> str:
    """Write the defaults of SExtractor's keywords, with comments, as a .sex file that SExtractor reads, too.

    Parameters
    ----------
    full : bool
        Whether keywords that are rarely changed are included.

    Returns
    -------
    str
        ASCII, in the same columns as SExtractor's own dump.
    """
    lines = ["# Default configuration of SExtractor, printed by sexlike"]
    for title, rows in SECTIONS.items():
        shown = [row for row in rows if row.dump == "short" or (full and row.dump == "full")]
        if shown:
            lines += ["", f"#{f' {title} ':-^{SEX_WIDTH - 1}}", ""]
            for row in shown:
                lines += sex_lines(row)
    return "\n".join(lines) + "\n"


def sex_lines(row: Keyword) -> list[str]:
    """The lines of a keyword: its default, what it is, and the words allowed."""
    comments = [row.about]
    if row.choices:
        comments += wrap(", ".join(row.offered), SEX_WIDTH - COMMENT_COLUMN - 2)
    setting = f"{row.name:<16} {row.default:<{LONGEST_DEFAULT}} "
    fits = len(row.default) <= LONGEST_DEFAULT
    first = f"{setting}# {comments[0]}" if fits else setting.rstrip()
    return [first, *(f"{'':<{COMMENT_COLUMN}}# {comment}" for comment in comments[fits:])]


def dump_toml(config: Config, names: Collection[str] = KEYWORDS, title: str = "all keywords") -> str:
    """Write a configuration as TOML, with comments. If it is whole, reading it gives the same configuration.

    Parameters
    ----------
    config : Config
    names : collection of str
        The keywords that are written.
    title : str
        What the first line says of them.
    """
    lines = [f"# Configuration of sexlike: {title}"]
    if config.COMPATIBILITY == "SEXTRACTOR":
        lines += SAME_NUMBERS
    for heading, rows in SECTIONS.items():
        shown = [toml_line(row, config) for row in rows if row.name in names]
        lines += ["", f"# {heading}", *shown] if shown else []
    return "\n".join(lines) + "\n"


def toml_line(row: Keyword, config: Config, literal: Callable[[Value], str] | None = None) -> str:
    """The line of a keyword in TOML, with its help; its value is written by `toml_literal`, or another function."""
    setting = f"{row.name} = {(literal or toml_literal)(config.as_given[row.name])}"
    return f"{setting:<{TOML_COMMENT_COLUMN}} # {row.about}"


def command_text(value: Value) -> str:
    """Write a value as it stands on the command line: ``5,10``, ``Y``."""
    if isinstance(value, tuple):
        return ",".join(map(command_text, value))
    if isinstance(value, bool):
        return "Y" if value else "N"
    return f"{float(shortest_repr(value)):.10g}" if isinstance(value, float) else str(value)  # 50000, and not 5e+04


def toml_literal(value: Value) -> str:
    """Write a value in TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_literal, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        text = shortest_repr(value)
        return text if set(text) & set(".e") else f"{text}.0"
    return repr(value)

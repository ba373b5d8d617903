"""Configurations as text: the defaults as a .sex file (``-d``, ``-dd``), any configuration as TOML (``-dt``)."""

import json
from textwrap import wrap

from .config import Config
from .keyword import Keyword, Value
from .keywords import SECTIONS
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


def dump_toml(config: Config) -> str:
    """Write a whole configuration as TOML, with comments. Reading it gives the same configuration."""
    lines = ["# Configuration of sexlike: all keywords"]
    if config.COMPATIBILITY == "SEXTRACTOR":
        lines += SAME_NUMBERS
    for title, rows in SECTIONS.items():
        lines += ["", f"# {title}"]
        for row in rows:
            setting = f"{row.name} = {toml_literal(config.as_given[row.name])}"
            lines += [f"{setting:<{TOML_COMMENT_COLUMN}} # {row.about}"]
    return "\n".join(lines) + "\n"


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

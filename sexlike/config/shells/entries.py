"""All options of the command line, keywords among them, as completions and the manual page list them."""

from dataclasses import dataclass

from ..keyword import Keyword
from ..keywords import KEYWORDS
from ..options import OPTIONS, Option
from ..recipes.shelf import recipe_names

SHELLS = ("bash", "fish", "zsh")


@dataclass(frozen=True)
class Entry:
    """An option.

    Attributes
    ----------
    names : tuple of str
        How it is written: ``-c``, ``--config``, ``-DETECT_THRESH``.
    about : str
        One line of help.
    takes : str
        What follows it, or nothing.
    values : tuple of str
        Words that may follow it, as far as they are known.
    is_list : bool
        Whether several of them may, with commas between them.
    is_file : bool
        Whether the name of a file may follow.
    """

    names: tuple[str, ...]
    about: str
    takes: str = ""
    values: tuple[str, ...] = ()
    is_list: bool = False
    is_file: bool = False


def option_entries() -> list[Entry]:
    """The options that are not keywords."""
    return [entry_of_option(option) for option in OPTIONS]


def keyword_entries() -> list[Entry]:
    """The keywords, each as an option."""
    return [entry_of_keyword(row) for row in KEYWORDS.values()]


def all_entries() -> list[Entry]:
    """All options."""
    return [*option_entries(), *keyword_entries()]


def entry_of_option(option: Option) -> Entry:
    """The entry of an option of the table."""
    values = {
        "config": tuple(recipe_names()),
        "init": tuple(recipe_names()),
        "completion": SHELLS,
        "explain": tuple(KEYWORDS),
    }
    is_file = option.action in ("config", "batch", "state", "save")
    return Entry(option.names, option.about, option.takes, values.get(option.action, ()), is_file=is_file)


def entry_of_keyword(row: Keyword) -> Entry:
    """The entry of a keyword."""
    values = ("Y", "N") if row.kind == "bool" else row.offered or row.special_words
    takes = {"bool": "Y|N", "choice": "WORD", "string": "NAME"}.get(row.kind, "NUMBER")
    is_list = row.count is not None and row.count[1] > 1
    return Entry((f"-{row.name}",), row.about, takes, tuple(values), is_list, is_file=row.kind == "string")

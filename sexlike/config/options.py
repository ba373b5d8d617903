"""The options of the command line that are not keywords."""

from dataclasses import dataclass

from ..suggestions import did_you_mean
from .keywords import KEYWORDS

SHORTEST_KEYWORD = 4  # characters with the hyphen: shorter options are one letter or two


@dataclass(frozen=True)
class Option:
    """An option of the command line.

    Attributes
    ----------
    names : tuple of str
        How it is written, in small letters.
    action : str
        What the command line asks for, see `Arguments`; or one of `VALUES` or `SWITCHES`, which set something.
    takes : str
        What follows it, as the help has it.
    about : str
        One line of help.
    """

    names: tuple[str, ...]
    action: str
    takes: str
    about: str


OPTIONS = (
    Option(
        ("-c", "--config"), "config", "FILE", "configuration file or recipe; default.sex or default.toml by default"
    ),
    Option(("--init",), "init", "RECIPE", "write a recipe here, to be edited: run.toml, its columns and its kernel"),
    Option(("-d", "--dump"), "dump", "", "print the configuration with its defaults"),
    Option(("-dd",), "full dump", "", "the same with the keywords that are rarely changed"),
    Option(("-dp",), "columns", "", "print the columns, to be listed in a file for PARAMETERS_NAME"),
    Option(("-dt",), "toml", "", "print the configuration in TOML: that of -c, with the other options"),
    Option(("--explain",), "explain", "NAME...", "explain a column, keyword or FLAGS 3, or search for a word"),
    Option(("--tune",), "tune", "KEYWORD=VALUE,VALUE...", "compare settings on a part of the image"),
    Option(("--cutout",), "cutout", "X,Y,SIZE", "that part: centre and side in pixels"),
    Option(("--page",), "page", "[HOST:PORT]", "look at the image and try settings in the browser"),
    Option(("--save",), "save", "FILE", "the configuration that the page may write"),
    Option(("--no-browser",), "no_browser", "", "print the address of the page, and open no browser"),
    Option(("--batch",), "batch", "NAMES...", "many exposures: 'night/*.fits', a folder, a list, or a table of images"),
    Option(("--state",), "state", "FILE", "what is done and what is left of a batch; batch.ecsv by default"),
    Option(("--redo",), "redo", "", "do all exposures of the batch again"),
    Option(("--retry-failed",), "retry_failed", "", "do those again that have failed"),
    Option(("--dry-run",), "dry_run", "", "print what the batch would do, and why"),
    Option(("--fail-fast",), "fail_fast", "", "end the batch when an exposure fails"),
    Option(("--tiles",), "tiles", "N", "a mosaic in tiles of N x N pixels, which several processes share"),
    Option(
        ("--cluster",),
        "cluster",
        "ADDRESS",
        "work on batch or tiles on a Dask cluster: tcp://host:8786, or local",
    ),
    Option(("--report",), "report", "[-]", "make a page of the state, batch.html, and print a summary; -: no page"),
    Option(("--profile",), "profile", "", "print what the stages of the run take, at its end"),
    Option(("--completion",), "completion", "SHELL", "print completions for bash, fish or zsh, as a script"),
    Option(("--man",), "man", "", "show the manual page; into a pipe or a file, write it for man"),
    Option(("-h", "--help"), "help", "", "print this help"),
    Option(("-v", "--version"), "version", "", "print the version"),
)
VALUES = ("cutout", "save", "state", "tiles", "cluster")  # actions that set what follows
SWITCHES = ("profile", "no_browser", "redo", "retry_failed", "dry_run", "fail_fast")  # actions that set a switch
OF_PAGE = ("save", "no_browser")  # of them, those of --page alone
OF_BATCH = ("state", "redo", "retry_failed", "dry_run", "fail_fast", "cluster")  # and those of --batch
BY_NAME = {name: option for option in OPTIONS for name in option.names}

# Words of which SExtractor reads the first letter alone, or the first two; they may be cut short: --vers.
WORDS = {
    "configuration": "-c",
    "dump": "-d",
    "defaults": "-d",
    "dd": "-dd",
    "dp": "-dp",
    "dt": "-dt",
    "help": "-h",
    "version": "-v",
}


def find_option(word: str) -> Option | None:
    """The option of the table that an argument is; None for keywords, and for what is unknown.

    A name of the table is matched as a whole, in any case. Keywords come next. Then SExtractor's rule holds, that the
    first letters decide, but only for words that people use: ``--vers`` is ``-v``, and ``--debug`` is not ``-d``.

    Parameters
    ----------
    word : str
        ``-c``, ``--config`` or ``--config=FILE``.
    """
    name, equals, _ = word.lower().partition("=")
    option = BY_NAME.get(name)
    if option is None and name.startswith("--") and not find_keyword(word):
        found = [short for long, short in WORDS.items() if name[2:] and long.startswith(name[2:])]
        option = BY_NAME[found[0]] if found else None
    return None if option is None or (equals and not option.takes) else option


def find_keyword(word: str) -> str | None:
    """The keyword of ``-KEYWORD``, ``--KEYWORD`` or ``-KEYWORD=value``, or None."""
    name = word.lstrip("-").partition("=")[0].upper()
    return name if name in KEYWORDS else None


def is_unknown(word: str) -> bool:
    """Whether an argument that is neither an option nor a keyword is an error: as a keyword it could be obsolete."""
    return len(word) < SHORTEST_KEYWORD or word.startswith("--")


def suggest_option(word: str) -> str | None:
    """A hint for an unknown option: the one of the table that was probably meant, or None."""
    return did_you_mean(word.partition("=")[0].lower(), [name for name in BY_NAME if name.startswith("--")])


def options_help() -> str:
    """The options as ``--help`` lists them."""
    ways = (f"{', '.join(option.names)} {option.takes}" for option in OPTIONS)
    return "".join(f"  {way:<31} {option.about}\n" for way, option in zip(ways, OPTIONS, strict=True))

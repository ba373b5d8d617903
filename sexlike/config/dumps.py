"""The default configuration as a .sex file, for ``-d`` and ``-dd``."""

from textwrap import wrap

from .keywords import SECTIONS

WIDTH = 78
LONGEST_VALUE = 14  # a longer one has no comment on its line


def dump(full=False):
    """The defaults of SExtractor's keywords with comments, as a configuration that both programs take.

    Parameters
    ----------
    full : bool
        With the keywords that are rarely touched.

    Returns
    -------
    str
        Plain ASCII, in the columns of SExtractor's own dump.
    """
    lines = ["# Default configuration of SExtractor, printed by sexlike"]
    for title, rows in SECTIONS.items():
        shown = [row for row in rows if row.dump == "short" or (full and row.dump == "full")]
        if shown:
            lines += ["", f"#{f' {title} ':-^{WIDTH - 1}}", ""]
            for row in shown:
                lines += setting(row)
    return "\n".join(lines) + "\n"


def setting(row):
    """The lines of a keyword: its default, what it is, and the words that it takes."""
    comments = [row.about]
    if row.choices:
        comments += wrap(", ".join(row.choices), WIDTH - 34)
    start = f"{row.name:<16} {row.default:<{LONGEST_VALUE}} "
    beside = len(row.default) <= LONGEST_VALUE
    first = f"{start}# {comments[0]}" if beside else start.rstrip()
    return [first, *(f"{'':<32}# {comment}" for comment in comments[beside:])]

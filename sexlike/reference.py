"""What the command prints on columns and keywords (``-dp``, ``--explain``), and the page on columns.

``python -m sexlike.reference > docs/columns.md`` writes the page.
"""

from collections.abc import Iterable, Sequence

from .config.helptext import explain_keyword, paragraph
from .config.keywords import KEYWORDS
from .config.markdown import code, table
from .errors import SexlikeError
from .measure.flags import Flag, split_flags
from .measure.notoffered import NotOffered, not_offered
from .measure.order import ORDER
from .measure.registry import COLUMNS, Column
from .suggestions import did_you_mean

SIZES = ("", "(n)", "(n,m)")  # by number of dimensions
EXAMPLE_SIZES = ("", " It takes one size: {name}(3).", " It takes two sizes: {name}(3,3).")


def list_columns() -> str:
    """All columns, SExtractor's first and in its order, one a line, as ``-dp`` prints them."""
    found = ((name, find_column(name)) for name in dict.fromkeys((*ORDER, *COLUMNS)))
    return "".join(f"#{name:<23} {describe_column(column)}\n" for name, column in found if column)


def find_column(name: str) -> Column | NotOffered | None:
    """What is known about a column, whether it is offered or not; None if it is unknown."""
    return COLUMNS.get(name) or not_offered().get(name)


def describe_column(column: Column | NotOffered) -> str:
    """Description and unit of a column, in the same places as in SExtractor's list."""
    return f"{column.about:<58} [{column.unit}]" if column.unit else f"{column.about:<58}"


def explain(topic: Sequence[str]) -> str:
    """Explain keywords, columns, and values of FLAGS.

    Parameters
    ----------
    topic : sequence of str
        Names of keywords and columns; after FLAGS there may be a value.

    Returns
    -------
    str

    Raises
    ------
    SexlikeError
        There is no name, or an unknown one.
    """
    if not topic:
        raise SexlikeError("--explain needs the name of a keyword or of a column, or FLAGS and a value")
    texts, rest = [], [name.lstrip("-") for name in topic]
    while rest:
        name = rest.pop(0)
        has_value = name.upper() == "FLAGS" and rest and rest[0].isdecimal()
        texts.append(explain_value_of_flags(int(rest.pop(0)[:9])) if has_value else explain_name(name))
    return "\n".join(texts)


def explain_name(name: str) -> str:
    """A paragraph on a keyword or a column."""
    text = explain_keyword(name) or explain_column(name.upper())
    if text is None:
        names = [*KEYWORDS, *ORDER, *COLUMNS]
        raise SexlikeError(f"there is no keyword or column {name}", hint=did_you_mean(name.upper(), names))
    return text


def explain_column(name: str) -> str | None:
    """A paragraph on a column, or None if there is no such column."""
    column = find_column(name)
    if column is None:
        return None
    text = f"{name}, a column: {column.about}.{f' Unit: {column.unit}.' if column.unit else ''}"
    if isinstance(column, NotOffered):
        text += f" Not offered by sexlike: it would need {column.needs}."
    else:
        text += EXAMPLE_SIZES[0 if column.size else column.dimensions].format(name=name)
    return paragraph(text) + (describe_flags(Flag) if name == "FLAGS" else "")


def explain_value_of_flags(value: int) -> str:
    """What a value of FLAGS says about an object."""
    flags = split_flags(value)
    if not flags:
        return f"FLAGS {value}: nothing is wrong.\n"
    return f"FLAGS {value} = {' + '.join(str(flag.value) for flag in flags)}\n{describe_flags(flags)}"


def describe_flags(flags: Iterable[Flag]) -> str:
    """A line for each flag."""
    return "".join(f"  {flag.value:>3}  {str(flag.name).lower():<11} {flag.meaning}\n" for flag in flags)


INTRODUCTION = """\
# Columns

The columns that PARAMETERS_NAME, or `params` of `sexlike.extract`, may ask for. `NAME(n)` and `NAME(n,m)` take sizes.
This page is made by `python -m sexlike.reference`.

"""


def columns_document() -> str:
    """The text of docs/columns.md: the columns that are offered, and those that are not."""
    offered = [name for name in dict.fromkeys((*ORDER, *COLUMNS)) if name in COLUMNS]
    cells = [
        (code(f"{name}{SIZES[0 if column.size else column.dimensions]}"), code(column.unit), column.type, column.about)
        for name, column in ((name, COLUMNS[name]) for name in offered)
    ]
    return (
        INTRODUCTION
        + table(("column", "unit", "type", "meaning"), cells)
        + "\n## Not offered\n\nColumns of SExtractor that need a fit of models or special maps:\n\n"
        + ", ".join(map(code, not_offered()))
        + ".\n"
    )


if __name__ == "__main__":
    print(columns_document(), end="")

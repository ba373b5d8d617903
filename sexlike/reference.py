"""The list of columns that the command prints (``-dp``), and the page on columns.

``python -m sexlike.reference > docs/columns.md`` writes the page.
"""

from .config.markdown import code, table
from .measure.notoffered import NOT_OFFERED, NotOffered
from .measure.order import ORDER
from .measure.registry import COLUMNS, Column

SIZES = ("", "(n)", "(n,m)")  # by number of dimensions
UNITS_OF_DUMP = {"ERRAPSF_WORLD": "pixel", "ERRBPSF_WORLD": "pixel"}  # slips of SExtractor's list


def list_columns() -> str:
    """All columns, SExtractor's first and in its order, one a line, as ``-dp`` prints them."""
    found = ((name, find_column(name)) for name in dict.fromkeys((*ORDER, *COLUMNS)))
    return "".join(f"#{name:<23} {describe_column(name, column)}\n" for name, column in found if column)


def find_column(name: str) -> Column | NotOffered | None:
    """What is known about a column, whether it is offered or not; None if it is unknown."""
    return COLUMNS.get(name) or NOT_OFFERED.get(name)


def describe_column(name: str, column: Column | NotOffered) -> str:
    """Description and unit of a column, in the same places, and with the same units, as in SExtractor's list."""
    unit = UNITS_OF_DUMP.get(name, column.unit)
    return f"{column.about:<58} [{unit}]" if unit else f"{column.about:<58}"


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
        + "\n## Not offered\n\nColumns of SExtractor that need special maps:\n\n"
        + ", ".join(map(code, NOT_OFFERED))
        + ".\n"
    )


if __name__ == "__main__":
    print(columns_document(), end="")

"""What the command tells of columns and keywords: ``-dp`` and ``--explain``."""

from textwrap import fill

from .config.help import explain_keyword
from .config.keywords import KEYWORDS
from .errors import SexlikeError
from .measure.flags import Flag, split_flags
from .measure.notoffered import not_offered
from .measure.order import ORDER
from .measure.registry import COLUMNS
from .suggestions import did_you_mean


def list_columns():
    """SExtractor's columns in its order, one a line, as ``-dp`` prints them."""
    return "".join(f"#{name:<23} {about_column(name)}\n" for name in ORDER if find_column(name))


def find_column(name):
    """What is known of a column, offered or not: something with `about` and `unit`, or None."""
    return COLUMNS.get(name) or not_offered().get(name)


def about_column(name):
    """Description and unit of a column, in the places where SExtractor has them."""
    column = find_column(name)
    return f"{column.about:<58} [{column.unit}]" if column.unit else f"{column.about:<58}"


def explain(topic):
    """Explain what the words of a topic name: keywords, columns, and ``FLAGS`` with a value.

    Parameters
    ----------
    topic : sequence of str

    Returns
    -------
    str

    Raises
    ------
    SexlikeError
        If there is no word, or one names nothing.
    """
    if not topic:
        raise SexlikeError("--explain needs the name of a keyword or of a column, or FLAGS and a value")
    texts, rest = [], [name.lstrip("-") for name in topic]
    while rest:
        name = rest.pop(0)
        has_value = name.upper() == "FLAGS" and rest and rest[0].isdecimal()
        texts.append(explain_value_of_flags(int(rest.pop(0)[:9])) if has_value else explain_name(name))
    return "\n".join(texts)


def explain_name(name):
    """A paragraph on a keyword or a column."""
    text = explain_keyword(name) or explain_column(name.upper())
    if text is None:
        names = [*KEYWORDS, *ORDER, *COLUMNS]
        raise SexlikeError(f"there is no keyword and no column {name}", hint=did_you_mean(name.upper(), names))
    return text


def explain_column(name):
    """A paragraph on a column, or None if there is none of this name."""
    column = find_column(name)
    if column is None:
        return None
    text = f"{name}, a column: {column.about}.{f' Unit: {column.unit}.' if column.unit else ''}"
    if name in not_offered():
        text += f" Not offered by sexlike: it would need {column.needs}."
    elif column.dimensions:
        text += f" It takes {'one size' if column.dimensions == 1 else 'two sizes'}: "
        text += f"{name}({','.join(['3'] * column.dimensions)})."
    text = fill(text, 100, subsequent_indent="  ", break_on_hyphens=False) + "\n"
    return text + describe_flags(Flag) if name == "FLAGS" else text


def explain_value_of_flags(value):
    """What a value of FLAGS says of an object."""
    flags = split_flags(value)
    if not flags:
        return f"FLAGS {value}: nothing is wrong.\n"
    return f"FLAGS {value} = {' + '.join(str(flag.value) for flag in flags)}\n{describe_flags(flags)}"


def describe_flags(flags):
    """A line for each flag."""
    return "".join(f"  {flag.value:>3}  {flag.name.lower():<11} {flag.meaning}\n" for flag in flags)


INTRODUCTION = """\
# Columns

What PARAMETERS_NAME, or `params` of `sexlike.extract`, may ask for. `NAME(n)` and `NAME(n,m)` take sizes.
Made by `python -m sexlike.reference`.

"""


def columns_document():
    """The text of docs/columns.md: the columns that are offered, and those that are not."""
    names = [name for name in ORDER if name in COLUMNS]
    names += [name for name in COLUMNS if name not in ORDER]
    lines = ["| column | unit | type | what it is |", "| --- | --- | --- | --- |"]
    for name in names:
        column = COLUMNS[name]
        size = ("", "(n)", "(n,m)")[column.dimensions]
        unit = f"`{column.unit}`" if column.unit else ""
        lines.append(f"| `{name}{size}` | {unit} | {column.type} | {column.about} |")
    lines += ["", "## Not offered", "", "Columns of SExtractor that need a fit of models or special maps:", ""]
    lines.append(", ".join(f"`{name}`" for name in not_offered()) + ".")
    return INTRODUCTION + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(columns_document(), end="")

"""``--man``: the manual page, for ``man`` and groff."""

from ..._version import __version__
from ..helptext import EXAMPLES
from ..keywords import KEYWORDS, SECTIONS
from ..recipes.shelf import about_recipe, recipe_names
from .entries import Entry, entry_of_keyword, option_entries

HEAD = """\
.TH SEXLIKE 1 "" "sexlike {version}" "sexlike"
.SH NAME
sexlike \\- finds and measures the stars and galaxies in images, as SExtractor does
.SH SYNOPSIS
.B sexlike
.I IMAGE
[\\fB\\-c\\fR \\fIFILE\\fR] [\\fB\\-KEYWORD\\fR \\fIVALUE\\fR] ...
.br
.B sexlike
.IR DETECTION_IMAGE , MEASUREMENT_IMAGE
[\\fB\\-c\\fR \\fIFILE\\fR] [\\fB\\-KEYWORD\\fR \\fIVALUE\\fR] ...
.SH DESCRIPTION
Objects are searched in the first image and measured in the second, or in the same. The configuration file has keywords
and their values, in TOML or in SExtractor's own format; without
.BR \\-c ,
default.sex or default.toml in the current folder is used. Keywords on the command line override it.
"""


def manual() -> str:
    """The manual page, in the macros of man."""
    lines = [HEAD.format(version=__version__).rstrip("\n"), ".SH OPTIONS"]
    lines += [entry_text(entry) for entry in option_entries()]
    lines += [".SH RECIPES", "For \\-c and \\-\\-init:"]
    lines += [f".TP\n.B {escaped(name)}\n{escaped(about_recipe(name))}" for name in recipe_names()]
    lines += [".SH KEYWORDS", "Lists have commas between their values, and no blanks."]
    for title, rows in SECTIONS.items():
        lines.append(f".SS {escaped(title)}")
        for row in rows:
            default = f" Default: {KEYWORDS[row.name].default}." if row.default else ""
            lines.append(entry_text(entry_of_keyword(row), f".{default} Allowed: {row.allowed}."))
    lines += [".SH EXAMPLES", ".nf", escaped(EXAMPLES.partition("\n\nFiles")[0].partition("\n")[2]), ".fi"]
    lines += [".SH EXIT STATUS", "0; 1 after an error; 128 + n if signal n ended the run."]
    return "\n".join([*lines, ".SH SEE ALSO", ".BR source\\-extractor (1)"]) + "\n"


def entry_text(entry: Entry, more: str = "") -> str:
    """The paragraph of an option."""
    names = ", ".join(f"\\fB{escaped(name)}\\fR" for name in entry.names)
    takes = f" \\fI{escaped(entry.takes)}\\fR" if entry.takes else ""
    return f".TP\n{names}{takes}\n{escaped(entry.about + more)}"


def escaped(text: str) -> str:
    """A text in which nothing is a command of groff."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in lines)

"""The manual page as plain text, where neither man nor groff is there to render it."""

import re
from collections.abc import Iterator
from textwrap import fill

INDENT, BODY = 7, 14  # characters before paragraphs, and before what explains an option
ESCAPES = {"e": "\\", "-": "-", "&": ""}


def plain_manual(roff: str, width: int) -> str:
    """Render the macros that `manual` uses.

    Parameters
    ----------
    roff : str
    width : int
        Characters of a line.
    """
    return "".join(f"{block}\n" for block in blocks(roff.splitlines(), max(width, 40) - 1)).lstrip("\n")


def blocks(lines: list[str], width: int) -> Iterator[str]:
    """The blocks of a page: headings, paragraphs, options with what explains them, examples as they are."""
    words: list[str] = []  # of the paragraph
    indent, rest = INDENT, iter(lines)

    def paragraph() -> Iterator[str]:
        if words:
            margin = " " * indent
            yield fill(" ".join(words), width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
        words.clear()

    for line in rest:
        name, _, argument = line.partition(" ")
        if name in (".SH", ".SS", ".TP", ".br", ".nf"):
            yield from paragraph()
        if name in (".SH", ".SS"):
            yield f"\n{'   ' * (name == '.SS')}{unescaped(argument)}"
            indent = INDENT
        elif name == ".TP":
            yield f"\n{' ' * INDENT}{unescaped(without_macro(next(rest)))}"
            indent = BODY
        elif name == ".nf":
            while (line := next(rest, ".fi")) != ".fi":
                yield f"{' ' * INDENT}{unescaped(line)}".rstrip()
        elif name not in (".TH", ".br"):
            words.append(unescaped(without_macro(line)))
    yield from paragraph()


def without_macro(line: str) -> str:
    """A line in which fonts were changed, as it reads; `.BR` and its like join words of two fonts."""
    name, _, argument = line.partition(" ")
    if name in (".B", ".I"):
        return argument
    if name in (".BR", ".IR", ".BI", ".IB", ".RB", ".RI"):
        return argument.replace(" ", "")
    return line


def unescaped(text: str) -> str:
    """A text without changes of the font, and with the characters that stand behind backslashes."""
    text = re.sub(r"\\f[A-Z]", "", text)
    return re.sub(r"\\([e&-])", lambda found: ESCAPES[found[1]], text)

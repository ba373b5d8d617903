"""Texts of headers and names of files, made harmless: in HTML, as links, and in tables that spreadsheets open."""

import html
import os
from math import isfinite
from numbers import Integral, Real
from urllib.parse import quote

from ...output.console import visible

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes a text that begins so for
QUOTED = set("\"',;\n\t ")  # a text with one of these stands in quotes
UNQUOTED = "/~!$&'()*+,;=@"  # these mean nothing in the path of an address


def escaped(text: object) -> str:
    """A text as it may stand in HTML, in an attribute as well. Control characters are shown as their codes."""
    return html.escape(visible(str(text)))


def address(path: str, folder: str) -> str:
    """The address of a file, as a page in a folder names it.

    It is relative, so that the folder can be moved with all that is in it, and never has a scheme: a file may be
    called ``javascript:x``.

    Parameters
    ----------
    path : str
        Absolute, or from the current folder.
    folder : str
        Where the page is.
    """
    try:
        relative = os.path.relpath(path, folder or ".")
    except ValueError:  # on another drive of Windows
        return "file:///" + quote(os.path.abspath(path).replace(os.sep, "/"), safe=UNQUOTED + ":")
    return "./" + quote(os.fsencode(relative.replace(os.sep, "/")), safe=UNQUOTED)


def csv_cell(value: object) -> str:
    """A cell of comma-separated values. A text that a spreadsheet would take for a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return repr(float(value)) if isfinite(value) else ""
    text = visible(str(value))
    if str(value).lstrip(" ").startswith(FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if set(text) & QUOTED else text


def csv_lines(titles: list[str], rows: list[list[object]]) -> str:
    """A table as comma-separated values."""
    lines: list[list[object]] = [[*titles], *rows]
    return "".join(",".join(map(csv_cell, cells)) + "\r\n" for cells in lines)

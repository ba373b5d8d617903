"""The table of all exposures: in the page, and as comma-separated values."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from ..state.columns import COLUMNS, DONE, FAILED, Row
from ..state.store import from_json
from .escaping import address, csv_lines, escaped
from .qualities import DEPTH, FWHM, OBJECTS, SEEING, SKY, Rows, number

MARKS = {DONE: "✓", FAILED: "✗"}  # so that colours are not needed to tell them apart


@dataclass(frozen=True)
class Shown:
    """A column of numbers.

    Attributes
    ----------
    name : str
        Column of the state.
    title : str
        Heading.
    digits : int
        After the point.
    """

    name: str
    title: str
    digits: int


NUMBERS = (
    Shown(OBJECTS.name, "objects", 0),
    Shown(SEEING.name, "seeing, ″", SEEING.digits),
    Shown(FWHM.name, "seeing, px", FWHM.digits),
    Shown("depth_aper", "depth, aper.", 2),
    Shown(DEPTH.name, "depth, AUTO", DEPTH.digits),
    Shown(SKY.name, "sky", SKY.digits),
    Shown("rms", "RMS", 3),
    Shown("zeropoint", "zero-point", 3),
    Shown("seconds", "seconds", 2),
    Shown("memory", "memory, MB", 0),
)
PICTURES = (".png", ".svg", ".pdf")


def table(rows: Rows, folder: str) -> str:
    """The table of all exposures, as HTML; columns in which nothing is are left out.

    Parameters
    ----------
    rows : sequence of mapping
        The state, see `summary`.
    folder : str
        Where the page is, for links.
    """
    shown = [column for column in NUMBERS if any(number(row, column.name) == number(row, column.name) for row in rows)]
    heads = [_head("exposure"), _head("status"), *(_head(column.title, "number") for column in shown)]
    heads += [_head("why"), _head("host"), '<th scope="col"><span>files</span></th>']
    lines = "".join(_line(index, row, shown, folder) for index, row in enumerate(rows))
    caption = "<caption><span>Click or press a heading to sort; once more for the other direction.</span></caption>"
    return f'<table id="exposures">{caption}<thead><tr>{"".join(heads)}</tr></thead>\n<tbody>\n{lines}</tbody></table>'


def csv_of(rows: Rows) -> str:
    """All columns of the state as comma-separated values."""
    names = [column.name for column in COLUMNS]
    return csv_lines(names, [[row.get(name) for name in names] for row in rows])


def status_class(status: str) -> str:
    """The class of a status in the page."""
    return status if status in MARKS else "other"


def _head(title: str, kind: str = "") -> str:
    """A heading that sorts."""
    return f'<th scope="col" class="{kind}"><button type="button">{escaped(title)}</button></th>'


def _line(index: int, row: Row, shown: Sequence[Shown], folder: str) -> str:
    """An exposure."""
    image, status, why = str(row["images"]), str(row["status"]), str(row.get("sentence") or "")
    name = escaped(image)
    cells = [f'<th scope="row" data-value="{name}"><span title="{name}">{name}</span></th>']
    state = f"{MARKS.get(status, '·')} {escaped(status)}"
    cells.append(f'<td data-value="{escaped(status)}"><span class="{status_class(status)}">{state}</span></td>')
    cells += [_number(row, column) for column in shown]
    cells += [_text(why, "reason"), _text(str(row.get("host") or "")), f'<td class="links">{_links(row, folder)}</td>']
    begin = f'<tr id="row-{index}" data-row="{index}" data-status="{escaped(status)}" tabindex="-1">'
    return f"{begin}{''.join(cells)}</tr>\n"


def _number(row: Row, column: Shown) -> str:
    """A cell with a number, or an empty one."""
    value = number(row, column.name)
    if value != value:
        return '<td class="number"></td>'
    text = f"{value:,.{column.digits}f}"
    return f'<td class="number" data-value="{value!r}">{text}</td>'


def _text(text: str, kind: str = "") -> str:
    """A cell with a text."""
    return f'<td class="text {kind}" data-value="{escaped(text)}">{escaped(text)}</td>'


def _links(row: Row, folder: str) -> str:
    """Links to the log and to the pictures of an exposure, those that are there."""
    files = [("log", str(row["log"]))] if row.get("log") else []
    files += [
        (os.path.basename(path), path)
        for path in from_json(row.get("outputs") or "")
        if os.path.splitext(path)[1].lower() in PICTURES
    ]
    return " ".join(
        f'<a href="{escaped(address(path, folder))}">{escaped(name)}</a>'
        for name, path in files
        if os.path.exists(path)
    )

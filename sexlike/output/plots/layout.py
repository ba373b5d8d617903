"""The layout of figures. Lengths are in inches, so that text has its room whatever the size of the image is."""

from typing import NamedTuple

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

TITLE_HEIGHT, LINE_HEIGHT = 0.45, 0.22  # of a heading, and of each line that it has beyond one
HIGHEST_PANEL = 11.0
FLATTEST_PANEL, STEEPEST_PANEL = 0.12, 8.0  # height over width; pixels of longer images are not square
BAR_GAP, BAR_WIDTH = 0.1, 0.14  # of colour bars
CHARACTER_WIDTH = 0.085  # in the title, on average
MATPLOTLIB_STYLE = {
    "figure.dpi": 100,
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.linewidth": 0.8,
    "axes.titley": 1.0,  # matplotlib measures all numbers on axes else, which takes a tenth of the time
    "image.cmap": "cividis",
    "svg.fonttype": "none",
}


class Margins(NamedTuple):
    """Margins of a panel."""

    left: float = 0.72
    right: float = 0.28
    bottom: float = 0.55
    top: float = 0.38


BOTTOM, TOP = Margins._fields.index("bottom"), Margins._fields.index("top")


def our_style():
    """Context in which figures are drawn and saved, independent of the user's settings of matplotlib."""
    return matplotlib.style.context(["default", MATPLOTLIB_STYLE])


def lay_out(rows, width, title):
    """A figure with rows of panels.

    Parameters
    ----------
    rows : sequence of (float, list of Margins)
        Height over width of the panels of a row, and the margins of each.
    width : float
        Of the figure.
    title : str
        Of one line or more.

    Returns
    -------
    figure : matplotlib.figure.Figure
    panels : list of list of matplotlib.axes.Axes
        By rows, the top row first.
    """
    sizes = [panel_size(width, *row) for row in rows]
    above, below = ([max(m[side] for m in margins) for _, margins in rows] for side in (TOP, BOTTOM))
    lines = title.split("\n")
    heading = TITLE_HEIGHT + LINE_HEIGHT * (len(lines) - 1)
    height = heading + sum(above) + sum(below) + sum(size[1] for size in sizes)
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    shown = "\n".join(shortened(line, int((width - 0.4) / CHARACTER_WIDTH)) for line in lines)
    figure.text(0.5, 1 - 0.5 * heading / height, shown, ha="center", va="center", size=11, parse_math=False)
    panels, edge = [], height - heading
    for (panel_width, panel_height), (_, margins), top, bottom in zip(sizes, rows, above, below, strict=True):
        edge -= top + panel_height
        taken = sum(m.left + panel_width + m.right for m in margins)
        start, axes = 0.5 * (width - taken), []
        for margin in margins:
            rectangle = (start + margin.left) / width, edge / height, panel_width / width, panel_height / height
            axes.append(figure.add_axes(rectangle))
            start += margin.left + panel_width + margin.right
        panels.append(axes)
        edge -= bottom
    return figure, panels


def panel_size(width, ratio, margins):
    """Width and height of the panels of a row that is as wide as the figure."""
    ratio = min(max(ratio, FLATTEST_PANEL), STEEPEST_PANEL)
    room = width - sum(m.left + m.right for m in margins)
    panel_width = min(room / len(margins), HIGHEST_PANEL / ratio)
    return panel_width, panel_width * ratio


def shortened(text, length):
    """A text of at most this length: the middle of a longer one is left out. Unprintable characters are ? in it."""
    text = "".join(character if character.isprintable() else "?" for character in text)
    if len(text) <= length:
        return text
    start = (length - 1) // 2
    return f"{text[:start]}…{text[len(text) - (length - 1 - start) :]}"


def write_remark(axes, text):
    """Write text into an empty panel."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color="0.4")

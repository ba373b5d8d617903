"""Figures and where things stand on them. Lengths are inches, so that text has its room at any size of image."""

from typing import NamedTuple

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

HEAD = 0.45  # for the title of the figure
HIGHEST = 11.0  # panel
FLATTEST, STEEPEST = 0.12, 8.0  # height over width; beyond, pixels are not shown as squares
BAR_GAP, BAR_WIDTH = 0.1, 0.14
CHARACTER = 0.085  # width of a letter of the title, on average
STYLE = {
    "figure.dpi": 100,
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.linewidth": 0.8,
    "image.cmap": "cividis",
    "svg.fonttype": "none",
}


class Margins(NamedTuple):
    """Room around a panel."""

    left: float = 0.72
    right: float = 0.28
    bottom: float = 0.55
    top: float = 0.38


BOTTOM, TOP = Margins._fields.index("bottom"), Margins._fields.index("top")


def our_style():
    """Context in which figures are made and saved, whatever the user's settings of matplotlib are."""
    return matplotlib.style.context(["default", STYLE])


def lay_out(rows, width, title):
    """A figure with rows of panels.

    Parameters
    ----------
    rows : sequence of (float, list of Margins)
        Height over width of the panels of a row, and the room around each.
    width : float
        Of the figure.
    title : str

    Returns
    -------
    figure : matplotlib.figure.Figure
    panels : list of list of matplotlib.axes.Axes
        From the top row to the bottom one.
    """
    sizes = [panel_size(width, *row) for row in rows]
    above, below = ([max(m[side] for m in margins) for _, margins in rows] for side in (TOP, BOTTOM))
    height = HEAD + sum(above) + sum(below) + sum(size[1] for size in sizes)
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    shown = shortened(title, int((width - 0.4) / CHARACTER))
    figure.text(0.5, 1 - 0.5 * HEAD / height, shown, ha="center", va="center", size=11, parse_math=False)
    panels, edge = [], height - HEAD
    for (panel_width, panel_height), (_, margins), top, bottom in zip(sizes, rows, above, below, strict=True):
        edge -= top + panel_height
        taken = sum(m.left + panel_width + m.right for m in margins)
        start, axes = 0.5 * (width - taken), []
        for room in margins:
            place = (start + room.left) / width, edge / height, panel_width / width, panel_height / height
            axes.append(figure.add_axes(place))
            start += room.left + panel_width + room.right
        panels.append(axes)
        edge -= bottom
    return figure, panels


def panel_size(width, ratio, margins):
    """Width and height of each panel of a row that is as wide as the figure."""
    ratio = min(max(ratio, FLATTEST), STEEPEST)
    room = width - sum(m.left + m.right for m in margins)
    panel_width = min(room / len(margins), HIGHEST / ratio)
    return panel_width, panel_width * ratio


def add_colour_bar(axes, mappable, label, gap=BAR_GAP):
    """A colour bar on the right of a panel, in its margin."""
    figure, place = axes.figure, axes.get_position()
    width = figure.get_figwidth()
    bar = figure.add_axes((place.x1 + gap / width, place.y0, BAR_WIDTH / width, place.height))
    figure.colorbar(mappable, cax=bar)
    bar.set_ylabel(label, parse_math=False)


def shortened(text, length):
    """A text that is no longer than this; the middle of a longer one is left out."""
    text = "".join(character if character.isprintable() else "?" for character in text)
    if len(text) <= length:
        return text
    start = (length - 1) // 2
    return f"{text[:start]}…{text[len(text) - (length - 1 - start) :]}"


def say(axes, text):
    """Put a remark into a panel that has nothing to show."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color="0.4")

"""Charts of a batch: a quantity of the exposures against time, as SVG."""

from dataclasses import dataclass

import numpy as np

from ..state.columns import FAILED, Row
from .axes import julian_date, limits, moment, ticks, time_ticks
from .escaping import escaped
from .qualities import DEPTH, FWHM, OBJECTS, SEEING, SKY, Rows, number, qualities_of

WIDTH, HEIGHT = 420, 214
LEFT, RIGHT, TOP, BOTTOM = 50, 410, 12, 178
RADIUS = 3
FAILED_AT = BOTTOM - 3  # where exposures that have no value are marked


@dataclass(frozen=True)
class Chart:
    """What a chart shows.

    Attributes
    ----------
    title, unit : str
    series : tuple of (str, str)
        Columns of the state, and what they are called in the legend.
    digits : int
        Of the values.
    """

    title: str
    unit: str
    series: tuple[tuple[str, str], ...]
    digits: int


CHARTS = (
    Chart("Seeing", SEEING.unit, ((SEEING.name, "seeing"),), SEEING.digits),
    Chart("Seeing", FWHM.unit, ((FWHM.name, "seeing"),), FWHM.digits),
    Chart("Depth, 5 sigma", DEPTH.unit, ((DEPTH.name, "AUTO"), ("depth_aper", "first aperture")), DEPTH.digits),
    Chart("Sky", SKY.unit, ((SKY.name, "sky"),), SKY.digits),
    Chart("Objects", OBJECTS.unit, ((OBJECTS.name, "objects"),), OBJECTS.digits),
)


@dataclass(frozen=True)
class TimeAxis:
    """The horizontal axis of all charts.

    Attributes
    ----------
    places : ndarray
        Of each exposure: modified Julian dates, or numbers from 1; NaN where the date is not known.
    about : str
        What it shows.
    low, high : float
        Its ends.
    marks : list of (float, str)
        Its ticks.
    """

    places: np.ndarray
    about: str
    low: float
    high: float
    marks: list[tuple[float, str]]


def date_of(row: Row) -> float:
    """When an exposure was taken, as a modified Julian date; NaN if its header does not tell."""
    return julian_date(str(row.get("observed") or ""))


def time_axis(rows: Rows) -> TimeAxis:
    """The time of the exposures; their number where fewer than half of them tell their time."""
    dates = np.array([date_of(row) for row in rows])
    known = dates[np.isfinite(dates)]
    if len(known) > 1 and 2 * len(known) >= len(rows) and np.ptp(known) > 0:
        low, high = limits(list(known), 0.03)
        about = f"time of the exposure (UTC), from {moment(float(known.min())):%Y-%m-%d %H:%M}"
        return TimeAxis(dates, about, low, high, time_ticks(low, high))
    low, high = limits([1.0, float(max(2, len(rows)))], 0.03)
    return TimeAxis(np.arange(1.0, len(rows) + 1), "number of the exposure", low, high, ticks(low, high))


def charts(rows: Rows) -> str:
    """All charts that have something to show, as HTML."""
    if not rows:
        return ""
    axis = time_axis(rows)
    wanted = {quality.name for quality in qualities_of(rows)}
    return "".join(draw(chart, rows, axis) for chart in CHARTS if chart.series[0][0] in wanted)


def draw(chart: Chart, rows: Rows, axis: TimeAxis) -> str:
    """A chart as HTML; empty if no exposure has a value."""
    values = {name: np.array([number(row, name) for row in rows], dtype=float) for name, _ in chart.series}
    there = np.concatenate([column[np.isfinite(column)] for column in values.values()])
    if not there.size:
        return ""
    low, high = limits(list(there))
    parts = [_across(place, text, low, high) for place, text in ticks(low, high)]
    parts += [_along(place, text, axis) for place, text in axis.marks]
    x = _scaled(axis.places, axis.low, axis.high, LEFT, RIGHT)
    for index, (name, called) in enumerate(chart.series):
        y = _scaled(values[name], low, high, BOTTOM, TOP)
        parts += [
            _point(row, x[row], y[row], index, f"{rows[row]['images']}: {called} {values[name][row]:.{chart.digits}f}")
            for row in np.flatnonzero(np.isfinite(x) & np.isfinite(y)).tolist()
        ]
    parts += [
        _failure(row, x[row], f"{rows[row]['images']}: failed")
        for row in range(len(rows))
        if rows[row]["status"] == FAILED and np.isfinite(x[row])
    ]
    return _figure(chart, "".join(parts), axis, float(there.min()), float(there.max()))


def _scaled(values: np.ndarray, low: float, high: float, first: float, last: float) -> np.ndarray:
    """Values from `low` to `high`, as places from `first` to `last` in a chart."""
    return first + (values - low) / (high - low) * (last - first)


def _across(place: float, text: str, low: float, high: float) -> str:
    """A line of the grid, with its number on the left."""
    y = float(_scaled(np.array(place), low, high, BOTTOM, TOP))
    line = f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return f'{line}<text class="tick" text-anchor="end" x="{LEFT - 6}" y="{y + 4:.1f}">{text}</text>'


def _along(place: float, text: str, axis: TimeAxis) -> str:
    """A tick of the axis of time, with its text."""
    x = float(_scaled(np.array(place), axis.low, axis.high, LEFT, RIGHT))
    line = f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{BOTTOM}" y2="{BOTTOM + 4}"/>'
    return f'{line}<text class="tick" text-anchor="middle" x="{x:.1f}" y="{BOTTOM + 17}">{text}</text>'


def _point(row: int, x: float, y: float, series: int, about: str) -> str:
    """An exposure: a disc, or a square for the second series."""
    name = f"<title>{escaped(about)}</title>"
    if series == 0:
        return f'<circle class="first" data-row="{row}" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}">{name}</circle>'
    place = f'x="{x - RADIUS:.1f}" y="{y - RADIUS:.1f}" width="{2 * RADIUS}" height="{2 * RADIUS}"'
    return f'<rect class="second" data-row="{row}" {place}>{name}</rect>'


def _failure(row: int, x: float, about: str) -> str:
    """An exposure that failed: a cross at the foot of the chart."""
    lines = f"M{x - RADIUS:.1f} {FAILED_AT - RADIUS}l6 6m0-6l-6 6"
    return f'<path class="failure" data-row="{row}" d="{lines}"><title>{escaped(about)}</title></path>'


def _figure(chart: Chart, drawn: str, axis: TimeAxis, least: float, most: float) -> str:
    """A chart with its title, its legend and the words that stand for it where it cannot be seen."""
    unit = f" ({chart.unit})" if chart.unit else ""
    told = f"{chart.title}{unit} against the {axis.about}: {least:.{chart.digits}f} to {most:.{chart.digits}f}"
    legend = "".join(
        f' <span class="key {place}">{escaped(called)}</span>'
        for place, (_, called) in zip(("first", "second"), chart.series, strict=False)
        if len(chart.series) > 1
    )
    frame = f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{BOTTOM}" y2="{BOTTOM}"/>'
    foot = f'<text class="tick" text-anchor="end" x="{RIGHT}" y="{BOTTOM + 31}">{escaped(axis.about)}</text>'
    begin = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escaped(told)}">'
    caption = f"<figcaption><b>{escaped(chart.title)}</b>{unit}{legend}</figcaption>"
    return f"<figure>{caption}{begin}{frame}{drawn}{foot}</svg></figure>\n"

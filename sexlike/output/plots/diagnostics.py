"""Plots of the catalog: sizes, number counts, signal-to-noise ratios, growth curves."""

from typing import NamedTuple

import numpy as np

from ...config.config import load_config
from ...constants import NO_MAGNITUDE
from ..depth import DEPTH, depth_of
from ..measured import measured, measured_now
from .colourbars import add_colour_bar
from .layout import Margins, lay_out, write_remark

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"  # after Okabe & Ito (2008)
MAGNITUDE_BIN = 0.5  # mag, of number counts
MOST_CURVES = 100  # that are shown, of the brightest objects without FLAGS
GROWTH_SAMPLES = 64  # of a growth curve
LARGEST_RADIUS = 5.0  # of growth curves, in half-light radii
LEAST_RATIO = 3  # of the largest value to the smallest, on an axis that is logarithmic
SHORT_AXIS = 300  # largest ratio of the ends of a logarithmic axis on which 2 and 5 have labels too
MOST_AS_POINTS = 3000  # in a PDF or SVG; more are rasterized
FIGURE_WIDTH, PANEL_RATIO = 13.0, 0.72
PANEL_MARGINS = Margins(left=0.85, right=0.3, bottom=0.65, top=0.4)
COLOUR_BAR_MARGIN = 1.0


class Measures(NamedTuple):
    """What is plotted of n objects: arrays of shape (n,), and growth curves of shape (n, GROWTH_SAMPLES)."""

    magnitude: np.ndarray
    radius: np.ndarray
    flux: np.ndarray
    error: np.ndarray
    flags: np.ndarray
    growth: np.ndarray
    step: np.ndarray  # of the growth curves, in pixels


def diagnostic_figure(extension, title):
    """Draw four plots of the objects of an extension -> Figure."""
    measures = measures_of(extension)
    star = extension.values.get("CLASS_STAR")
    left = PANEL_MARGINS if star is None else PANEL_MARGINS._replace(right=COLOUR_BAR_MARGIN)
    rows = [(PANEL_RATIO, [left, PANEL_MARGINS])] * 2
    figure, ((sizes, counts), (signal, growth)) = lay_out(rows, FIGURE_WIDTH, title)
    seen = measures.magnitude < NO_MAGNITUDE  # the flux is positive
    plot_sizes(sizes, measures, seen, star)
    plot_counts(counts, measures.magnitude[seen])
    plot_signal(signal, measures, seen & (measures.flux > 0) & (measures.error > 0))
    plot_growth(growth, measures, seen & (measures.flags == 0) & (measures.radius > 0))
    return figure


def measures_of(extension):
    """The measures of the objects of an extension."""
    scalars = dict.fromkeys(("MAG_AUTO", "FLUX_AUTO", "FLUXERR_AUTO", "FLAGS"), ())
    half = extension.config.overridden_by(load_config(None, {"PHOT_FLUXFRAC": (0.5,)}, "argument"))
    curves = {"FLUX_RADIUS": (1,), "FLUX_GROWTH": (GROWTH_SAMPLES,), "FLUX_GROWTHSTEP": ()}
    values = measured(extension, scalars) | measured_now(extension, curves, half)
    radius = values["FLUX_RADIUS"][:, 0]
    names = ("FLUX_AUTO", "FLUXERR_AUTO", "FLAGS", "FLUX_GROWTH", "FLUX_GROWTHSTEP")
    return Measures(values["MAG_AUTO"], radius, *(values[name] for name in names))


def plot_sizes(axes, measures, seen, star):
    """Half-light radius against magnitude: stars form a narrow sequence of small radii."""
    seen = seen & (measures.radius > 0)
    axes.set(title="Sizes", xlabel="MAG_AUTO (mag)", ylabel="half-light radius (pixels)")
    if not seen.any():
        write_remark(axes, "no object with a magnitude and a radius")
        return
    colour = {"c": star[seen], "cmap": "cividis", "vmin": 0, "vmax": 1} if star is not None else {"color": BLUE}
    points = axes.scatter(measures.magnitude[seen], measures.radius[seen], **points_of(seen.sum()), **colour)
    logarithmic(axes, measures.radius[seen])
    if star is not None:
        add_colour_bar(axes, points, "CLASS_STAR (1: star)")


def plot_counts(axes, magnitude):
    """Number of objects in bins of magnitude: it drops where the catalog is no longer complete."""
    axes.set(title="Number counts", xlabel="MAG_AUTO (mag)", ylabel=f"objects per {MAGNITUDE_BIN:g} mag")
    if not len(magnitude):
        write_remark(axes, "no object with a magnitude")
        return
    first, last = np.floor(magnitude.min() / MAGNITUDE_BIN), np.floor(magnitude.max() / MAGNITUDE_BIN) + 1
    counts, edges = np.histogram(magnitude, np.arange(first, last + 1) * MAGNITUDE_BIN)
    filled = counts > 0
    centres, counts = (edges[:-1] + MAGNITUDE_BIN / 2)[filled], counts[filled]
    error = np.sqrt(counts)
    down = np.minimum(error, 0.9 * counts)  # a logarithmic axis has no 0
    # Not errorbar: that of older matplotlib fails with one bin and a newer numpy.
    axes.plot(centres, counts, "o", color=BLUE, markersize=4)
    axes.vlines(centres, counts - down, counts + error, color=BLUE, linewidth=1)
    axes.hlines(counts, centres - MAGNITUDE_BIN / 2, centres + MAGNITUDE_BIN / 2, color=BLUE, linewidth=1)
    if logarithmic(axes, counts):
        axes.set_ylim(bottom=0.5)
        plain_numbers(axes.yaxis)
    else:
        axes.set_ylim(0, 1.5 * counts.max() + 1)
        axes.yaxis.get_major_locator().set_params(integer=True)


def plot_signal(axes, measures, seen):
    """Signal-to-noise ratio against magnitude: below 5, objects are uncertain. The depth is where they reach it."""
    axes.set(title="Signal to noise", xlabel="MAG_AUTO (mag)", ylabel="FLUX_AUTO / FLUXERR_AUTO")
    if not seen.any():
        write_remark(axes, "no object with a flux and an error")
        return
    ratio = measures.flux[seen] / measures.error[seen]
    axes.scatter(measures.magnitude[seen], ratio, color=BLUE, **points_of(seen.sum()))
    for level, line in ((10, "--"), (5, ":")):
        axes.axhline(level, color=ORANGE, linestyle=line, linewidth=1.2, label=f"{level}")
    depth = depth_of(measures.magnitude[seen], ratio)
    if np.isfinite(depth):
        axes.axvline(depth, color=GREEN, linewidth=1.2, label=f"{DEPTH:g}-sigma depth: {depth:.2f} mag")
    elif ratio.min() > DEPTH:
        axes.plot([], [], " ", label=f"all are above {DEPTH:g} sigma")
    logarithmic(axes, ratio)
    axes.legend(loc="upper right", framealpha=1, edgecolor="none")


def plot_growth(axes, measures, chosen):
    """Growth curves of the brightest objects without FLAGS."""
    axes.set(title="Growth of the light", xlabel="radius / half-light radius", ylabel="light / FLUX_AUTO")
    chosen = np.flatnonzero(chosen)
    chosen = chosen[np.argsort(measures.magnitude[chosen], kind="stable")][:MOST_CURVES]
    if not len(chosen):
        write_remark(axes, "no object without FLAGS")
        return
    radius, curves = growth_curves(measures, chosen)
    low, middle, high = np.nanpercentile(curves, (16, 50, 84), axis=0)
    axes.plot(radius, curves.T, color="0.75", linewidth=0.5, zorder=1)
    axes.fill_between(radius, low, high, color=GREEN, alpha=0.35, linewidth=0, label="two of three")
    axes.plot(radius, middle, color=GREEN, linewidth=2, label="median")
    axes.axhline(1, color="0.3", linewidth=0.8)
    axes.set(xlim=(0, LARGEST_RADIUS), ylim=(0, 1.3))
    axes.legend(
        loc="lower right", framealpha=0.85, edgecolor="none", title=f"the {len(chosen)} brightest without FLAGS"
    )


def growth_curves(measures, chosen):
    """Growth curves of some objects on a common scale.

    Parameters
    ----------
    measures : Measures
    chosen : ndarray of int, shape (k,)
        Indices of the objects.

    Returns
    -------
    radius : ndarray, shape (101,)
        In half-light radii.
    curves : ndarray, shape (k, 101)
        Flux within the radius over FLUX_AUTO; NaN beyond the last sample.
    """
    radius = np.linspace(0, LARGEST_RADIUS, 101)
    light = np.pad(measures.growth[chosen].astype(np.float64), ((0, 0), (1, 0)))
    sample = radius * (measures.radius[chosen] / measures.step[chosen])[:, None]
    before = np.minimum(sample.astype(np.int64), GROWTH_SAMPLES - 1)
    row = np.arange(len(chosen))[:, None]
    between = light[row, before] + (sample - before) * (light[row, before + 1] - light[row, before])
    return radius, np.where(sample <= GROWTH_SAMPLES, between, np.nan) / measures.flux[chosen, None]


def points_of(number):
    """Size and transparency of points, by their number."""
    many = bool(number > MOST_AS_POINTS)
    return {"s": 3 if many else 12, "alpha": 0.4 if many else 0.8, "linewidths": 0, "rasterized": many}


def logarithmic(axes, values):
    """Make the y axis logarithmic, if the values reach far enough for one -> bool, whether it is now."""
    if values.max() < LEAST_RATIO * values.min():
        return False
    axes.set_yscale("log")
    plain_numbers(axes.yaxis)
    return True


def plain_numbers(axis):
    """Label a logarithmic axis with numbers such as 0.5, 2 and 100 instead of powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1,) if high > SHORT_AXIS * low else (1, 2, 5), numticks=12))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())

"""Plots of the catalog: sizes, counts, signal to noise, growth curves."""

from typing import NamedTuple

import numpy as np

from ...config.config import load_config
from ..measured import measured, measured_now
from .layout import Margins, add_colour_bar, lay_out, say

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"  # after Okabe & Ito (2008)
NO_MAGNITUDE = 90.0  # 99 stands for a flux that is not positive
BIN = 0.5  # mag, of number counts
CURVES = 100  # growth curves that are shown: those of the brightest objects without flags
SAMPLES = 64  # of a growth curve
LARGEST_RADIUS = 5.0  # half-light radii
MANY_DECADES = 300  # highest over lowest value; below it, 2 and 5 are written on a logarithmic axis as well
MOST_AS_POINTS = 3000  # in a PDF or SVG; more are drawn as pixels
WIDTH, RATIO = 13.0, 0.72
ROOM = Margins(left=0.85, right=0.3, bottom=0.65, top=0.4)
BAR_ROOM = 1.0


class Measures(NamedTuple):
    """What is plotted: arrays of shape (n,), growth curves of shape (n, SAMPLES) and their steps in pixels."""

    magnitude: np.ndarray
    radius: np.ndarray
    flux: np.ndarray
    error: np.ndarray
    flags: np.ndarray
    growth: np.ndarray
    step: np.ndarray


def diagnostic_figure(extension, title):
    """Four plots of the objects of an extension -> Figure."""
    measures = measures_of(extension)
    star = extension.values.get("CLASS_STAR")
    left = ROOM if star is None else ROOM._replace(right=BAR_ROOM)
    figure, ((sizes, counts), (signal, growth)) = lay_out([(RATIO, [left, ROOM])] * 2, WIDTH, title)
    seen = measures.magnitude < NO_MAGNITUDE
    plot_sizes(sizes, measures, seen, star)
    plot_counts(counts, measures.magnitude[seen])
    plot_signal(signal, measures, seen & (measures.flux > 0) & (measures.error > 0))
    plot_growth(growth, measures, seen & (measures.flags == 0) & (measures.radius > 0))
    return figure


def measures_of(extension):
    """The measures of the objects, taken from the catalog where it has them."""
    scalars = dict.fromkeys(("MAG_AUTO", "FLUX_AUTO", "FLUXERR_AUTO", "FLAGS"), ())
    half = extension.config.overridden_by(load_config(None, {"PHOT_FLUXFRAC": (0.5,)}, "argument"))
    curves = {"FLUX_RADIUS": (1,), "FLUX_GROWTH": (SAMPLES,), "FLUX_GROWTHSTEP": ()}
    values = measured(extension, scalars) | measured_now(extension, curves, half)
    radius = values["FLUX_RADIUS"][:, 0]
    names = ("FLUX_AUTO", "FLUXERR_AUTO", "FLAGS", "FLUX_GROWTH", "FLUX_GROWTHSTEP")
    return Measures(values["MAG_AUTO"], radius, *(values[name] for name in names))


def plot_sizes(axes, measures, seen, star):
    """Magnitude against half-light radius: stars are the narrow line of the smallest."""
    seen = seen & (measures.radius > 0)
    axes.set(title="Sizes", xlabel="MAG_AUTO (mag)", ylabel="half-light radius (pixels)")
    if not seen.any():
        say(axes, "no object with a magnitude and a radius")
        return
    look = {"c": star[seen], "cmap": "cividis", "vmin": 0, "vmax": 1} if star is not None else {"color": BLUE}
    points = axes.scatter(measures.magnitude[seen], measures.radius[seen], **points_of(seen.sum()), **look)
    axes.set_yscale("log")
    plain_numbers(axes.yaxis)
    if star is not None:
        add_colour_bar(axes, points, "CLASS_STAR (1: star)")


def plot_counts(axes, magnitude):
    """Number of objects per bin of magnitude: it rises until the image is no longer complete."""
    axes.set(title="Number counts", xlabel="MAG_AUTO (mag)", ylabel=f"objects per {BIN:g} mag")
    if not len(magnitude):
        say(axes, "no object with a magnitude")
        return
    first, last = np.floor(magnitude.min() / BIN), np.floor(magnitude.max() / BIN) + 1
    counts, edges = np.histogram(magnitude, np.arange(first, last + 1) * BIN)
    filled = counts > 0
    centres, counts = (edges[:-1] + BIN / 2)[filled], counts[filled]
    error = np.sqrt(counts)
    down = np.minimum(error, 0.9 * counts)  # a logarithmic axis has no room for 0
    # Not errorbar: with one bin, that of older matplotlib trips over numpy's rules for arrays of one number.
    axes.plot(centres, counts, "o", color=BLUE, markersize=4)
    axes.vlines(centres, counts - down, counts + error, color=BLUE, linewidth=1)
    axes.hlines(counts, centres - BIN / 2, centres + BIN / 2, color=BLUE, linewidth=1)
    axes.set_yscale("log")
    axes.set_ylim(bottom=0.5)
    plain_numbers(axes.yaxis)


def plot_signal(axes, measures, seen):
    """Signal to noise against magnitude: where it falls below 5, objects are uncertain."""
    axes.set(title="Signal to noise", xlabel="MAG_AUTO (mag)", ylabel="FLUX_AUTO / FLUXERR_AUTO")
    if not seen.any():
        say(axes, "no object with a flux and an error")
        return
    ratio = measures.flux[seen] / measures.error[seen]
    axes.scatter(measures.magnitude[seen], ratio, color=BLUE, **points_of(seen.sum()))
    for level, line in ((10, "--"), (5, ":")):
        axes.axhline(level, color=ORANGE, linestyle=line, linewidth=1.2, label=f"{level}")
    axes.set_yscale("log")
    plain_numbers(axes.yaxis)
    axes.legend(loc="upper right", frameon=False)


def plot_growth(axes, measures, chosen):
    """Light within growing circles, of the brightest objects that nothing disturbs."""
    axes.set(title="Growth of the light", xlabel="radius / half-light radius", ylabel="light / FLUX_AUTO")
    chosen = np.flatnonzero(chosen)
    chosen = chosen[np.argsort(measures.magnitude[chosen], kind="stable")][:CURVES]
    if not len(chosen):
        say(axes, "no object without FLAGS")
        return
    radius, curves = growth_curves(measures, chosen)
    low, middle, high = np.nanpercentile(curves, (16, 50, 84), axis=0)
    axes.plot(radius, curves.T, color="0.75", linewidth=0.5, zorder=1)
    axes.fill_between(radius, low, high, color=GREEN, alpha=0.35, linewidth=0, label="two of three")
    axes.plot(radius, middle, color=GREEN, linewidth=2, label="median")
    axes.axhline(1, color="0.3", linewidth=0.8)
    axes.set(xlim=(0, LARGEST_RADIUS), ylim=(0, 1.3))
    axes.legend(loc="lower right", frameon=False, title=f"the {len(chosen)} brightest without FLAGS")


def growth_curves(measures, chosen):
    """Growth curves on a common scale: radii, and shares of FLUX_AUTO of shape (objects, radii), NaN beyond the end."""
    radius = np.linspace(0, LARGEST_RADIUS, 101)
    light = np.pad(measures.growth[chosen].astype(np.float64), ((0, 0), (1, 0)))
    place = radius * (measures.radius[chosen] / measures.step[chosen])[:, None]
    before = np.minimum(place.astype(np.int64), SAMPLES - 1)
    each = np.arange(len(chosen))[:, None]
    between = light[each, before] + (place - before) * (light[each, before + 1] - light[each, before])
    return radius, np.where(place <= SAMPLES, between, np.nan) / measures.flux[chosen, None]


def points_of(number):
    """How to draw points so that many are still told apart."""
    many = bool(number > MOST_AS_POINTS)
    return {"s": 3 if many else 12, "alpha": 0.4 if many else 0.8, "linewidths": 0, "rasterized": many}


def plain_numbers(axis):
    """Write 0.5, 2, 100 on a logarithmic axis instead of powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1,) if high > MANY_DECADES * low else (1, 2, 5), numticks=12))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())

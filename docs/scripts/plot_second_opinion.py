"""Draw the pictures of docs/second_opinion.md: python docs/scripts/plot_second_opinion.py

Needs the extra `test` (photutils, scikit-image and matplotlib).
"""

import sys
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from astropy.table import Table
from astropy.visualization import ZScaleInterval

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from compare_measures import deviations, isolated, named  # noqa: E402
from compare_photutils import (  # noqa: E402
    EXAMPLES,
    ZERO_POINT,
    by_photutils,
    by_sexlike,
    judge_field,
    measured_by_photutils,
    our_field,
    overlap,
)

OURS, THEIRS, GREY = "#0072B2", "#D55E00", "0.75"  # after Okabe & Ito (2008)
COLOURS = np.random.default_rng(5).uniform(0.3, 0.9, (2001, 3))  # of numbers
COLOURS[0] = 0  # the sky
PART = 230, 590, 600, 960  # x and y of the region that is shown: where they differ most
BINS = np.arange(22, 30.1, 0.5)
FEWEST = 5  # sources in a bin
MEASURES = {
    "Kron flux": "Kron flux, relative",
    "circular flux, radius 5": "flux in a circle of radius 5, relative",
    "Petrosian flux": "Petrosian flux, relative",
    "half-light radius": "half-light radius, relative",
    "centroid": "centroid (pixels)",
    "windowed centroid": "windowed centroid (pixels)",
}


def draw_objects(ours, labels, theirs):
    """The same region for both: who found what."""
    figure, panels = plt.subplots(1, 3, figsize=(15, 5.4), layout="constrained")
    low, high = ZScaleInterval().get_limits(ours.pixels)
    frame = 0.5, labels.shape[1] + 0.5, 0.5, labels.shape[0] + 0.5
    panels[0].imshow(ours.pixels, origin="lower", extent=frame, cmap="gray", vmin=low, vmax=high)
    rows, there = overlap(ours, theirs)
    for places, both, colour, name in (
        (ours.places, rows, OURS, "sexlike"),
        (np.asarray(theirs.centroid), there, THEIRS, "photutils"),
    ):
        alone = np.delete(places, both, axis=0) + 1
        label = f"only {name}: {len(alone)} in the whole field"
        panels[0].plot(*alone.T, "o" if colour == OURS else "s", ms=13, mfc="none", mec=colour, mew=1.6, label=label)
    panels[0].legend(loc="lower right", fontsize=8)
    of_theirs = np.ones((labels.max() + 1, 3))  # white: an object of photutils alone
    of_theirs[np.append(0, np.asarray(theirs.labels)[there])] = COLOURS[np.append(0, rows + 1)]
    maps = None, COLOURS[ours.result.segmentation], of_theirs[labels]
    titles = "image without background", f"sexlike: {len(ours.places)} objects", f"photutils: {labels.max()} objects"
    for panel, coloured, title in zip(panels, maps, titles, strict=True):
        if coloured is not None:
            panel.imshow(coloured, origin="lower", extent=frame, interpolation="nearest")
        panel.set(xlim=PART[:2], ylim=PART[2:], title=title, xlabel="x (pixels)")
    panels[0].set_ylabel("y (pixels)")
    return figure


def draw_measures(maps, ours, same):
    """Deviations of the same objects' measurements against signal to noise."""
    alone, every = isolated(maps, ours), np.ones(len(ours.places), bool)
    apart = deviations(maps, ours, same, every)
    signal = ours.values["FLUX_AUTO"] / ours.values["FLUXERR_AUTO"]
    figure, panels = plt.subplots(2, 3, figsize=(14, 8), sharex=True, layout="constrained")
    for panel, (name, label) in zip(panels.flat, MEASURES.items(), strict=True):
        for chosen, colour, which in ((~alone, GREY, "others"), (alone, OURS, "isolated")):
            shown = np.maximum(apart[name][chosen], 1e-6)
            panel.loglog(signal[chosen], shown, ".", color=colour, label=which)
        if "relative" in label:
            grid = np.geomspace(*np.nanpercentile(signal, [0, 100]))
            panel.plot(grid, 1 / grid, color=THEIRS, label="error of the Kron flux")
        panel.set(ylim=(5e-7, 5), title=label)
    for panel in panels[1]:
        panel.set_xlabel("signal to noise of the Kron flux")
    for panel in panels[:, 0]:
        panel.set_ylabel("|photutils - sexlike|")
    panels[0, 0].legend(loc="lower left")
    return figure


def draw_truth(truth, ours, theirs):
    """Completeness, magnitudes and half-light radii of both against the true ones."""
    catalogs = {
        "sexlike": (ours.places, ours.values["FLUX_AUTO"], ours.values["FLUX_RADIUS"]),
        "photutils": (
            np.asarray(theirs.centroid), theirs.kron_flux, named(theirs, "flux_radius", "fluxfrac_radius")(0.5).value,
        ),
    }  # fmt: skip
    truth = truth[truth["snr"] > 0]
    centres, which = (BINS[:-1] + BINS[1:]) / 2, np.digitize(truth["mag"], BINS) - 1
    figure, panels = plt.subplots(1, 3, figsize=(15, 4.6), layout="constrained")
    for (name, (places, flux, radius)), colour, mark, shift in zip(
        catalogs.items(), (OURS, THEIRS), "os", (-0.04, 0.04), strict=True
    ):
        match = judge_field.match(truth, *(places.T + 1))
        seen = match >= 0
        offset = np.where(seen, ZERO_POINT - 2.5 * np.log10(np.maximum(flux[match], 1e-9)) - truth["mag"], np.nan)
        sizes = np.where(seen, radius[match] / truth["half_light"], np.nan)
        share = [seen[which == index].mean() for index in range(len(centres))]
        panels[0].plot(centres + shift, share, mark + "-", color=colour, label=name)
        for panel, values in zip(panels[1:], (offset, sizes), strict=True):
            parts = [values[(which == index) & seen] for index in range(len(centres))]
            few = [np.nan] * 3
            low, middle, high = np.array([np.percentile(v, [25, 50, 75]) if len(v) >= FEWEST else few for v in parts]).T
            panel.errorbar(centres + shift, middle, (middle - low, high - middle), fmt=mark, color=colour, label=name)
    titles = "share of the sources found", "Kron - true magnitude", "half-light radius, measured / true"
    for panel, title, level, span in zip(panels, titles, (1, 0, 1), ((0, 1.05), (-0.5, 0.5), (0.6, 1.4)), strict=True):
        panel.axhline(level, color=GREY, zorder=0)
        panel.set(xlabel="true magnitude", title=title, ylim=span, xlim=(BINS[0], BINS[-1]))
    panels[0].legend()
    return figure


def main():
    """All pictures."""
    maps, truth = our_field(), Table.read(EXAMPLES / "field_truth.csv")
    ours, (_, labels, theirs) = by_sexlike(maps), by_photutils(maps)
    figures = {
        "objects": draw_objects(ours, labels, theirs),
        "measures": draw_measures(maps, ours, measured_by_photutils(maps, ours)),
        "truth": draw_truth(truth, ours, theirs),
    }
    for name, figure in figures.items():
        figure.savefig(HERE.parent / "pictures" / f"second_opinion_{name}.png", dpi=80, pil_kwargs={"optimize": True})


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        main()

"""Draw completeness.png: what sexlike finds of what there is, and how right MAG_AUTO is, on the field of examples/.

    python docs/scripts/plot_completeness.py            # about a minute: eight more fields are made for the lines

Needs the extra `plot`.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.table import Table, vstack

import sexlike

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))

import judge_field  # noqa: E402
import make_field  # noqa: E402

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "0.45"
BINS = np.arange(22, 31.01, 0.5)
OTHER_SEEDS = range(101, 109)
COLUMNS = ["X_IMAGE", "Y_IMAGE", "MAG_AUTO"]


def compare(image, truth):
    """The true catalog with the columns `found` and `offset` (MAG_AUTO minus the truth, NaN where not found)."""
    catalog = sexlike.extract(image, EXAMPLES / "run.toml", params=COLUMNS)
    x, y, magnitude = (np.asarray(catalog[name], dtype=float) for name in COLUMNS)
    match = judge_field.match(truth, x, y)
    truth = truth.copy()
    truth["found"] = match >= 0
    truth["offset"] = np.where(truth["found"], magnitude[match] - truth["mag"], np.nan)
    return truth[truth["snr"] > 0]


def other_fields(seeds):
    """The same for fields from other seeds, in one table."""
    tables = []
    for seed in seeds:
        science, _, _, cards, truth = make_field.make_field(seed=seed)
        tables.append(compare(fits.PrimaryHDU(science, cards), truth))
    return vstack(tables)


def binned(table, share=False):
    """Centres of the magnitude bins, and per bin the share found with its error, or quartiles of the offset; (b, 3)."""
    which = np.digitize(table["mag"], BINS) - 1
    rows = []
    for index in range(len(BINS) - 1):
        part = table[which == index]
        if share and len(part):
            rows.append(wilson(part["found"].sum(), len(part)))
        elif not share and part["found"].sum() > 2:
            rows.append(np.nanpercentile(part["offset"], [25, 50, 75]))
        else:
            rows.append([np.nan] * 3)
    return (BINS[:-1] + BINS[1:]) / 2, np.array(rows)


def wilson(found, number):
    """Lower limit, value and upper limit of a share (Wilson's interval, 1 sigma)."""
    share = found / number
    middle, width = (share + 0.5 / number) / (1 + 1 / number), np.sqrt(share * (1 - share) / number + 0.25 / number**2)
    return middle - width / (1 + 1 / number), share, middle + width / (1 + 1 / number)


def draw(field, others, path):
    """Two panels above each other."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (upper, lower) = plt.subplots(2, 1, figsize=(7.5, 7.5), sharex=True, layout="constrained")
    for table, colour, label in (
        (others, GREY, f"{len(OTHER_SEEDS)} other fields"),
        (field, BLUE, "the field of examples/"),
    ):
        centre, share = binned(table, share=True)
        _, offset = binned(table)
        for panel, values in ((upper, share), (lower, offset)):
            if table is others:
                panel.plot(centre, values[:, 1], color=colour, lw=1.8, label=label)
                panel.fill_between(centre, values[:, 0], values[:, 2], color=colour, alpha=0.2, lw=0)
            else:
                errors = np.abs(values[:, [0, 2]] - values[:, [1]]).T
                panel.errorbar(centre, values[:, 1], errors, fmt="o", color=colour, ms=5, lw=1.2, label=label)
    limit = np.median(field["mag"][np.abs(field["snr"] / judge_field.BRIGHT_ENOUGH - 1) < 0.15])
    for panel in (upper, lower):
        panel.axvline(limit, color=ORANGE, ls="--", lw=1.2)
        panel.grid(alpha=0.25)
    upper.text(limit - 0.08, 0.05, "true S/N = 10", color=ORANGE, rotation=90, ha="right", va="bottom")
    upper.set(ylabel="share of the sources found", ylim=(0, 1.05))
    upper.legend(loc="lower left", frameon=False)
    lower.plot(field["mag"], field["offset"], ".", color=BLUE, ms=2.5, alpha=0.4, zorder=0)
    lower.axhline(0, color="k", lw=0.8)
    lower.set(
        xlabel="true magnitude (AB)", ylabel="MAG_AUTO minus true magnitude", xlim=BINS[[0, -1]], ylim=(-0.8, 0.8)
    )
    lower.text(
        0.012, 0.03, "bars and band: middle half of the sources", transform=lower.transAxes, color="0.3", fontsize=9
    )
    figure.savefig(path, dpi=110)


def main():
    """Command line: where to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", default=HERE.parent / "completeness.png", help="picture to write")
    path = parser.parse_args().path
    field = compare(EXAMPLES / "field_sci.fits.fz", Table.read(EXAMPLES / "field_truth.csv"))
    others = other_fields(OTHER_SEEDS)
    for name, table in (("field", field), ("others", others)):
        bright = table["snr"] > judge_field.BRIGHT_ENOUGH
        print(name, f"{table['found'][bright].mean():.3f} found, offset {np.nanmedian(table['offset'][bright]):.3f}")
    draw(field, others, path)


if __name__ == "__main__":
    main()

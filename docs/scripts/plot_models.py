"""Fit Sersic spheroids with sexlike and SExtractor to galaxies whose truth is known: the numbers of docs/models.md.

    python docs/scripts/plot_models.py [--galaxies 3000] [--folder FOLDER]

Needs GalSim, SExtractor and the extra `plot`. A few minutes of one processor. With a folder, the field and SExtractor's
catalog are left there, and taken from there the next time.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from astropy.table import Table

import sexlike

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import galaxy_field  # noqa: E402

BLUE, ORANGE = "#0072B2", "#D55E00"
SEXTRACTOR = next((path for path in map(shutil.which, ("source-extractor", "sex", "sextractor")) if path), None)
COLUMNS = [
    "X_IMAGE", "Y_IMAGE", "FLUX_MODEL", "FLUXERR_MODEL", "FLUX_AUTO", "SPHEROID_REFF_IMAGE", "SPHEROID_ASPECT_IMAGE",
    "SPHEROID_SERSICN", "FLAGS_MODEL",
]  # fmt: skip
SETTINGS = {"DETECT_THRESH": "1.5", "BACK_TYPE": "MANUAL", "BACK_VALUE": str(galaxy_field.SKY), "GAIN": "0"}
NEAREST = 3.0  # pixels
EDGES = 10, 20, 40, 80, 160, 500  # of bins of signal to noise
# Name -> column, deviation from the truth, and its unit.
MEASURES = {
    "flux": lambda found, true: found["FLUX_MODEL"] / true["flux"] - 1,
    "radius": lambda found, true: found["SPHEROID_REFF_IMAGE"] / true["radius"] - 1,
    "axis ratio": lambda found, true: found["SPHEROID_ASPECT_IMAGE"] - true["aspect"],
    "index": lambda found, true: found["SPHEROID_SERSICN"] / true["index"] - 1,
    "flux / error": lambda found, true: (found["FLUX_MODEL"] - true["flux"]) / found["FLUXERR_MODEL"],
}


def by_sexlike(folder):
    """The catalog of sexlike."""
    psf = folder / "field.psf"
    table = sexlike.extract(folder / "field.fits", params=COLUMNS, PSF_NAME=psf, NTHREADS=1, **SETTINGS).table
    return {name: np.asarray(table[name], float) for name in COLUMNS}


def by_sextractor(folder):
    """The catalog of SExtractor, made if it is not there."""
    if not (folder / "theirs.fits").exists():
        run_sextractor(folder)
    table = Table.read(folder / "theirs.fits")
    return {name: np.asarray(table[name], float) for name in COLUMNS}


def run_sextractor(folder):
    """Make SExtractor's catalog."""
    (folder / "columns.param").write_text("\n".join(COLUMNS))
    (folder / "empty.sex").touch()
    files = {"PARAMETERS_NAME": "columns.param", "CATALOG_NAME": "unfinished.fits", "CATALOG_TYPE": "FITS_1.0"}
    files |= {"PSF_NAME": "field.psf", "FILTER_NAME": str(Path(sexlike.__file__).parent / "default.conv")}
    words = [word for key, value in (SETTINGS | files).items() for word in (f"-{key}", value)]
    command = [SEXTRACTOR, "field.fits", "-c", "empty.sex", "-VERBOSE_TYPE", "QUIET", *words]
    subprocess.run(command, cwd=folder, check=True)
    (folder / "unfinished.fits").rename(folder / "theirs.fits")


def matched(catalog, truth):
    """Rows of the catalog, and of the truth, of the galaxies that were found."""
    from scipy.spatial import cKDTree

    tree = cKDTree(np.column_stack([catalog["X_IMAGE"] - 1, catalog["Y_IMAGE"] - 1]))
    distance, row = tree.query(np.column_stack([truth["x"], truth["y"]]))
    found = distance < NEAREST
    return row[found], np.flatnonzero(found)


def deviations(catalog, truth):
    """Measure -> deviations of the galaxies that were found and fitted; and their signal to noise."""
    rows, true_rows = matched(catalog, truth)
    fitted = (catalog["FLUX_MODEL"][rows] > 0) & (catalog["FLUXERR_MODEL"][rows] > 0)
    found, true = {name: values[rows[fitted]] for name, values in catalog.items()}, truth[true_rows[fitted]]
    return {name: np.asarray(of(found, true)) for name, of in MEASURES.items()}, np.asarray(true["signal_to_noise"])


def bias_and_scatter(values):
    """Median, its standard error, and half of the range of the central 68 % of the values."""
    low, high = np.percentile(values, (15.87, 84.13))
    scatter = (high - low) / 2
    return np.median(values), 1.2533 * scatter / np.sqrt(len(values)), scatter


def binned(values, signal_to_noise):
    """`bias_and_scatter` in bins of signal to noise, and the number in each."""
    for low, high in pairwise(EDGES):
        some = values[(signal_to_noise >= low) & (signal_to_noise < high)]
        yield (*bias_and_scatter(some), len(some)) if len(some) > 4 else (np.nan, np.nan, np.nan, len(some))


def report(results):
    """Print the table of the page; results: program -> what `deviations` returns."""
    print("| | signal to noise | " + " | ".join(f"{program}: bias, scatter" for program in results) + " |")
    print("| --- | --- |" + " --- |" * len(results))
    for name in MEASURES:
        of_programs = [list(binned(values[name], snr)) for values, snr in results.values()]
        for k, (low, high) in enumerate(pairwise(EDGES)):
            figures = [of[k][:3] for of in of_programs]
            cells = [f"{bias:+.3f} ± {error:.3f}, {scatter:.3f}" for bias, error, scatter in figures]
            print(f"| {name} | {low} to {high} | " + " | ".join(cells) + " |")


def draw(results, path):
    """Bias and scatter against signal to noise, for both programs."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(2, len(MEASURES), figsize=(16, 6), sharex=True, layout="constrained")
    middle = np.sqrt(np.multiply(EDGES[:-1], EDGES[1:]))
    for (program, (values, snr)), colour, shift in zip(results.items(), (BLUE, ORANGE), (0.96, 1.04), strict=False):
        for name, (upper, lower) in zip(MEASURES, panels.T, strict=True):
            bias, error, scatter, _ = np.transpose(list(binned(values[name], snr)))
            upper.errorbar(middle * shift, bias, error, fmt="o-", ms=4, color=colour, label=program)
            lower.plot(middle * shift, scatter, "o-", ms=4, color=colour)
            upper.set(title=name, xscale="log")
            lower.set(xlabel="signal to noise", xscale="log", yscale="log")
    for panel in panels[1]:
        panel.set_xticks([20, 50, 100, 200], ["20", "50", "100", "200"])
        panel.set_xticks([], minor=True)
    for panel in panels[0]:
        panel.axhline(0, color="k", lw=0.8)
    panels[0, 0].set_ylabel("bias (median)")
    panels[1, 0].set_ylabel("scatter")
    panels[0, 0].legend(frameon=False)
    figure.savefig(path, dpi=100)


def field_in(folder, number):
    """Make the field and its PSF in a folder, unless they are there -> the true catalog."""
    if not (folder / "truth.ecsv").exists():
        hdu, truth = galaxy_field.make_field(number)
        hdu.writeto(folder / "field.fits")
        galaxy_field.write_psf(folder / "field.psf")
        truth.write(folder / "truth.ecsv")
    return Table.read(folder / "truth.ecsv")


def main():
    """Command line: how many galaxies, and where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--galaxies", type=int, default=galaxy_field.GALAXIES)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    import matplotlib

    matplotlib.use("Agg")
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.folder or Path(name)
        folder.mkdir(exist_ok=True)
        truth = field_in(folder, arguments.galaxies)
        for program, run in (("sexlike", by_sexlike), ("SExtractor", by_sextractor)):
            start = time.perf_counter()
            results[program] = deviations(run(folder), truth)
            print(
                f"{program}: {len(results[program][1])} of {len(truth)} galaxies, {time.perf_counter() - start:.0f} s"
            )
    report(results)
    draw(results, HERE.parent / "models_truth.png")


if __name__ == "__main__":
    main()

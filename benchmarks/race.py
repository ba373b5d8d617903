"""Times sexlike against SExtractor: ``python benchmarks/race.py --size 4096 --pairs 5``.

Both programs run in turn, so that a machine that is busy for a while is so for both, and their catalogs are compared
first. It prints wall and processor time, as medians and in units of SExtractor's, and the largest memory of each.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from astropy.io import fits
from fields import make_field

CORE = [
    "NUMBER",
    "X_IMAGE",
    "Y_IMAGE",
    "FLUX_AUTO",
    "FLUXERR_AUTO",
    "MAG_AUTO",
    "MAGERR_AUTO",
    "FLUX_APER",
    "FLUX_RADIUS",
    "FWHM_IMAGE",
    "A_IMAGE",
    "B_IMAGE",
    "THETA_IMAGE",
    "FLUX_ISO",
    "KRON_RADIUS",
    "BACKGROUND",
    "FLAGS",
]
WINDOWED = ["NUMBER", "XWIN_IMAGE", "YWIN_IMAGE", "AWIN_IMAGE", "BWIN_IMAGE", "FLUX_WIN", "FLUXERR_WIN", "FLAGS_WIN"]
COLUMNS = {"core": CORE, "windowed": WINDOWED}
SEXTRACTOR = shutil.which("source-extractor") or shutil.which("sex")
SEXLIKE = [sys.executable, "-m", "sexlike"]
# Name -> command, and what it has in its environment.
CONTESTANTS = {
    "SExtractor": ([SEXTRACTOR], {}),
    "1 thread": ([*SEXLIKE, "-NTHREADS", "1"], {}),
    "2 threads": ([*SEXLIKE, "-NTHREADS", "2"], {}),
    "1 thread numpy": ([*SEXLIKE, "-NTHREADS", "1"], {"SEXLIKE_LOOPS": "numpy"}),
}
OPTIONS = [
    "-c",
    "run.sex",
    "-PARAMETERS_NAME",
    "run.param",
    "-CATALOG_TYPE",
    "FITS_1.0",
    "-VERBOSE_TYPE",
    "QUIET",
    "-FILTER_NAME",
    "default.conv",
]


def run(name):
    """Run one contestant in the current folder -> wall time, processor time (s), memory (MB)."""
    command, environment = CONTESTANTS[name]
    options = [*OPTIONS, "-CATALOG_NAME", f"{name}.fits"]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "field.fits", *options], env=os.environ | environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{name} ended with status {process.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def share_that_agrees():
    """Share of the cells of each sexlike catalog that are those of SExtractor's, to 1e-5 of the value."""
    reference = fits.getdata("SExtractor.fits")
    shares = {}
    for name in list(CONTESTANTS)[1:]:
        ours = fits.getdata(f"{name}.fits")
        if len(ours) != len(reference):
            sys.exit(f"{name}: {len(ours)} objects, SExtractor {len(reference)}")
        equal = [np.isclose(ours[column], reference[column], rtol=1e-5) for column in reference.names]
        shares[name] = np.mean(np.concatenate([np.ravel(cells) for cells in equal]))
    return len(reference), shares


def race(size, pairs, columns):
    """Run all contestants in turn -> medians of their times and memory, the number of objects, agreement."""
    fits.writeto("field.fits", make_field(size))
    Path("run.sex").touch()
    Path("run.param").write_text("\n".join(COLUMNS[columns]))
    Path("default.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    figures = {name: [] for name in CONTESTANTS}
    for turn in range(pairs + 1):
        for name in CONTESTANTS:
            used = run(name)
            if turn:  # the first warms up the file caches
                figures[name].append(used)
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in figures.items()
    }
    return medians, *share_that_agrees()


def main():
    """Race, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=4096, help="pixels along each side of the field (4096)")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each program (5)")
    parser.add_argument("--columns", choices=COLUMNS, default="core", help="columns of the catalog (core)")
    arguments = parser.parse_args()
    if not SEXTRACTOR:
        sys.exit("SExtractor is not installed")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        medians, number, shares = race(arguments.size, arguments.pairs, arguments.columns)
        os.chdir("/")
    wall, processor, _ = medians["SExtractor"]
    print(f"{arguments.size} x {arguments.size} pixels, {number} objects, columns: {arguments.columns}")
    print("| | wall (s) | of SExtractor's | processor (s) | of SExtractor's | memory (MB) | equal cells |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (own_wall, own_processor, memory) in medians.items():
        times = f"{own_wall:.2f} | {own_wall / wall:.2f} | {own_processor:.2f} | {own_processor / processor:.2f}"
        share = f"{100 * shares[name]:.4f} %" if name in shares else ""
        print(f"| {name} | {times} | {memory:.0f} | {share} |")


if __name__ == "__main__":
    main()

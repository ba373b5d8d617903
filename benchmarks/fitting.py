"""Races of fits: what they add to a run of sexlike and to one of SExtractor, on one field with the same settings."""

import shutil
import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from measuring import time_of

SEXTRACTOR = next((path for path in map(shutil.which, ("source-extractor", "sex", "sextractor")) if path), None)
PROGRAMS = {"SExtractor": [SEXTRACTOR], "sexlike": [sys.executable, "-m", "sexlike"]}
NO_FIT = "no fit"
BASE = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO", "FLUX_RADIUS"]
SETTINGS = {"DETECT_THRESH": 2, "BACK_SIZE": 128, "GAIN": 2, "SATUR_LEVEL": 1e5, "VERBOSE_TYPE": "QUIET"}
LEAST = 0.01  # seconds that are told from none


def commands_of(folder, image, kinds, settings):
    """The commands of both programs that measure columns of an image, in files of their own in a folder.

    Parameters
    ----------
    folder, image : Path
    kinds : dict of str to list of str
        The columns of each kind of fit.
    settings : dict

    Returns
    -------
    dict of (str, str) to list of str
        Program, kind -> command.
    """
    (folder / "run.sex").touch()
    (folder / "default.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    commands = {}
    for place, (kind, columns) in enumerate(kinds.items()):
        (folder / f"{place}.param").write_text("\n".join([*BASE, *columns]) + "\n")
        for name, program in PROGRAMS.items():
            files = {"FILTER_NAME": folder / "default.conv", "PARAMETERS_NAME": folder / f"{place}.param"}
            files |= {"CATALOG_TYPE": "FITS_1.0", "CATALOG_NAME": folder / f"{name}-{place}.fits"}
            words = [word for key, value in (SETTINGS | settings | files).items() for word in (f"-{key}", str(value))]
            commands[name, kind] = [*program, str(image), "-c", str(folder / "run.sex"), *words]
    return commands


def race(commands, repetitions):
    """Run the commands in turn -> wall and processor seconds of each, the shortest of all repetitions."""
    if SEXTRACTOR is None:
        sys.exit("needs SExtractor (source-extractor)")
    seconds = {}
    for _ in range(repetitions):
        for key, command in commands.items():
            seconds[key] = np.fmin(time_of(command), seconds.get(key, np.inf))
    return seconds


def catalog_of(command):
    """The catalog that one of the commands has written."""
    return np.array(fits.getdata(Path(command[command.index("-CATALOG_NAME") + 1]), memmap=False))


def rates_table(seconds, found):
    """Seconds that fits of so many objects add to a run, and objects per second; in Markdown. seconds: see `race`."""
    head = ["fit", "time", "SExtractor (s)", "sexlike (s)", "SExtractor (1/s)", "sexlike (1/s)", "ratio of rates"]
    rows = [head, ["---"] * len(head)]
    for kind in dict.fromkeys(kind for _, kind in seconds if kind != NO_FIT):
        added = [np.fmax(np.subtract(seconds[name, kind], seconds[name, NO_FIT]), LEAST) for name in PROGRAMS]
        for time, theirs, ours in zip(("wall", "processor"), *added, strict=True):
            rates = f"{found / theirs:.0f}", f"{found / ours:.0f}", f"{theirs / ours:.2f}"
            rows.append([kind, time, f"{theirs:.2f}", f"{ours:.2f}", *rates])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)

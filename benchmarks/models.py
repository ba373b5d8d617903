"""Galaxies that are fitted in a second, beside SExtractor, and whose fits are better.

    python benchmarks/models.py
    python benchmarks/models.py --image a.fits --psf a.psf --models Sersic --repetitions 5

Both programs measure an image in turn: without a fit, and with each model. Without --image it is a field of simulated
galaxies. It needs SExtractor, and a quiet machine for wall times.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits
from measuring import time_of
from psf import CELL, NOISE, PSF_SIZE, SETTINGS, SEXTRACTOR, STEP, gaussian
from scipy import fft

from sexlike.measure.models.rasters import Profiles, draw_profiles

SPHEROID = ["FLUX_SPHEROID", "SPHEROID_REFF_IMAGE", "SPHEROID_ASPECT_IMAGE", "SPHEROID_SERSICN"]
DISK = ["FLUX_DISK", "DISK_SCALE_IMAGE", "DISK_ASPECT_IMAGE"]
FIT = ["FLUX_MODEL", "FLUXERR_MODEL", "CHI2_MODEL", "FLAGS_MODEL", "NITER_MODEL"]
MODELS = {"no fit": [], "Sersic": FIT + SPHEROID, "disk": FIT + DISK, "Sersic + disk": FIT + SPHEROID + DISK}
SIGMA = 1.5  # of the PSF, pixels


def write_field(folder, number):
    """Write image.fits, galaxies of many shapes in cells of a grid, and image.psf, a Gaussian."""
    random = np.random.default_rng(1)
    cells, side = int(np.ceil(np.sqrt(number))), 2 * CELL
    index, aspect = random.uniform(0.7, 5, number), random.uniform(0.25, 1, number)
    profiles = Profiles.sersic(10 ** random.uniform(-0.2, 0.7, number), aspect, random.uniform(0, 180, number), index)
    frequency = np.fft.fftfreq(side)[:, None] ** 2 + np.fft.rfftfreq(side) ** 2
    blur = np.exp(-2 * (np.pi * SIGMA) ** 2 * frequency)
    light = fft.irfft2(fft.rfft2(draw_profiles(profiles, np.full(number, side), side)) * blur, s=(side, side))
    light *= (10 ** random.uniform(2.8, 4.5, number))[:, None, None]
    image = random.normal(100, NOISE, (cells * side // 2, cells * side // 2))
    for k in range(number):
        row, column = np.array(divmod(k, cells)) * CELL
        part = light[k, CELL // 2 : CELL // 2 + CELL, CELL // 2 : CELL // 2 + CELL]
        image[row : row + CELL, column : column + CELL] += part
    fits.writeto(folder / "image.fits", image.astype(np.float32))
    v, u = (np.mgrid[:PSF_SIZE, :PSF_SIZE] - PSF_SIZE // 2) * STEP
    plane = gaussian(u, v, SIGMA).astype(np.float32)
    column = fits.Column("PSF_MASK", f"{plane.size}E", dim=str((*plane.shape, 1)), array=plane[None, None])
    table = fits.BinTableHDU.from_columns([column], name="PSF_DATA")
    table.header.update(POLNAXIS=0, POLNGRP=0, PSF_FWHM=2.3548 * SIGMA, PSF_SAMP=STEP)
    table.header.update(PSFNAXIS=3, PSFAXIS1=PSF_SIZE, PSFAXIS2=PSF_SIZE, PSFAXIS3=1)
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(folder / "image.psf")
    return folder / "image.fits", folder / "image.psf"


def command_of(program, folder, image, psf, model, threads):
    """The command of a program that fits a model."""
    columns = folder / f"{list(MODELS).index(model)}.param"
    columns.write_text("\n".join(["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO", "FLUX_RADIUS", *MODELS[model]]) + "\n")
    (folder / "run.sex").touch()
    (folder / "default.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    settings = SETTINGS | {
        "PSF_NAME": psf,
        "FILTER_NAME": folder / "default.conv",
        "PARAMETERS_NAME": columns,
        "CATALOG_TYPE": "FITS_1.0",
        "CATALOG_NAME": catalog_of(folder, program),
        "NTHREADS": threads,
    }
    words = [word for name, value in settings.items() for word in (f"-{name}", str(value))]
    return [*program, str(image), "-c", str(folder / "run.sex"), *words]


def catalog_of(folder, program):
    """Where a program writes its catalog."""
    return folder / ("theirs.cat" if program[0] == SEXTRACTOR else "ours.cat")


def race(folder, image, psf, models, threads, repetitions):
    """Wall and processor seconds of each program and model, the shortest of all repetitions; their catalogs."""
    programs = {"SExtractor": [SEXTRACTOR], "sexlike": [sys.executable, "-m", "sexlike"]}
    seconds, catalogs = {}, {}
    for _ in range(repetitions):
        for model in models:
            for name, program in programs.items():
                times = time_of(command_of(program, folder, image, psf, model, threads))
                seconds[name, model] = np.fmin(times, seconds.get((name, model), np.inf))
                catalogs[name, model] = np.array(fits.getdata(catalog_of(folder, program), memmap=False))
    return seconds, catalogs


def main():
    """Race, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--objects", type=int, default=225)
    parser.add_argument("--image", type=Path)
    parser.add_argument("--psf", type=Path)
    parser.add_argument("--models", nargs="+", choices=list(MODELS)[1:], default=list(MODELS)[1:], metavar="MODEL")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    if SEXTRACTOR is None:
        sys.exit("models.py: needs SExtractor (source-extractor)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = (arguments.image, arguments.psf) if arguments.image else write_field(folder, arguments.objects)
        models = ["no fit", *arguments.models]
        seconds, catalogs = race(folder, *files, models, arguments.threads, arguments.repetitions)
    print(f"Seconds that a fit adds, and objects per second; NTHREADS {arguments.threads}, of SExtractor 1")
    print(
        "| model | objects | time | SExtractor (s) | sexlike (s) | SExtractor (1/s) | sexlike (1/s) | ratio of rates |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for model in arguments.models:
        added = [np.fmax(seconds[name, model] - seconds[name, "no fit"], 0.01) for name in ("SExtractor", "sexlike")]
        found = len(catalogs["sexlike", model])
        for row, time in enumerate(("wall", "processor")):
            theirs, ours = (times[row] for times in added)
            figures = f"{theirs:.2f} | {ours:.2f} | {found / theirs:.0f} | {found / ours:.0f} | {theirs / ours:.2f}"
            print(f"| {model} | {found} | {time} | {figures} |")
    print("\nMedian of CHI2_MODEL, sexlike over SExtractor:")
    for model in arguments.models:
        theirs, ours = (catalogs[name, model]["CHI2_MODEL"] for name in ("SExtractor", "sexlike"))
        print(f"{model}: {np.median(ours / theirs):.4f}" if len(ours) == len(theirs) else f"{model}: other objects")


if __name__ == "__main__":
    main()

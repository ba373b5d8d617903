"""Galaxies that are fitted in a second, beside SExtractor, and how many of the fits are near the lowest cost.

    python benchmarks/models.py
    python benchmarks/models.py --image a.fits --psf a.psf --models Sersic --repetitions 5

Both programs measure an image in turn: without a fit, and with each model. Without --image it is a field of simulated
galaxies. The lowest cost is that of the same fits of both and of a search from five places, which takes minutes.
It needs SExtractor, and a quiet machine for wall times.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits
from fitting import BASE, NO_FIT, PROGRAMS, SETTINGS, catalog_of, commands_of, race, rates_table
from lowest import costs_at, fits_of, lowest_of, share_above
from psf import CELL, NOISE, PSF_SIZE, STEP, gaussian
from scipy import fft

from sexlike.measure.models.rasters import Profiles, draw_profiles

SPHEROID = ["FLUX_SPHEROID", "SPHEROID_REFF_IMAGE", "SPHEROID_ASPECT_IMAGE", "SPHEROID_SERSICN"]
DISK = ["FLUX_DISK", "DISK_SCALE_IMAGE", "DISK_ASPECT_IMAGE"]
FIT = ["FLUX_MODEL", "FLUXERR_MODEL", "CHI2_MODEL", "FLAGS_MODEL", "NITER_MODEL", "VECTOR_MODEL"]
MODELS = {NO_FIT: [], "Sersic": FIT + SPHEROID, "disk": FIT + DISK, "Sersic + disk": FIT + SPHEROID + DISK}
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


def costs_table(image, psf, catalogs):
    """Shares of the objects whose costs are more than 1 above the lowest; in Markdown.

    Parameters
    ----------
    image, psf : Path
    catalogs : dict of str to (ndarray, ndarray)
        Model -> the catalogs of SExtractor and of sexlike.
    """
    rows = [
        "| fit | SExtractor | sexlike | median of CHI2_MODEL, sexlike over SExtractor |",
        "| --- | --- | --- | --- |",
    ]
    for model, (theirs, ours) in catalogs.items():
        if len(theirs) != len(ours):
            rows.append(f"| {model} | other objects | | |")
            continue
        settings = SETTINGS | {"PSF_NAME": str(psf), "COMPATIBILITY": "SEXTRACTOR"}
        fit = fits_of(str(image), [*BASE, *MODELS[model]], **settings)
        lowest = lowest_of(fit, theirs["VECTOR_MODEL"])
        above = [share_above(costs_at(fit, of["VECTOR_MODEL"].astype(float)), lowest) for of in (theirs, ours)]
        ratio = np.median(ours["CHI2_MODEL"] / theirs["CHI2_MODEL"])
        rows.append(f"| {model} | {above[0]:.1%} | {above[1]:.1%} | {ratio:.4f} |")
    return "\n".join(rows)


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
    kinds = {model: MODELS[model] for model in (NO_FIT, *arguments.models)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image, psf = (arguments.image, arguments.psf) if arguments.image else write_field(folder, arguments.objects)
        commands = commands_of(folder, image, kinds, {"PSF_NAME": psf, "NTHREADS": arguments.threads})
        seconds = race(commands, arguments.repetitions)
        catalogs = {model: [catalog_of(commands[name, model]) for name in PROGRAMS] for model in arguments.models}
        print(f"Seconds that a fit adds, and objects per second; NTHREADS {arguments.threads}, of SExtractor 1")
        print(rates_table(seconds, len(catalogs[arguments.models[0]][1])))
        print("\nShares of the objects whose cost is more than 1 above the lowest")
        print(costs_table(image, psf, catalogs))


if __name__ == "__main__":
    main()

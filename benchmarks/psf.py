"""Seconds that fits of the PSF add to a run, beside those that they add to SExtractor's.

    python benchmarks/psf.py
    python benchmarks/psf.py --objects 10000 --fits FLUX_PSF --threads 2

Both programs measure a field of stars and galaxies, with a PSF that varies, in turn: without a fit, and with each kind
of fit. It needs SExtractor, and a quiet machine for wall times.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits
from fitting import NO_FIT, catalog_of, commands_of, race, rates_table

from sexlike.measure.registry import COLUMNS

KINDS = {
    NO_FIT: [],
    "SPREAD_MODEL": ["SPREAD_MODEL", "SPREADERR_MODEL"],
    "FLUX_POINTSOURCE": ["FLUX_POINTSOURCE", "FLUXERR_POINTSOURCE"],
    "FLUX_PSF": ["FLUX_PSF", "FLUXERR_PSF"],
    "all of the PSF fit": [name for name in COLUMNS if "PSF" in name and not name.startswith("FWHMPSF")],
}
CELL, PSF_SIZE, STEP, NOISE = 40, 41, 0.7, 5.0


def gaussian(x, y, sigma):
    """A round Gaussian with a flux of 1."""
    return np.exp(-(x**2 + y**2) / (2 * sigma**2)) / (2 * np.pi * sigma**2)


def sigma_at(x, size):
    """Width of the PSF, which varies across the image, pixels."""
    return 1.4 + 0.3 * x / size


def write_field(folder, number):
    """Write image.fits, half of whose objects are extended, and image.psf, a PSF that is linear in X_IMAGE."""
    random = np.random.default_rng(1)
    cells = int(np.ceil(np.sqrt(number)))
    size = cells * CELL
    image = random.normal(100, NOISE, (size, size))
    y, x = np.mgrid[:CELL, :CELL] - CELL / 2
    for k in range(number):
        row, column = np.array(divmod(k, cells)) * CELL
        dx, dy = random.uniform(-2, 2, 2)
        sigma = sigma_at(column, size) * (1 if k % 2 else random.uniform(1.1, 2))
        light = 10 ** random.uniform(2.8, 4.5) * gaussian(x - dx, y - dy, sigma)
        image[row : row + CELL, column : column + CELL] += light
    fits.writeto(folder / "image.fits", image.astype(np.float32))
    v, u = (np.mgrid[:PSF_SIZE, :PSF_SIZE] - PSF_SIZE // 2) * STEP
    left, right = (gaussian(u, v, sigma_at(place, size)) for place in (0, size))
    planes = np.float32([left, right - left])
    table = fits.BinTableHDU.from_columns(
        [fits.Column("PSF_MASK", f"{planes.size}E", dim=str(planes.shape[::-1]), array=planes[None])], name="PSF_DATA"
    )
    table.header.update(
        POLNAXIS=1, POLGRP1=1, POLNAME1="X_IMAGE", POLZERO1=0.0, POLSCAL1=float(size), POLNGRP=1, POLDEG1=1,
        PSF_FWHM=3.6, PSF_SAMP=STEP, PSFNAXIS=3, PSFAXIS1=PSF_SIZE, PSFAXIS2=PSF_SIZE, PSFAXIS3=2,
    )  # fmt: skip
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(folder / "image.psf")


def main():
    """Race, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--objects", type=int, default=900)
    parser.add_argument("--fits", nargs="+", choices=list(KINDS)[1:], default=list(KINDS)[1:], metavar="COLUMN")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    kinds = {kind: KINDS[kind] for kind in (NO_FIT, *arguments.fits)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_field(folder, arguments.objects)
        settings = {"PSF_NAME": folder / "image.psf", "NTHREADS": arguments.threads}
        commands = commands_of(folder, folder / "image.fits", kinds, settings)
        seconds = race(commands, arguments.repetitions)
        found = len(catalog_of(commands["sexlike", NO_FIT]))
    print(f"{found} objects, NTHREADS {arguments.threads}: seconds that a fit adds, and objects per second")
    print(rates_table(seconds, found))


if __name__ == "__main__":
    main()

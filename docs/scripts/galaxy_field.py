"""A field of galaxies for docs/models.md and its tests, drawn by GalSim: everything about it is known.

    python docs/scripts/galaxy_field.py field.fits     # also writes field.psf and field_truth.csv

Each galaxy is a Sersic profile in a cell of its own, so that no neighbour disturbs it. The PSF is a Moffat profile. The
noise is that of the sky. Fluxes are such that the logarithm of the signal to noise is even.
"""

import sys
from pathlib import Path

import galsim
import numpy as np
from astropy.io import fits
from astropy.table import Table

CELL = 64  # pixels between galaxies
FWHM, BETA = 3.2, 3.5
NOISE, SKY, ZEROPOINT = 4.0, 200.0, 30.0
STEP, PSF_SIZE = 0.8, 45  # samples of the PSF, in pixels
SIGNAL_TO_NOISE = 8.0, 500.0
RADII, ASPECTS, INDICES = (1.5, 7.0), (0.25, 1.0), (0.6, 5.5)
GALAXIES = 3000


def psf():
    """The PSF before pixels add up its light."""
    return galsim.Moffat(beta=BETA, fwhm=FWHM)


def write_psf(path):
    """Write the PSF, with the pixels' response, as PSFEx does."""
    seen = galsim.Convolve(psf(), galsim.Pixel(1.0))
    samples = seen.drawImage(nx=PSF_SIZE, ny=PSF_SIZE, scale=STEP, method="sb").array.astype(np.float32)
    column = fits.Column("PSF_MASK", f"{samples.size}E", dim=f"({PSF_SIZE},{PSF_SIZE},1)", array=samples[None])
    table = fits.BinTableHDU.from_columns([column], name="PSF_DATA")
    cards = {"POLNAXIS": 0, "POLNGRP": 0, "PSF_FWHM": FWHM, "PSF_SAMP": STEP}
    table.header.update(cards | {"PSFNAXIS": 3, "PSFAXIS1": PSF_SIZE, "PSFAXIS2": PSF_SIZE, "PSFAXIS3": 1})
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path, overwrite=True)


def make_field(number=GALAXIES, seed=1):
    """The image of a number of galaxies, and what is true of them.

    Returns
    -------
    astropy.io.fits.PrimaryHDU
    astropy.table.Table
        x and y (from 0, pixels), flux, radius (effective, along the major axis), aspect, angle (degrees), index, and
        signal_to_noise: that of a fit in which only the flux is free.
    """
    random = np.random.default_rng(seed)
    columns = int(np.ceil(np.sqrt(number)))
    rows = -(-number // columns)
    pixels = SKY + NOISE * random.normal(size=(rows * CELL, columns * CELL))
    truth = Table(names=("x", "y", "flux", "radius", "aspect", "angle", "index", "signal_to_noise"))
    for k in range(number):
        row, column = divmod(k, columns)
        radius, snr = (np.exp(random.uniform(*np.log(span))) for span in (RADII, SIGNAL_TO_NOISE))
        aspect, index, angle = random.uniform(*ASPECTS), random.uniform(*INDICES), random.uniform(-90, 90)
        dx, dy = random.uniform(-1, 1, 2)
        profile = galsim.Sersic(index, half_light_radius=radius * np.sqrt(aspect))
        shape = profile.shear(q=aspect, beta=angle * galsim.degrees).shift(dx, dy)
        light = galsim.Convolve(shape, psf()).drawImage(nx=CELL, ny=CELL, scale=1.0).array.astype(float)
        flux = snr * NOISE / np.sqrt((light**2).sum())
        pixels[row * CELL : (row + 1) * CELL, column * CELL : (column + 1) * CELL] += flux * light
        centre = (CELL - 1) / 2
        truth.add_row([column * CELL + centre + dx, row * CELL + centre + dy, flux, radius, aspect, angle, index, snr])
    return fits.PrimaryHDU(pixels.astype(np.float32)), truth


if __name__ == "__main__":
    image = Path(sys.argv[1])
    hdu, table = make_field()
    hdu.writeto(image, overwrite=True)
    write_psf(image.with_suffix(".psf"))
    table.write(image.with_name(f"{image.stem}_truth.csv"), overwrite=True)

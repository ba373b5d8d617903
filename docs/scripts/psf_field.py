"""A field of stars and galaxies for docs/psf.md and its tests: everything about it is known.

    python docs/scripts/psf_field.py field.fits     # also writes field_truth.csv

The point spread function is a Moffat profile whose width grows along x. Galaxies are exponential disks. There is the
noise of the sky and of photons.
"""

import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.table import Table
from scipy.signal import fftconvolve

SIZE = 1400  # pixels
STARS, GALAXIES = 500, 700
FWHM, GROWTH, BETA = 3.4, 0.4, 3.0  # pixels at the centre, what it grows by across the image, Moffat's exponent
ZEROPOINT, GAIN, SKY, NOISE = 30.0, 4.0, 100.0, 6.0
SATURATION = 40_000.0
PARTS = 5  # of a pixel, in which light is drawn
REACH = 20  # pixels around a source
FAINTEST, BRIGHTEST = 24.0, 17.0


def moffat(x, y, fwhm):
    """Moffat's profile at offsets from its centre, of a total of 1."""
    scale2 = (fwhm / 2) ** 2 / (2 ** (1 / BETA) - 1)
    return (BETA - 1) / (np.pi * scale2) * (1 + (x**2 + y**2) / scale2) ** -BETA


def fwhm_at(x):
    """Width of the point spread function at a place, pixels."""
    return FWHM + GROWTH * (x / SIZE - 0.5)


def fine_offsets(dx, dy, reach=REACH):
    """Offsets of the parts of pixels within `reach` of the central one from a source at dx, dy in it."""
    axis = (np.arange((2 * reach + 1) * PARTS) + 0.5) / PARTS - reach - 0.5
    return axis - dx, (axis - dy)[:, None]


def pixels_of(fine):
    """Sums over the parts of pixels, times the area of a part."""
    side = len(fine) // PARTS
    return fine.reshape(side, PARTS, side, PARTS).sum(axis=(1, 3)) / PARTS**2


def star(dx, dy, fwhm, reach=REACH):
    """The image of a star of flux 1 at dx, dy from the centre of the middle pixel; shape (2 reach + 1, 2 reach + 1)."""
    return pixels_of(moffat(*fine_offsets(dx, dy, reach), fwhm))


def galaxy(dx, dy, fwhm, half_light, ratio, angle):
    """The image of an exponential disk of flux 1: half-light radius in pixels, ratio of its axes, angle in radians."""
    x, y = fine_offsets(dx, dy)
    u, v = np.cos(angle) * x + np.sin(angle) * y, (np.cos(angle) * y - np.sin(angle) * x) / ratio
    disk = np.exp(-1.678 * np.hypot(u, v) / half_light)
    return pixels_of(fftconvolve(disk / disk.sum() * PARTS**2, moffat(*fine_offsets(0, 0), fwhm) / PARTS**2, "same"))


def populate(random):
    """The true catalog: positions (from 0), magnitudes, and what a source is."""
    number = STARS + GALAXIES
    edge = REACH + 5
    truth = Table()
    truth["x"], truth["y"] = random.uniform(edge, SIZE - edge, (2, number))
    truth["mag"] = BRIGHTEST + (FAINTEST - BRIGHTEST) * random.random(number) ** 0.6
    truth["is_star"] = np.arange(number) < STARS
    sizes = 1.8 * 10 ** (-0.08 * (truth["mag"] - 21)) * np.exp(0.35 * random.normal(size=number))
    truth["half_light"] = np.where(truth["is_star"], 0, np.clip(sizes, 0.5, 6))
    truth["ratio"], truth["angle"] = random.uniform(0.3, 1, number), random.uniform(0, np.pi, number)
    return truth


def make_field(seed=1):
    """The image as an HDU, and the true catalog."""
    random = np.random.default_rng(seed)
    truth = populate(random)
    light = np.zeros((SIZE, SIZE))
    for source in truth:
        column, row = round(source["x"]), round(source["y"])
        dx, dy, fwhm = source["x"] - column, source["y"] - row, fwhm_at(source["x"])
        shape = [source[name] for name in ("half_light", "ratio", "angle")]
        image = star(dx, dy, fwhm) if source["is_star"] else galaxy(dx, dy, fwhm, *shape)
        box = slice(row - REACH, row + REACH + 1), slice(column - REACH, column + REACH + 1)
        light[box] += 10 ** (-0.4 * (source["mag"] - ZEROPOINT)) * image
    noise = np.sqrt(NOISE**2 + light / GAIN) * random.normal(size=light.shape)
    header = fits.Header({"GAIN": GAIN, "SATURATE": SATURATION, "MAGZP": ZEROPOINT})
    pixels = np.minimum(SKY + light + noise, SATURATION)
    return fits.PrimaryHDU(pixels.astype(np.float32), header), truth


if __name__ == "__main__":
    path = Path(sys.argv[1])
    hdu, truth = make_field()
    hdu.writeto(path, overwrite=True)
    truth.write(path.with_name(f"{path.stem}_truth.csv"), overwrite=True)

"""Fields of stars and galaxies for benchmarks, the same for every run: ``python benchmarks/fields.py 4096 field.fits``.

Objects are as dense, and as often blended, as in a survey image of some hours: about 3,600 are detected at 1.5 sigma in
2048 x 2048 pixels.
"""

import argparse

import numpy as np
from astropy.io import fits

DENSITY = 2.2e-3  # objects per pixel, most of them below the noise
PSF_SIGMA = 1.3  # pixels
SKY, NOISE = 200.0, 5.0
FAINTEST, SLOPE = 60.0, 0.9  # flux, and exponent of the cumulated counts
BRIGHTEST = 3e5
STAR_FRACTION = 0.3
HALF_STAMP = 24
ROWS_AT_A_TIME = 512


def draw_objects(size, random):
    """Position, flux and size of the objects: x, y, flux, sigma of three Gaussian components."""
    number = random.poisson(DENSITY * size * size)
    x, y = random.uniform(0, size, (2, number))
    flux = np.minimum(FAINTEST * random.uniform(size=number) ** (-1 / SLOPE), BRIGHTEST)
    scale = np.where(random.uniform(size=number) < STAR_FRACTION, 0, random.lognormal(0.3, 0.4, number))
    ratio, angle = random.uniform(0.3, 1, number), random.uniform(0, np.pi, number)
    return x, y, flux, scale, ratio, angle


def add_stamp(image, x, y, flux, scale, ratio, angle):
    """Add an object: a sum of Gaussians that is close to an exponential disc, smeared by the PSF."""
    x0, y0 = int(x), int(y)
    xs = np.arange(max(x0 - HALF_STAMP, 0), min(x0 + HALF_STAMP + 1, image.shape[1]))
    ys = np.arange(max(y0 - HALF_STAMP, 0), min(y0 + HALF_STAMP + 1, image.shape[0]))
    dx, dy = xs[None, :] - x, ys[:, None] - y
    u, v = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
    for weight, width in ((0.3, 0.5), (0.45, 1.2), (0.25, 2.3)):
        su2, sv2 = PSF_SIGMA**2 + (width * scale) ** 2, PSF_SIGMA**2 + (width * scale * ratio) ** 2
        profile = np.exp(-(u * u / su2 + v * v / sv2) / 2) / (2 * np.pi * np.sqrt(su2 * sv2))
        image[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1] += (weight * flux) * profile


def make_field(size, seed=1):
    """The field, float32 of shape (size, size)."""
    random = np.random.default_rng(seed)
    image = np.zeros((size, size), np.float32)
    for values in zip(*draw_objects(size, random), strict=True):
        add_stamp(image, *values)
    for start in range(0, size, ROWS_AT_A_TIME):
        rows = image[start : start + ROWS_AT_A_TIME]
        slope = SKY * (1 + 0.1 * np.linspace(0, 1, size, dtype=np.float32))
        rows += slope + random.normal(0, NOISE, rows.shape).astype(np.float32)
    return image


def main():
    """Write a field."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int, help="pixels along each side")
    parser.add_argument("file")
    arguments = parser.parse_args()
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0})
    half = arguments.size / 2
    header.update({"CRPIX1": half, "CRPIX2": half, "CD1_1": -5e-5, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 5e-5})
    fits.writeto(arguments.file, make_field(arguments.size), header, overwrite=True)


if __name__ == "__main__":
    main()

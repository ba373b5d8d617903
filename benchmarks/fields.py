"""Fields of stars and galaxies for benchmarks, the same for every run: ``python benchmarks/fields.py 4096 folder``.

Objects are as dense, and as often blended, as in a survey image of some hours: about 3,600 are detected at 1.5 sigma in
2048 x 2048 pixels. The file is field.fits. With --modes there are three more: detect.fits, the same sky exposed once
more, for runs with two images; weighted.fits, whose noise changes from place to place; and weight.fits, its weights.
"""

import argparse
from pathlib import Path

import numpy as np
from astropy.io import fits

DENSITY = 2.2e-3  # objects per pixel, most of them below the noise
PSF_SIGMA = 1.3  # pixels
SKY, NOISE = 200.0, 5.0
FAINTEST, SLOPE = 60.0, 0.9  # flux, and exponent of the cumulated counts
BRIGHTEST = 3e5
STAR_FRACTION = 0.3
COMPONENTS = ((0.3, 0.5), (0.45, 1.2), (0.25, 2.3))  # weight and width of Gaussians: nearly an exponential disc
NEGLIGIBLE = 0.02  # surface brightness at which an object ends
LARGEST_STAMP = 60  # pixels from its centre
ROWS_AT_A_TIME = 512
GAP, GAP_EVERY = 6, 500  # columns without weight, as between detectors


def draw_objects(size, random):
    """Position, flux and shape of the objects: x, y, flux, scale, axis ratio, angle; arrays of one length."""
    number = random.poisson(DENSITY * size * size)
    x, y = random.uniform(0, size, (2, number))
    flux = np.minimum(FAINTEST * random.uniform(size=number) ** (-1 / SLOPE), BRIGHTEST)
    scale = np.where(random.uniform(size=number) < STAR_FRACTION, 0, random.lognormal(0.3, 0.4, number))
    ratio, angle = random.uniform(0.3, 1, number), random.uniform(0, np.pi, number)
    return x, y, flux, scale, ratio, angle


def reaches(flux, scale, ratio):
    """Pixels from the centre within which objects are brighter than NEGLIGIBLE: integers, of one length."""
    found = np.ones(len(flux))
    for weight, width in COMPONENTS:
        major2, minor2 = PSF_SIGMA**2 + (width * scale) ** 2, PSF_SIGMA**2 + (width * scale * ratio) ** 2
        peak = weight * flux / (2 * np.pi * np.sqrt(major2 * minor2))
        found = np.maximum(found, np.sqrt(2 * major2 * np.log(np.maximum(peak / NEGLIGIBLE, 1))))
    return np.minimum(np.ceil(found), LARGEST_STAMP).astype(int)


def add_stamp(image, reach, x, y, flux, scale, ratio, angle):
    """Add an object to the image, within `reach` pixels of its centre."""
    x0, y0 = max(int(x) - reach, 0), max(int(y) - reach, 0)
    place = image[y0 : int(y) + reach + 1, x0 : int(x) + reach + 1]
    dx, dy = np.arange(place.shape[1]) + (x0 - x), np.arange(place.shape[0])[:, None] + (y0 - y)
    cosine, sine = np.cos(angle), np.sin(angle)
    u2, v2 = (dx * cosine + dy * sine) ** 2, (dy * cosine - dx * sine) ** 2
    for weight, width in COMPONENTS:
        major2, minor2 = PSF_SIGMA**2 + (width * scale) ** 2, PSF_SIGMA**2 + (width * scale * ratio) ** 2
        profile = np.exp(u2 * (-0.5 / major2) + v2 * (-0.5 / minor2))
        place += (weight * flux / (2 * np.pi * np.sqrt(major2 * minor2))) * profile


def make_sky(size, seed):
    """The light of the objects and of the sky, without noise: float32 of shape (size, size)."""
    objects = draw_objects(size, np.random.default_rng([seed, 0]))
    image = np.empty((size, size), np.float32)
    image[:] = SKY * (1 + 0.1 * np.linspace(0, 1, size, dtype=np.float32))
    for reach, *values in zip(reaches(*objects[2:5]), *objects, strict=True):
        add_stamp(image, reach, *values)
    return image


def make_weights(size):
    """Weights as of some dithered exposures: steps, a slope, and gaps without weight; float32 of shape (size, size)."""
    steps = np.where(np.arange(size) % (size // 2) < size // 3, 1.0, 0.5)
    weights = np.outer(np.linspace(0.8, 1, size), steps).astype(np.float32)
    weights[:, np.arange(size) % GAP_EVERY < GAP] = 0
    return weights


def expose(sky, seed, weights=None):
    """The sky with noise, which is larger where weights are small; pixels without weight are 0."""
    random = np.random.default_rng([seed, 1])
    image = sky.copy()
    for start in range(0, len(sky), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        noise = random.standard_normal(image[rows].shape, np.float32) * np.float32(NOISE)
        if weights is not None:
            noise /= np.sqrt(np.maximum(weights[rows], 1e-3))
        image[rows] += noise
    if weights is not None:
        image[weights == 0] = 0
    return image


def write_fields(size, folder, seed=1, modes=False):
    """Write the files of a field to a folder; without `modes` field.fits alone."""
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0})
    header.update({"CRPIX1": size / 2, "CRPIX2": size / 2, "CD1_1": -5e-5, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 5e-5})
    sky = make_sky(size, seed)
    fits.writeto(Path(folder, "field.fits"), expose(sky, seed), header)
    if modes:
        weights = make_weights(size)
        fits.writeto(Path(folder, "detect.fits"), expose(sky, seed + 1), header)
        fits.writeto(Path(folder, "weighted.fits"), expose(sky, seed + 2, weights), header)
        fits.writeto(Path(folder, "weight.fits"), weights, header)


def main():
    """Write a field."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int, help="pixels along each side")
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another field (1)")
    parser.add_argument("--modes", action="store_true", help="write the files for runs with weights and two images too")
    arguments = parser.parse_args()
    write_fields(arguments.size, arguments.folder, arguments.seed, arguments.modes)


if __name__ == "__main__":
    main()

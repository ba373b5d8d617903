"""Images from a stamp to a mosaic, searched: what pictures are drawn of."""

import functools

import numpy as np
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.pipeline import run

SHAPES = {
    "small": (128, 128),
    "medium": (700, 700),
    "usual": (1024, 1024),
    "large": (1000, 1250),
    "mosaic": (4096, 4096),
    "tall": (900, 60),
    "flat": (40, 2600),
    "strip": (64, 4096),
    "tower": (4096, 64),
}
COLUMNS = ["NUMBER", "X_IMAGE", "MAG_AUTO", "CLASS_STAR", "FLAGS"]
DEFAULTS = load_config()


def sky(shape, objects=True):
    """An HDU with stars of all magnitudes on a gradient, no data in a corner, and a rotated WCS."""
    random = np.random.default_rng(3)
    height, width = shape
    pixels = random.normal(100, 1, shape) + np.linspace(0, 5, width)
    if objects:
        count = max(height * width // 2000, 4)
        y, x = np.indices((13, 13)) - 6
        star = np.exp(-(x**2 + y**2) / 8)
        for light in random.pareto(1, count) * 20:
            i, j = random.integers(6, height - 6), random.integers(6, width - 6)
            pixels[i - 6 : i + 7, j - 6 : j + 7] += light * star
    pixels[: height // 8, : width // 8] = np.nan
    header = fits.Header(
        {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 53.1, "CRVAL2": -27.8, "EQUINOX": 2000.0}
    )
    header.update(
        CRPIX1=width / 2, CRPIX2=height / 2, CD1_1=-7e-6, CD1_2=4e-6, CD2_1=4e-6, CD2_2=7e-6, BUNIT="10^-9 $M_y$"
    )
    return fits.PrimaryHDU(pixels.astype(np.float32), header)


@functools.cache
def searched(name):
    """The extension with what was found in the image of this name in SHAPES; made once, not to be changed."""
    return next(iter(run([sky(SHAPES[name])], DEFAULTS, parse_columns(COLUMNS))))

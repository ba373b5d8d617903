"""Small images and pages on them."""

import numpy as np
import pytest
from astropy.io import fits

from .served import served


def sky(height, width, seed=1):
    """An image with a few stars: float32."""
    random = np.random.default_rng(seed)
    image = random.normal(100, 5, (height, width)).astype(np.float32)
    y, x = np.mgrid[:height, :width]
    for _ in range(height * width // 10_000 + 3):
        there = random.uniform(0, (height, width))
        image += (2000 * np.exp(-((y - there[0]) ** 2 + (x - there[1]) ** 2) / 8)).astype(np.float32)
    return image


@pytest.fixture(scope="session")
def field(tmp_path_factory):
    """An image of 300 x 420 pixels, with some that have no value."""
    path = tmp_path_factory.mktemp("page") / "field.fits"
    image = sky(300, 420)
    image[20:30, 40:60] = np.nan
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0})
    header.update({"CRPIX1": 210.0, "CRPIX2": 150.0, "CD1_1": -1e-4, "CD2_2": 1e-4, "CD1_2": 0.0, "CD2_1": 0.0})
    fits.writeto(path, image, header)
    return path


@pytest.fixture(scope="module")
def page(field):
    """A page on that image."""
    with served(field) as found:
        found.wait_for_background()
        yield found

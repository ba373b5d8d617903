"""Positions on the sky for a page: interpolated on their grid they are those of the projection."""

from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits

from sexlike.images.sky.wcscards import read_projection
from sexlike.output.page.skygrid import sky_grid

from .test_embedding import unpacked


def header_of(**more):
    cards = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 0.001, "CRVAL2": 89.9, "EQUINOX": 2000.0}
    cards |= {"CRPIX1": 200, "CRPIX2": 100, "CD1_1": -7e-5, "CD1_2": 4e-5, "CD2_1": 4e-5, "CD2_2": 7e-5}
    return fits.Header(cards | more)


def interpolated(grid, shape, x, y):
    """Unit vectors at 0-based pixels, as the page computes them."""
    vectors = unpacked(grid["vectors"])
    rows, columns = vectors.shape[:2]
    u, v = x / max(1, shape[1] - 1) * (columns - 1), y / max(1, shape[0] - 1) * (rows - 1)
    i, j = np.clip(u.astype(int), 0, columns - 2), np.clip(v.astype(int), 0, rows - 2)
    right, up = (u - i)[:, None], (v - j)[:, None]
    low = vectors[j, i] * (1 - right) + vectors[j, i + 1] * right
    high = vectors[j + 1, i] * (1 - right) + vectors[j + 1, i + 1] * right
    made = low * (1 - up) + high * up
    return made / np.linalg.norm(made, axis=1, keepdims=True)


SIP = {"CTYPE1": "RA---TAN-SIP", "CTYPE2": "DEC--TAN-SIP", "A_ORDER": 2, "B_ORDER": 2, "A_2_0": 2e-5, "B_1_1": -3e-5}


@pytest.mark.parametrize(
    "more", [{}, {"CRVAL1": 150.0, "CRVAL2": 2.0}, SIP, {"CTYPE1": "GLON-TAN", "CTYPE2": "GLAT-TAN"}]
)
@pytest.mark.parametrize("shape", [(300, 400), (1, 500), (500, 1), (2, 2), (1, 1)])
def test_positions_are_right_everywhere(more, shape):
    header = header_of(**more)
    grid = sky_grid(SimpleNamespace(header=header, shape=shape), "NONE")
    random = np.random.default_rng(1)
    x, y = random.uniform(0, shape[1] - 1, 200), random.uniform(0, shape[0] - 1, 200)
    projection = read_projection(header)
    ra, dec = np.radians(projection.to_j2000(projection.position(x, y)))
    true = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=1)
    arcsec = np.degrees(np.linalg.norm(interpolated(grid, shape, x, y) - true, axis=1)) * 3600
    assert arcsec.max() < 0.03 * 0.29  # a pixel has 0.29"
    assert arcsec.max() < 1.2 * grid["error"] + 1e-6


def test_without_sky_there_is_no_grid():
    assert sky_grid(SimpleNamespace(header=fits.Header(), shape=(10, 10)), "NONE") is None


def test_where_the_sky_ends_there_are_no_positions():
    header = header_of(CTYPE1="RA---SIN", CTYPE2="DEC--SIN", CD1_1=-1.0, CD1_2=0.0, CD2_1=0.0, CD2_2=1.0)
    vectors = unpacked(sky_grid(SimpleNamespace(header=header, shape=(200, 400)), "NONE")["vectors"])
    inside = np.isfinite(vectors).all(axis=2)
    assert 0.1 < inside.mean() < 0.6

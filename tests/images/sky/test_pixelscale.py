from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io.fits import Header

from sexlike.images.sky.pixelscale import pixel_scale
from sexlike.images.sky.wcscards import read_projection

# A TAN projection whose pixels grow along x, by the square term.
HEADER = Header(
    {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.5, "CRPIX1": 140.0, "CRPIX2": 160.5}
    | {"CD1_1": -2e-4, "CD1_2": 1e-5, "CD2_1": 2e-5, "CD2_2": 2.1e-4}
    | {"PV1_1": 1.0, "PV1_4": 3.0, "PV2_1": 1.0}
)


def scale_of(header, shape, given=0.0, compatibility="NONE"):
    config = SimpleNamespace(PIXEL_SCALE=given, COMPATIBILITY=compatibility)
    return pixel_scale(SimpleNamespace(header=header, shape=shape), config)


def test_the_pixel_at_the_centre_counts():
    area = read_projection(HEADER).pixel_area(np.array([139.5]), np.array([149.5]))[0]
    assert scale_of(HEADER, (300, 280)) == pytest.approx(np.sqrt(area) * 3600, rel=1e-12)
    assert scale_of(HEADER, (300, 4000)) != pytest.approx(np.sqrt(area) * 3600, rel=1e-3)


def test_pixel_scale_wins_over_the_header():
    assert scale_of(HEADER, (300, 280), given=0.25) == 0.25


def test_a_pixel_without_sky_is_a_unit_of_the_world():
    assert scale_of(Header(), (300, 280)) == 3600


def test_in_a_flat_world_sextractor_looks_along_y_alone():
    flat = Header({"CD1_1": 3.0, "CD1_2": 1.0, "CD2_1": 2.0, "CD2_2": -4.0})
    assert scale_of(flat, (300, 280), compatibility="SEXTRACTOR") == 4 * 3600
    assert scale_of(flat, (300, 280)) == pytest.approx(np.sqrt(14) * 3600)


def test_where_the_centre_is_not_on_the_sky_there_is_no_scale():
    header = HEADER.copy()
    header["CTYPE1"], header["CTYPE2"], header["CD1_1"] = "RA---SIN", "DEC--SIN", 2.0
    assert scale_of(header, (300, 1000)) == 0

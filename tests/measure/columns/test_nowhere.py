"""Positions that are not on the sky: NaN, or with COMPATIBILITY SEXTRACTOR what SExtractor has."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.registry import COLUMNS

from ..scene import gaussian_scene, tan_header

IMAGE = gaussian_scene(sources=((40.0, 30.0, 9000.0, 3.0, 2.0, 30.0), (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0)))
FITTED = ("PSF", "MODEL", "SPHEROID", "DISK")
ON_SKY = [
    name for name in COLUMNS if name.endswith(("_SKY", "_J2000", "_B1950")) and not any(word in name for word in FITTED)
]


def extract(names, header=None, compatibility="NONE"):
    return sexlike.extract(IMAGE, params=names, header=header, COMPATIBILITY=compatibility, DETECT_THRESH=3)


@pytest.mark.parametrize("header", [None, fits.Header({"CTYPE1": "LINEAR", "CTYPE2": "LINEAR"})])
def test_without_a_sky(header):
    found, theirs = extract(ON_SKY, header), extract(ON_SKY, header, "SEXTRACTOR")
    for name in ON_SKY:
        assert np.isnan(np.asarray(found[name])).all(), name
        assert (np.asarray(theirs[name]) == 0).all(), name


def test_the_world_of_pixels_stays():
    found = extract(["X_WORLD", "YWIN_WORLD", "X_IMAGE", "A_WORLD"])
    np.testing.assert_allclose(found["X_WORLD"].value, found["X_IMAGE"].value - 1, rtol=1e-6)
    assert all(np.isfinite(np.asarray(found[name])).all() for name in found.colnames)


@pytest.mark.parametrize(
    "name", ["ALPHA_J2000", "DELTA_SKY", "X_WORLD", "ALPHAPEAK_B1950", "THETA_J2000", "YWIN_WORLD"]
)
def test_beyond_the_edge_of_the_sky(name):
    header = tan_header(scale=1000.0)
    header["CTYPE1"], header["CTYPE2"] = "RA---SIN", "DEC--SIN"
    header["CRPIX1"], header["CRPIX2"] = 280.0, 90.0  # the hemisphere has a radius of 206 pixels
    header["EQUINOX"], header["RADESYS"] = 1975.0, "FK5"
    found, theirs = (np.asarray(extract([name, "X_IMAGE"], header, which)[name]) for which in ("NONE", "SEXTRACTOR"))
    where = np.asarray(extract(["X_IMAGE"])["X_IMAGE"])
    off = where < 50
    assert off.sum() == 1
    assert np.isnan(found[off]).all()
    assert np.isfinite(found[~off]).all()
    if not name.startswith("THETA") and not name.endswith("1950"):
        assert (theirs[off] > 1e30).all() or name.endswith("J2000")

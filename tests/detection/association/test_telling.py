"""What is said of the match with a list of positions."""

import logging
from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

import sexlike
from sexlike.detection.association.matching import match
from sexlike.detection.association.positions import Positions
from sexlike.detection.association.telling import tell_of_matches
from sexlike.errors import SexlikeWarning

from ..fields import gaussians

SETTINGS = {
    "ASSOC_NAME": "there/sky.list",
    "ASSOC_RADIUS": 2.0,
    "ASSOC_PARAMS": (2, "DEC"),
    "ASSOCCOORD_TYPE": "PIXEL",
    "COMPATIBILITY": "NONE",
}


def tell(x, y, total=1, **settings):
    """Match objects at (10, 10) and (20, 20) in an image of 40 x 50 pixels with positions."""
    positions = Positions(np.array(x, float), np.array(y, float), None, np.zeros((len(x), 1)))
    matches = match(np.array([9.0, 19]), np.array([9.0, 19]), positions, 2, 50)
    config = SimpleNamespace(**SETTINGS | settings)
    tell_of_matches(matches.number, matches.position, positions, config, SimpleNamespace(shape=(50, 40), total=total))


def test_how_many_match(caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        tell([10, 11, 30, 41], [10, 10, 30, 5])
    assert caplog.messages == [
        "Matched 1 of 2 objects with 2 of the 3 positions of sky.list in the image, and 1 are outside of it"
        " (within 2 pixels)"
    ]


def test_no_match_outside_of_the_image():
    with pytest.warns(SexlikeWarning) as told:
        tell([150, 151], [2, 2.5])
    assert str(told[0].message).splitlines() == [
        "ASSOC_NAME: none of 2 objects matches one of the 0 positions of sky.list in the image, and 2 are outside of it"
        " (within 2 pixels)",
        "  In pixels, the positions have x from 150 to 151 and y from 2 to 2.5. Is it ASSOCCOORD_TYPE WORLD that is"
        " meant? The columns of the coordinates are 2, DEC (ASSOC_PARAMS).",
    ]


def test_no_match_inside_of_the_image():
    with pytest.warns(SexlikeWarning, match="Is ASSOC_RADIUS too small"):
        tell([30], [30], ASSOCCOORD_TYPE="WORLD")


def test_a_list_for_another_of_several_images(caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        tell([150], [2], total=8)
    assert caplog.messages[0].startswith("Matched 0 of 2 objects with 0 of the 0 positions")


def test_positions_of_the_sky_by_the_names_of_columns(tmp_path):
    """All forms give the same catalog."""
    pixels = gaussians(
        (90, 100), [(20.0, 20.0, 3000, 2.0), (60.0, 25.0, 3000, 2.0), (40.0, 70.0, 3000, 2.0)], noise=1.0
    )
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": -2.0})
    header.update({"CRPIX1": 21.0, "CRPIX2": 21.0, "CD1_1": -1e-4, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-4})
    image = fits.PrimaryHDU(pixels, header)
    ra, dec = [150 - 40 * 1e-4 / np.cos(np.radians(2)), 150.0], [-2 + 4.99e-4, -2.0]
    tables = {
        "degrees.csv": {"id": [5, 6], "ra": ra, "dec": dec},
        "angles.ecsv": {"id": [5, 6], "ra": ["09:59:59.0394", "10h00m00s"], "dec": ["-01:59:58.2", "-2d00m"]},
    }
    settings = {"ASSOCCOORD_TYPE": "WORLD", "ASSOC_PARAMS": "ra,dec", "ASSOC_DATA": ["id"], "DETECT_THRESH": 3}
    for name, columns in tables.items():
        Table(columns).write(tmp_path / name)
        found = sexlike.extract(image, params=["X_IMAGE", "VECTOR_ASSOC"], ASSOC_NAME=tmp_path / name, **settings)
        assert sorted(zip(np.ravel(found["VECTOR_ASSOC"]).tolist(), found["X_IMAGE"].value.round(), strict=True)) == [
            (5, 61),
            (6, 21),
        ]

"""What an image shows, by its header."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.images.loading import load_pairs
from sexlike.images.observation import describe_observation

JWST = {"TARGNAME": "ABELL2744", "TELESCOP": "JWST", "INSTRUME": "NIRCAM", "FILTER": "F444W", "PUPIL": "F470N"}


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ({}, ""),
        (JWST, "ABELL2744 · F444W F470N · JWST NIRCAM"),
        ({**JWST, "PUPIL": "CLEAR", "OBJECT": " M 51 "}, "M 51 · F444W · JWST NIRCAM"),
        ({"FILTER1": "CLEAR1L", "FILTER2": "F814W", "INSTRUME": "ACS", "TELESCOP": "HST"}, "F814W · HST ACS"),
        ({"FILTER": "z DECam SDSS c0004 9260.0 1520.0", "INSTRUME": "DECam"}, "z · DECam"),
        ({"OBJECT": "UNKNOWN", "FILTER": "N/A", "TELESCOP": 5}, ""),
        ({"OBJECT": "x" * 60}, "x" * 20),
    ],
)
def test_object_filters_and_instrument(cards, expected):
    assert describe_observation([fits.Header(cards)]) == expected


def test_the_primary_header_tells_what_that_of_the_image_does_not(tmp_path):
    pixels = np.random.default_rng(1).normal(size=(40, 50)).astype(np.float32)
    primary = fits.PrimaryHDU(header=fits.Header({**JWST, "TARGNAME": "M 101"}))
    hdus = fits.HDUList([primary, fits.ImageHDU(pixels, fits.Header({"FILTER": "F200W"}), name="SCI")])
    hdus.writeto(tmp_path / "image.fits")
    for image in (str(tmp_path / "image.fits"), hdus):
        ((measured, _),) = load_pairs([image], load_config())
        assert measured.observation == "M 101 · F200W F470N · JWST NIRCAM"
    ((measured, _),) = load_pairs([str(tmp_path / "image.fits")], load_config(), keep_raw=False)
    assert measured.observation == ""  # no picture will be drawn

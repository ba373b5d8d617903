import io
from pathlib import Path

import pytest

from sexlike.output.tablemeta import fits_meta, is_fits


@pytest.mark.parametrize(
    ("target", "form", "expected"),
    [
        ("a.fits", None, True),
        ("a.FIT.gz", None, True),
        (Path("a.fts"), None, True),
        ("a.ecsv", None, False),
        ("fits", None, False),
        ("a.fits", "ascii.ecsv", False),
        ("a.cat", "fits", True),
        (io.BytesIO(), None, False),
        (io.BytesIO(), "fits", True),
    ],
)
def test_what_astropy_writes_as_fits(target, form, expected):
    assert is_fits(target, form) is expected


def test_mappings_become_comments():
    meta = {
        "config": {"PHOT_APERTURES": (5.0, 9.0), "FILTER": True, "CATALOG_NAME": "é\n.cat", "GAIN_KEY": None},
        "extensions": [{"hdu": 1, "noise": 2.5}, {"hdu": 2, "noise": 3.5}],
        "comments": ["first"],
        "OBSERVER": "Hubble",
        "LIST": [1, 2],
    }
    before = repr(meta)
    assert fits_meta(meta) == {
        "comments": [
            "first",
            "config.PHOT_APERTURES = 5.0,9.0",
            "config.FILTER = True",
            "config.CATALOG_NAME = \\xe9 .cat",
            "config.GAIN_KEY = None",
            "hdu = 1",
            "noise = 2.5",
            "hdu = 2",
            "noise = 3.5",
        ],
        "OBSERVER": "Hubble",
        "LIST": [1, 2],
    }
    assert repr(meta) == before
    assert fits_meta({}) == {"comments": []}

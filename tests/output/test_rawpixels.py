"""Which outputs show pixels as they were read."""

import pytest

from sexlike.config.config import load_config
from sexlike.output.rawpixels import shows_raw_pixels


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, False),
        ({"CHECKIMAGE_TYPE": "-BACKGROUND", "CHECKIMAGE_NAME": "a.fits"}, False),
        ({"CHECKIMAGE_TYPE": "MASK,IDENTICAL", "CHECKIMAGE_NAME": "a.fits,b.fits"}, True),
        ({"CHECKPLOT_TYPE": "FILTERED"}, True),
        ({"CHECKPLOT_TYPE": "FILTERED", "CHECKPLOT_DEV": "NULL"}, False),
    ],
)
def test_which_outputs_show_pixels_as_they_were_read(settings, shown):
    assert shows_raw_pixels(load_config(None, settings)) == shown

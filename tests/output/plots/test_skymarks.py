"""A scale bar and a compass over the image."""

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

pytest.importorskip("matplotlib")

from sexlike.output.plots.layout import Margins, lay_out
from sexlike.output.plots.skymarks import add_sky_marks, local_geometry, round_length

CARDS = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 0.0, "CRVAL2": 60.0, "CRPIX1": 100.0, "CRPIX2": 50.0}


def wcs_of(cd, **more):
    (a, b), (c, d) = cd
    return WCS(fits.Header({**CARDS, "CD1_1": a, "CD1_2": b, "CD2_1": c, "CD2_2": d, **more}))


def marks(wcs, width=200.0, height=100.0):
    figure, ((axes,),) = lay_out([(height / width, [Margins()])], 6.0, "title")
    axes.set(xlim=(0.5, width + 0.5), ylim=(0.5, height + 0.5))
    add_sky_marks(axes, wcs)
    return figure, axes


def way(axes, letter):
    """Unit vector from where the arrows begin to a letter, on the paper."""
    inches = np.array(axes.get_position().size) * axes.figure.get_size_inches()
    (text,) = (text for text in axes.texts if text.get_text() == letter)
    start = next(text.xyann for text in axes.texts if text.get_text() == "")
    step = (np.array(text.get_position()) - start) * inches
    return step / np.hypot(*step)


SCALE = 2.5e-4  # degrees
TURN = np.radians(30)


@pytest.mark.parametrize(
    ("cd", "north", "east"),
    [
        (((-SCALE, 0), (0, SCALE)), (0, 1), (-1, 0)),
        (((SCALE, 0), (0, SCALE)), (0, 1), (1, 0)),  # seen from behind
        (((0, SCALE), (SCALE, 0)), (1, 0), (0, 1)),
        (
            ((-SCALE * np.cos(TURN), SCALE * np.sin(TURN)), (SCALE * np.sin(TURN), SCALE * np.cos(TURN))),
            (np.sin(TURN), np.cos(TURN)),
            (-np.cos(TURN), np.sin(TURN)),
        ),
    ],
)
def test_arrows_to_the_north_and_to_the_east(cd, north, east):
    _, axes = marks(wcs_of(cd))
    np.testing.assert_allclose(way(axes, "N"), north, atol=0.01)
    np.testing.assert_allclose(way(axes, "E"), east, atol=0.01)


def test_the_bar_is_as_long_as_it_says():
    _, axes = marks(wcs_of(((-SCALE, 0), (0, SCALE))))
    (bar,) = axes.get_lines()
    assert [text.get_text() for text in axes.texts if "arc" in text.get_text()] == ["30 arcsec"]
    assert np.ptp(bar.get_xdata()) * 200 * SCALE * 3600 == pytest.approx(30, rel=1e-3)
    assert axes.get_xlim() == (0.5, 200.5)


@pytest.mark.parametrize(
    ("longest", "expected"),
    [
        *((0.3 / 3600, "0.2 arcsec"), (7 / 3600, "5 arcsec"), (25 / 3600, "20 arcsec"), (59 / 3600, "30 arcsec")),
        *((1 / 60, "1 arcmin"), (29 / 60, "20 arcmin"), (0.99, "30 arcmin"), (1, "1°"), (30, "20°")),
    ],
)
def test_lengths_are_round(longest, expected):
    degrees, text = round_length(longest)
    assert text == expected
    assert 0.45 * longest < degrees <= longest * 1.0001


def test_latitude_may_come_first_and_longitude_jumps_at_zero():
    swapped = wcs_of(((0, SCALE), (-SCALE, 0)), CTYPE1="DEC--TAN", CTYPE2="RA---TAN", CRVAL1=60.0, CRVAL2=0.0)
    expected = np.array([[-SCALE, 0], [0, SCALE]])
    np.testing.assert_allclose(local_geometry(swapped, (100, 50)), expected, atol=1e-7)
    np.testing.assert_allclose(local_geometry(wcs_of(expected), (99.75, 50)), expected, atol=1e-7)


def test_where_there_is_no_sky_there_are_no_marks():
    far = wcs_of(((-SCALE, 0), (0, SCALE)), CTYPE1="RA---SIN", CTYPE2="DEC--SIN")
    assert local_geometry(far, (1e7, 0)) is None
    _, axes = marks(far, 2e7)
    assert not axes.texts
    assert not axes.get_lines()


def test_flat_panels_have_no_compass():
    _, axes = marks(wcs_of(((-SCALE, 0), (0, SCALE))), 2000, 60)
    assert [text.get_text() for text in axes.texts] == ["5 arcmin"]

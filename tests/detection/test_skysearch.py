"""Random numbers that are drawn where the centre of an image is not on the sky: how many, as measured of SExtractor."""

from types import SimpleNamespace

import pytest
from astropy.io.fits import Header

from sexlike.detection.deblending.glibcrand import GlibcRand
from sexlike.detection.skysearch import look_for_sky

SHAPE = (150, 170)
RIM = 57.29577951308232  # degrees: the sky of SIN ends there


def image(code, x=80.0, y=70.0, step=1.0, **more):
    cards = {
        "CTYPE1": f"RA---{code}",
        "CTYPE2": f"DEC--{code}",
        "CRVAL1": 150.0,
        "CRVAL2": 10.0,
        "CRPIX1": x,
        "CRPIX2": y,
    }
    matrix = {"CD1_1": -step, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": step}
    return SimpleNamespace(header=Header(cards | matrix | more), shape=SHAPE)


@pytest.mark.parametrize(("beyond", "steps"), [(0.5, 1), (0.7, 2), (1.0, 2), (1.5, 3), (1.81, 9), (2.0, 100)])
def test_steps_from_beyond_the_rim(beyond, steps):
    random = GlibcRand()
    assert look_for_sky(image("SIN", 85.5 - RIM - beyond, 75.5), random) == steps
    assert random.take(1)[0] == GlibcRand().take(2 * steps + 1)[-1]


@pytest.mark.parametrize(
    ("code", "steps"), [("CEA", 100), ("ZPN", 100), ("SFL", 0), ("TAN", 0), ("SIN", 0), ("AIR", 0)]
)
def test_parameters_that_are_missing(code, steps):
    assert look_for_sky(image(code, step=1e-4), GlibcRand()) == steps


def test_a_header_without_sky():
    assert look_for_sky(SimpleNamespace(header=Header(), shape=SHAPE), GlibcRand()) == 0

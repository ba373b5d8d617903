"""The compiled sequence of cleaning is that of Python."""

from dataclasses import astuple

import numpy as np
import pytest

from sexlike.detection.cleaning.linebuffer import LineBuffer
from sexlike.detection.cleaning.merging import clean
from sexlike.detection.cleaning.waitinglist import Schedule

from ..detection.cleaning.stars import ROW_LENGTH, stars
from .twins import both

pytestmark = pytest.mark.needs_loops

HEIGHT = 400


def field(seed, number, width=300):
    """Random stars and galaxies, in the order in which they are complete, and some oddities."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, 12, number)
    y = np.sort(random.integers(0, HEIGHT - 12, number) + rows) - rows
    flux = np.round(10 ** random.uniform(1, 5, number))
    flux[::40] = flux[1::40][: len(flux[::40])] if number > 40 else flux[::40]
    found = stars(
        random.uniform(0, width, number),
        y,
        flux,
        sigma=random.uniform(1, 4, number),
        sigma_y=random.uniform(1, 4, number),
        area=random.integers(3, 120, number),
        threshold=random.uniform(0.5, 2, number),
        width=random.uniform(0.3, 1, number),
        depth=random.uniform(0, 5, number) * random.integers(0, 2, number),
        y_size=rows,
    )
    found.shapes.cxy += random.normal(0, 0.05, number).astype(np.float32)
    if number > 100:
        found.shapes.flux[[3, 50]] = np.nan, np.inf
        found.shapes.flux[::17] *= -1
        found.threshold[::29] = 0
        found.shapes.cxx[60], found.shapes.cyy[70] = np.nan, np.inf
        found.shapes.flux[80] = 1e9
    return found


def assert_same_cleaning(candidates, exponent, schedule, reach, delay):
    with np.errstate(all="ignore"):
        compiled, python = both(lambda: clean(candidates, ROW_LENGTH, schedule, exponent, reach, delay))
    for ours, expected in zip(flat(compiled), flat(python), strict=True):
        np.testing.assert_array_equal(ours, expected, strict=True)
    return compiled


def flat(cleaned):
    order, departures, *others = astuple(cleaned)
    return order, *departures, *others


@pytest.mark.parametrize("exponent", [None, 0.1, 0.37, 1.0, 2.0, 10.0])
@pytest.mark.parametrize(("lines", "capacity"), [(1024, 3000), (64, 3000), (8, 3000), (64, 16), (1024, 40), (30, 1)])
def test_lists_and_exponents(exponent, lines, capacity):
    for seed, number in enumerate((1, 2, 150, 700)):
        buffer = LineBuffer.from_settings(HEIGHT, lines, 3, 0)
        schedule = Schedule(buffer.flushes(), capacity, buffer.last_first_line)
        found = assert_same_cleaning(field(seed, number), exponent, schedule, 3 * seed, (None, 2)[seed % 2])
        assert len(found.order) == number or (exponent is not None and number > 100)


def test_a_flood():
    """Hundreds of neighbours; a bright one at the end absorbs most of them."""
    candidates = field(9, 1200, width=40)
    candidates.shapes.flux[-1], candidates.shapes.a[-1], candidates.shapes.cxx[-1] = 1e12, 100, 1e-4
    found = assert_same_cleaning(candidates, 1.0, Schedule([], 65536), 5, 2)
    assert len(found.order) < 300


def test_no_detections():
    empty = stars(np.zeros(0))
    assert len(assert_same_cleaning(empty, 1.0, Schedule([(9, 0)], 100), 0, 2).order) == 0

"""SPREAD_MODEL in whole runs."""

import numpy as np

from .test_psfcolumns import TRUTH, measured, stars

COLUMNS = ["SPREAD_MODEL", "SPREADERR_MODEL"]


def test_stars_and_a_galaxy(tmp_path):
    """A galaxy is a star that is not a point: two stars beside each other."""
    image = stars(*TRUTH) + stars([80, 82.5], [110, 111], [5000, 5000], noise=0)
    table = measured(image, tmp_path, COLUMNS)
    galaxy = np.abs(table["X_IMAGE"] - 81) < 2
    spread, error = table["SPREAD_MODEL"], table["SPREADERR_MODEL"]
    assert galaxy.sum() == 1
    assert (np.abs(spread[~galaxy]) < 4 * error[~galaxy] + 1e-4).all()
    assert (spread[galaxy] > 0.004).all()
    assert (spread[galaxy] > 10 * error[galaxy]).all()


def test_alone_and_beside_a_fit(tmp_path):
    image = stars(*TRUTH)
    alone = measured(image, tmp_path, COLUMNS)
    beside = measured(image, tmp_path, [*COLUMNS, "FLUX_POINTSOURCE", "CHI2_MODEL"])
    for name in COLUMNS:
        assert np.array_equal(alone[name], beside[name])


def test_saturated_stars(tmp_path):
    table = measured(stars(*TRUTH), tmp_path, COLUMNS, SATUR_LEVEL=-1e9)
    assert len(table["X_IMAGE"]) == 4
    assert not table["SPREAD_MODEL"].any()
    assert not table["SPREADERR_MODEL"].any()


def test_threads(tmp_path):
    random = np.random.default_rng(4)
    image = stars(*random.uniform(5, 120, (2, 40)), 10 ** random.uniform(2.5, 4, 40))
    one, three = (measured(image, tmp_path, COLUMNS, NTHREADS=threads) for threads in (1, 3))
    assert all(np.array_equal(one[name], three[name]) for name in one)

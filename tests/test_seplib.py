"""What SEP is asked, and what it answers."""

import numpy as np
import pytest

from sexlike.seplib import mesh_background


def test_sky_of_a_mesh():
    tile = np.random.default_rng(1).normal(100, 3, (64, 64)).astype(np.float32)
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((100, 3), abs=0.15)
    tile[:20] = -1e30
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((100, 3), abs=0.2)


@pytest.mark.parametrize("scatter", [0.0, 1.0])
def test_a_scatter_of_nothing_is_not_one(scatter):
    tile = np.full((32, 32), 7, np.float32)
    tile += scatter * np.random.default_rng(2).normal(size=tile.shape).astype(np.float32)
    level, sigma = mesh_background(tile)
    assert (level, sigma) == pytest.approx((7, scatter), abs=0.1)
    assert (sigma == 0) == (scatter == 0)

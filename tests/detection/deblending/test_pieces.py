"""How many objects are pieces of others."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.deblending.pieces import all_beyond_chance, large_beyond_chance, pieces_of

GOOD = 1000 * 1000


def scattered(number=400, large=12):
    """Objects on their own, some of which are large: blobs and areas."""
    random = np.random.default_rng(2)
    area = random.integers(10, 40, number)
    area[:large] = random.integers(100, 400, large)
    return np.arange(number), area


def added(blob, area, new_blob, new_area):
    return np.r_[blob, np.full(len(new_area), new_blob)], np.r_[area, new_area]


@pytest.mark.parametrize("pieces", [3, 7, 12])
def test_a_large_galaxy_in_pieces(pieces):
    blob, area = added(*scattered(), 9999, [3000] + [500] * (pieces - 1))
    assert large_beyond_chance(blob, area, GOOD) == pytest.approx(pieces - 1, abs=0.5)
    assert pieces_of(SimpleNamespace(objects=SimpleNamespace(parent=blob, area=area)), GOOD) > pieces - 2


def test_small_neighbours_of_a_large_galaxy_are_no_pieces():
    blob, area = added(*scattered(), 9999, [3000] + [20] * 4)
    assert large_beyond_chance(blob, area, GOOD) == 0


def test_pairs_by_chance_are_no_pieces():
    """Positions at random, in blobs where discs overlap."""
    random = np.random.default_rng(5)
    for _ in range(20):
        x, y = random.uniform(0, 1000, (2, 400))
        area = random.pareto(1.5, 400) * 20 + 10
        radius = np.sqrt(area / np.pi)
        near = np.hypot(x - x[:, None], y - y[:, None]) < radius + radius[:, None]
        blob = near.argmax(axis=1)  # the first that touches, itself at the latest
        assert large_beyond_chance(blob, area, GOOD) < 1.5
        assert all_beyond_chance(blob, area, GOOD) < 20


def test_many_small_pieces_show_in_their_number():
    blob, area = scattered()
    blob = blob // 2
    assert all_beyond_chance(blob, area, GOOD) > 150
    assert pieces_of(SimpleNamespace(objects=SimpleNamespace(parent=blob, area=area)), GOOD) > 150


def test_nothing_has_no_pieces():
    empty = np.zeros(0, int)
    assert pieces_of(SimpleNamespace(objects=SimpleNamespace(parent=empty, area=empty)), GOOD) == 0

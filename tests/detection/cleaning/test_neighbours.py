import numpy as np
import pytest

from sexlike.detection.cleaning.neighbours import near_pairs


@pytest.mark.parametrize("seed", range(5))
def test_all_pairs_that_are_near_and_no_others(seed):
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 500, (2, 300))
    reach = random.lognormal(1.5, 1.2, 300)
    distance = np.hypot(x[:, None] - x, y[:, None] - y)
    expected = np.argwhere(np.triu(distance < reach[:, None] + reach, 1))
    found = np.stack(near_pairs(x, y, reach), axis=1)
    np.testing.assert_array_equal(found[np.lexsort(found.T[::-1])], expected)


@pytest.mark.parametrize("n", [0, 1])
def test_nobody_has_no_neighbours(n):
    i, j = near_pairs(np.zeros(n), np.zeros(n), np.ones(n))
    assert len(i) == len(j) == 0


def test_those_without_reach_may_be_reached():
    x, y, reach = np.array([0.0, 1, 3, 9]), np.zeros(4), np.array([0.0, 0, 2.5, 0])
    assert [pair.tolist() for pair in near_pairs(x, y, reach)] == [[1], [2]]


def test_without_reach_there_are_no_neighbours():
    assert len(near_pairs(np.zeros(3), np.zeros(3), np.zeros(3))[0]) == 0

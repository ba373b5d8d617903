import numpy as np
import pytest

from sexlike.images.background.meshmaps import fill_gaps, median_filter, typical_values

BAD = np.float32(-1e30)


def maps(shape, seed=0):
    return np.random.default_rng(seed).normal(100, 5, (2, *shape)).astype(np.float32)


def nearest_mean(level, j, i):
    """The mean of the nearest good meshes, by looking at them all."""
    y, x = np.nonzero(level > BAD)
    square = (y - j) ** 2 + (x - i) ** 2
    nearest = square == square.min()
    return level[y[nearest], x[nearest]].astype(float).mean()


@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_gaps_get_the_mean_of_the_nearest(share):
    level, sigma = maps((13, 17))
    gaps = np.random.default_rng(1).random(level.shape) < share
    level[gaps], sigma[gaps] = BAD, BAD
    filled = fill_gaps(level, sigma)
    for before, after in zip((level, sigma), filled, strict=True):
        assert np.array_equal(after[~gaps], before[~gaps])
        expected = [nearest_mean(before, j, i) for j, i in np.argwhere(gaps)]
        assert after[gaps] == pytest.approx(expected, rel=1e-6)


def test_nothing_to_fill_with():
    level, sigma = fill_gaps(np.full((2, 3), BAD), np.full((2, 3), BAD))
    assert not level.any()
    assert np.array_equal(sigma, np.ones((2, 3)))


@pytest.mark.parametrize("size", [(3, 3), (5, 3), (1, 1), (11, 11), (4, 2)])
@pytest.mark.parametrize("least_change", [0.0, 4.0])
def test_medians_of_windows_that_shrink_on_both_sides(size, least_change):
    level, sigma = maps((6, 9))
    filtered = median_filter(level, sigma, size, least_change)
    for j, i in np.ndindex(level.shape):
        half_height, half_width = min(size[0] // 2, j, 5 - j), min(size[1] // 2, i, 8 - i)
        window = np.s_[j - half_height : j + half_height + 1, i - half_width : i + half_width + 1]
        keeps = abs(np.median(level[window]) - level[j, i]) < least_change
        for before, after in zip((level, sigma), filtered, strict=True):
            assert after[j, i] == (before[j, i] if keeps else np.median(before[window]))


def test_typical_values():
    level = np.array([[1, 2, 4, 8]], np.float32)
    assert typical_values(level, level) == (3, 3)
    assert typical_values(level, np.array([[0, 0, 0, 6, 2]], np.float32)) == (3, 4)

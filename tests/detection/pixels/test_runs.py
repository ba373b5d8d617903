import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.pixels.runs import PixelRuns, connected, label_pixels, touching


def listed(mask):
    y, x = np.nonzero(mask)
    return x, y, np.zeros_like(x)


@pytest.mark.parametrize("seed", range(8))
def test_labels_are_those_of_scipy(seed):
    random = np.random.default_rng(seed)
    mask = random.uniform(size=(60, 47)) < [0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.9, 1.1][seed]
    expected, number = ndimage.label(mask, np.ones((3, 3)))
    labels, found = label_pixels(*listed(mask))
    assert found == number
    pairs = {*zip(labels.tolist(), expected[mask].tolist(), strict=True)}
    assert len(pairs) == number


def test_groups_do_not_touch_each_other():
    x, y = np.array([0, 1, 1, 2]), np.zeros(4, int)
    assert label_pixels(x, y, np.array([0, 0, 1, 1]))[0].tolist() == [0, 0, 1, 1]


def test_rows_do_not_wrap():
    x, y, group = listed(np.array([[0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0]], bool))
    assert label_pixels(x, y, group)[1] == 2
    x, y, group = listed(np.array([[0, 0, 0, 1], [1, 0, 0, 0]], bool))
    assert label_pixels(x, y, group)[1] == 2


@pytest.mark.parametrize("seed", range(3))
def test_neighbours_are_the_eight_around(seed):
    random = np.random.default_rng(seed)
    mask = random.uniform(size=(30, 40)) < 0.6
    light = np.where(mask, random.normal(size=mask.shape), -np.inf)
    ring = np.ones((3, 3), bool)
    ring[1, 1] = False
    expected = ndimage.maximum_filter(light, footprint=ring, mode="constant", cval=-np.inf)[mask]
    np.testing.assert_array_equal(PixelRuns.from_pixels(*listed(mask)).neighbours(light[mask], -np.inf), expected)


def test_nothing_has_no_labels():
    nothing = np.zeros(0, int)
    labels, number = label_pixels(nothing, nothing, nothing)
    assert len(labels) == number == 0


def test_a_long_chain_is_one():
    nodes = np.random.default_rng(1).permutation(5000)
    label, number = connected(nodes[:-1], nodes[1:], 5000)
    assert number == 1
    assert not label.any()


def test_intervals_touch_at_their_corners():
    i, j = touching(np.array([3]), np.array([5]), np.array([0, 2, 6, 8]), np.array([1, 2, 6, 9]))
    assert (i.tolist(), j.tolist()) == ([0, 0], [1, 2])


def test_groups_that_are_full_do_not_touch_each_other():
    """Pixels of a square, in three groups: each is one set, at whatever place it lies."""
    y, x = np.indices((3, 4)).reshape(2, -1)
    for offset in (0, 1, 7):
        group = np.repeat([0, 1, 2], 12)
        label, number = label_pixels(np.tile(x, 3) + offset, np.tile(y, 3) + offset, group)
        assert number == 3
        np.testing.assert_array_equal(label, group)

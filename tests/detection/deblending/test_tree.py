"""The levels of the tree, and the branches on them."""

import numpy as np
import pytest

from sexlike.detection.deblending.tree import BlobPixels, grow_tree, level_values


def one(value):
    return np.array([value], np.float32)


def test_levels_grow_exponentially_from_threshold_to_peak():
    levels = level_values(one(2), one(32), 4)
    np.testing.assert_allclose(levels[:, 0], [2, 4, 8, 16])
    assert levels.dtype == np.float32


def test_levels_of_photographic_plates_grow_by_equal_steps():
    np.testing.assert_allclose(level_values(one(1), one(9), 4, linear=True)[:, 0], [1, 3, 5, 7])


def test_levels_of_a_blob_without_light_are_its_threshold():
    assert level_values(one(-3), one(-1), 3)[:, 0].tolist() == [-3, -3, -3]
    assert level_values(one(-3), one(0), 3)[:, 0].tolist() == [-3, -3, -3]


def in_rows(*rows):
    """Blobs that lie in one row each, below one another."""
    x = np.concatenate([np.arange(len(row)) for row in rows])
    blob = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return BlobPixels(x, np.zeros(len(x), int), blob, np.concatenate(rows).astype(np.float32))


def levels_of(blobs, *values):
    return np.repeat(np.array(values, np.float32)[:, None], blobs, axis=1)


def test_branches_of_a_level_are_its_connected_pixels():
    pixels = in_rows([2, 8, 8, 8, 3, 6, 6, 7, 2, 9], [2, 3, 5], [9, 1.5, 9, 9])
    tree = grow_tree(pixels, levels_of(3, 1, 2, 5), 1)
    whole, middle, top = tree
    assert whole.blob.tolist() == [0, 1, 2]
    assert whole.area.tolist() == [10, 3, 4]
    assert whole.flux.tolist() == [59, 10, 28.5]
    assert whole.parent.tolist() == [-1, -1, -1]
    assert middle.blob.tolist() == [0, 0, 2, 2]
    assert middle.parent.tolist() == [0, 0, 2, 2]
    assert middle.area.tolist() == [7, 1, 1, 2]
    assert middle.flux.tolist() == [46, 9, 9, 18]
    assert middle.pixel.tolist() == [1, 2, 3, 4, 5, 6, 7, 9, 13, 15, 16]
    assert middle.branch.tolist() == [0] * 7 + [1, 2, 3, 3]
    assert top.blob.tolist() == [0, 0, 2]
    assert top.parent.tolist() == [0, 0, 3]  # the two equal pixels are two maxima
    assert top.flux.tolist() == [24, 19, 18]


def test_a_branch_with_one_maximum_is_not_followed():
    tree = grow_tree(in_rows([2, 3, 9, 3, 2]), levels_of(1, 1, 2, 3), 1)
    assert [len(level.blob) for level in tree] == [1, 0]


def test_branches_of_a_plateau_are_followed():
    tree = grow_tree(in_rows([2, 9, 9, 2]), levels_of(1, 1, 2, 3), 1)
    assert [len(level.blob) for level in tree] == [1, 1, 1]


@pytest.mark.parametrize(("least_area", "areas"), [(2, [2, 3]), (3, [3]), (4, [])])
def test_small_branches_are_dropped(least_area, areas):
    tree = grow_tree(in_rows([8, 8, 1.5, 6, 6, 6]), levels_of(1, 1, 2), least_area)
    assert tree[1].area.tolist() == areas


def test_pixels_at_the_level_are_not_above_it():
    tree = grow_tree(in_rows([8, 2, 8]), levels_of(1, 1, 2), 1)
    assert tree[1].area.tolist() == [1, 1]


def test_branches_are_sorted_by_parent_and_then_by_their_last_pixels():
    light = np.array([[9, 1, 9, 1, 9], [9, 1, 1, 1, 9], [1, 1, 1, 1, 9]], np.float32)
    y, x = np.indices(light.shape).reshape(2, -1)
    tree = grow_tree(BlobPixels(x, y, np.zeros(15, int), light.ravel()), levels_of(1, 0.5, 2), 1)
    assert tree[1].area.tolist() == [1, 2, 3]

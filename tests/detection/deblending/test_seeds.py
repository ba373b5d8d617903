"""Which branches become objects."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.deblending.seeds import MOST_BRANCHES, find_seeds
from sexlike.detection.deblending.tree import level_values
from sexlike.detection.footprints import Footprints

from ..fields import footprint_of, gaussians
from .plain import plain_seeds


def seeds_of_rows(*rows, levels=3, contrast=0.0, least_area=1, threshold=1.0, linear=False):
    """The seeds of blobs that lie in one row each: blob, level, and the positions of the pixels in the row."""
    x = np.concatenate([np.arange(len(row)) for row in rows]).astype(np.int32)
    blobs = Footprints.from_counts(x, np.zeros_like(x), [len(row) for row in rows])
    light, threshold = np.concatenate(rows).astype(np.float32), np.full(len(rows), threshold, np.float32)
    found = find_seeds(blobs, light, threshold, levels, contrast, least_area, linear)
    pixels = [x[found.pixel[a:b]].tolist() for a, b in pairwise(found.start)]
    return list(zip(found.blob.tolist(), np.round(found.level, 4).tolist(), pixels, strict=True)), found.overflowed


# Levels 1, 2 and 4 of a total of 49: on the last, the fainter branch holds 18 - 3 x 4 = 6.
TWO = [2, 8, 8, 8, 3, 6, 6, 6, 2]


def test_two_branches_that_hold_enough_light_are_seeds():
    assert seeds_of_rows(TWO, contrast=0.999 * 6 / 49)[0] == [(0, 4, [1, 2, 3]), (0, 4, [5, 6, 7])]


@pytest.mark.parametrize("contrast", [1.001 * 6 / 49, 0.5, 1])
def test_a_blob_stays_whole_if_one_of_two_does_not_hold_enough(contrast):
    assert seeds_of_rows(TWO, contrast=contrast)[0] == []


def test_branches_that_are_too_small_do_not_count():
    assert len(seeds_of_rows(TWO, least_area=3)[0]) == 2
    assert seeds_of_rows(TWO, least_area=4)[0] == []


def test_one_level_splits_nothing():
    assert seeds_of_rows(TWO, levels=1)[0] == []


def test_linear_levels():
    """They are 1, 4.5 for a peak of 8; exponential ones 1, 2.83, between which nothing splits."""
    assert seeds_of_rows(TWO, levels=2, linear=True)[0] == [(0, 4.5, [1, 2, 3]), (0, 4.5, [5, 6, 7])]
    assert seeds_of_rows(TWO, levels=2)[0] == []


def test_splits_further_up_come_first_and_their_branch_is_no_seed_itself():
    """Levels 1, 2, 4, 8: at 2 the first three go their own way; the others split at 8."""
    row = [4, 4, 4, 1.5, 16, 16, 7, 12, 12]
    top = [(0, 8, [4, 5]), (0, 8, [7, 8])]
    assert seeds_of_rows(row, levels=4)[0] == [*top, (0, 2, [0, 1, 2])]
    # Of 76.5 altogether, the first three hold 6 above their level, the last two 8.
    assert seeds_of_rows(row, levels=4, contrast=0.999 * 6 / 76.5)[0] == [*top, (0, 2, [0, 1, 2])]
    assert seeds_of_rows(row, levels=4, contrast=1.001 * 6 / 76.5)[0] == top
    assert seeds_of_rows(row, levels=4, contrast=1.001 * 8 / 76.5)[0] == []


def test_what_does_not_split_further_up_may_do_so_below():
    """The last two hold only 2 of 70.5 above their level: they stay with the two before."""
    row = [4, 4, 4, 1.5, 16, 16, 7, 9, 9]
    assert len(seeds_of_rows(row, levels=4, contrast=0.999 * 2 / 70.5)[0]) == 3
    expected = [(0, 2, [0, 1, 2]), (0, 2, [4, 5, 6, 7, 8])]
    assert seeds_of_rows(row, levels=4, contrast=1.001 * 2 / 70.5)[0] == expected


def test_a_split_below_a_split_adds_what_is_not_split_yet():
    """The rest of a branch that has been split is lost, but for seeds: their faint pixels are assigned later."""
    row = [16, 16, 7, 12, 12, 3.5, 6, 6]
    assert seeds_of_rows(row, levels=4)[0] == [(0, 8, [0, 1]), (0, 8, [3, 4]), (0, 4, [6, 7])]


def test_each_blob_is_split_by_itself():
    found = seeds_of_rows([2, 3, 2], TWO, [9], TWO, contrast=0.1)[0]
    assert found == [(i, 4, pixels) for i in (1, 3) for pixels in ([1, 2, 3], [5, 6, 7])]


@pytest.mark.parametrize("number", [MOST_BRANCHES, MOST_BRANCHES + 1])
def test_a_blob_of_too_many_branches_stays_whole(number):
    seeds, overflowed = seeds_of_rows([9, 9, 1.5] * number, TWO)
    assert MOST_BRANCHES == 1024
    assert overflowed.tolist() == [number > MOST_BRANCHES, False]
    assert len(seeds) == (2 if overflowed[0] else number + 2)


def test_nothing_has_no_seeds():
    nothing = np.zeros(0, np.float32)
    found = find_seeds(Footprints.from_counts(nothing, nothing, []), nothing, nothing, 32, 0.005, 3)
    assert len(found.blob) == len(found.level) == len(found.pixel) == 0


def test_seeds_of_two_peaks_are_above_their_saddle_and_in_list_order():
    pixels = gaussians((40, 60), [(20, 20, 1000, 3), (36, 20, 600, 3)])
    blob = footprint_of(pixels, 0.5)
    light = pixels[blob.y, blob.x]
    seeds = find_seeds(blob, light, np.array([0.5], np.float32), 32, 0.005, 3)
    assert seeds.blob.tolist() == [0, 0]
    assert (light[seeds.pixel] > np.repeat(seeds.level, np.diff(seeds.start))).all()
    x = blob.x[seeds.pixel]
    centres = [x[a:b].mean().round() for a, b in pairwise(seeds.start)]
    assert centres == [36, 20]  # the fainter ends on a lower row


def test_one_peak_does_not_split():
    pixels = gaussians((40, 40), [(20, 20, 1000, 3)])
    blob = footprint_of(pixels, 0.5)
    assert len(find_seeds(blob, pixels[blob.y, blob.x], np.array([0.5], np.float32), 32, 0.005, 3).blob) == 0


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("contrast", [0, 0.001, 0.01])
@pytest.mark.parametrize("seed", range(4))
def test_seeds_are_those_of_the_plain_definition(seed, contrast, linear):
    random = np.random.default_rng(seed)
    pixels = np.exp(ndimage.gaussian_filter(random.normal(size=(50, 60)), 2) * 5).astype(np.float32)
    labels, _ = ndimage.label(pixels > 1, np.ones((3, 3)))
    pixels = np.where(labels == np.bincount(labels[labels > 0]).argmax(), pixels, np.float32(0))
    blob = footprint_of(pixels, 1)
    threshold = np.ones(1, np.float32)
    found = find_seeds(blob, pixels[blob.y, blob.x], threshold, 16, contrast, 3, linear)
    levels = level_values(threshold, np.array([pixels.max()]), 16, linear)[:, 0]
    expected = plain_seeds(pixels, 1, levels, contrast, 3)
    assert len(expected) > 1
    assert found.level.tolist() == [level for level, _ in expected]
    for (a, b), (_, mask) in zip(pairwise(found.start), expected, strict=True):
        mine = np.zeros_like(mask)
        mine[blob.y[found.pixel[a:b]], blob.x[found.pixel[a:b]]] = True
        np.testing.assert_array_equal(mine, mask)

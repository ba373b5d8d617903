"""Blobs: SEP's and our own are the same."""

import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.blobs import find_blobs
from sexlike.detection.filtering import convolve

from .fields import KERNEL, config, crowded

THRESHOLD = np.float32(1.5)
FIELD = convolve(crowded(), KERNEL)


def labelled(pixels, least_area):
    """The blobs as masks, in the order of their last pixels."""
    labels, number = ndimage.label(pixels > THRESHOLD, np.ones((3, 3)))
    masks = [labels == i for i in range(1, number + 1)]
    return sorted((m for m in masks if m.sum() >= least_area), key=lambda m: np.flatnonzero(m)[-1])


@pytest.mark.parametrize("threshold", [THRESHOLD, np.full_like(FIELD, THRESHOLD)], ids=["SEP", "own"])
@pytest.mark.parametrize("least_area", [1, 5, 30])
def test_blobs_are_connected_pixels_in_the_order_of_their_completion(threshold, least_area):
    blobs = find_blobs(FIELD, threshold, config(DETECT_MINAREA=least_area)).footprints
    expected = labelled(FIELD, least_area)
    assert len(blobs) == len(expected) > 10
    for i, mask in enumerate(expected):
        mine = slice(blobs.start[i], blobs.start[i + 1])
        assert len({*zip(blobs.x[mine].tolist(), blobs.y[mine].tolist(), strict=True)}) == mask.sum()
        assert mask[blobs.y[mine], blobs.x[mine]].all()


def test_ours_and_seps_are_listed_alike():
    ours = find_blobs(FIELD, np.full_like(FIELD, THRESHOLD), config())
    seps = find_blobs(FIELD, THRESHOLD, config())
    for name in ("x", "y", "start"):
        np.testing.assert_array_equal(getattr(ours.footprints, name), getattr(seps.footprints, name))
    np.testing.assert_array_equal(ours.may_split, seps.may_split)
    assert 0 < ours.may_split.sum() < len(ours.may_split)


def may_split(*row):
    """Of the blobs in one row of pixels, where the threshold varies."""
    return find_blobs(
        np.array([row], np.float32), np.full((1, len(row)), THRESHOLD), config(DETECT_MINAREA=1)
    ).may_split.tolist()


def test_blobs_of_one_maximum_cannot_split():
    assert may_split(2, 5, 3, 2) == [False]
    assert may_split(2, 5, 3, 4) == [True]
    assert may_split(2, 5, 5, 2) == [True]
    assert may_split(5, 0, 5, 2, 4, 0, 2) == [False, True, False]


def test_a_varying_threshold_is_that_of_each_pixel():
    pixels, threshold = np.full((1, 6), 3, np.float32), np.array([[1, 2, 3, 4, 2, 2]], np.float32)
    blobs = find_blobs(pixels, threshold, config(DETECT_MINAREA=2)).footprints
    assert blobs.x.tolist() == [0, 1, 4, 5]
    assert blobs.count.tolist() == [2, 2]


@pytest.mark.parametrize("threshold", [THRESHOLD, np.full((4, 5), THRESHOLD)], ids=["SEP", "own"])
def test_nothing(threshold):
    blobs = find_blobs(np.zeros((4, 5), np.float32), threshold, config())
    assert len(blobs.footprints) == len(blobs.may_split) == 0

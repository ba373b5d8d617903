"""Outlines of footprints go along the edges of their pixels, and enclose them all."""

import numpy as np
import pytest

from sexlike.output.page.outlines import outlines


def split_parts(outline):
    """The parts of an outline, as arrays of corners."""
    parts, corners = [[]], list(zip(outline[::2], outline[1::2], strict=True))
    for corner in corners:
        if corner == (None, None):
            parts.append([])
        else:
            parts[-1].append(corner)
    return [np.array(part) for part in parts]


def area_of(corners):
    x, y = corners.T
    return 0.5 * (x @ np.roll(y, -1) - np.roll(x, -1) @ y)


def test_a_pixel_is_a_square_around_its_centre():
    labels = np.zeros((3, 4), int)
    labels[1, 2] = 1
    assert outlines(labels, 1) == [[2.5, 1.5, 3.5, 1.5, 3.5, 2.5, 2.5, 2.5]]


def test_places_are_those_of_the_whole_image():
    assert outlines(np.ones((1, 1), int), 1, 10, 20) == [[10.5, 20.5, 11.5, 20.5, 11.5, 21.5, 10.5, 21.5]]


def test_corners_alone_are_listed():
    assert len(outlines(np.ones((50, 70), int), 1)[0]) == 8


def test_pixels_that_touch_at_a_corner_have_one_outline():
    outline = outlines(np.array([[1, 0], [0, 1]]), 1)[0]
    assert None not in outline
    assert area_of(split_parts(outline)[0]) == 2


def test_parts_that_do_not_touch_are_told_apart():
    parts = split_parts(outlines(np.array([[1, 0, 0, 1, 1]]), 1)[0])
    assert sorted(area_of(part) for part in parts) == [1, 2]


def test_holes_are_left_out():
    labels = np.ones((3, 3), int)
    labels[1, 1] = 0
    assert outlines(labels, 1) == [[0.5, 0.5, 3.5, 0.5, 3.5, 3.5, 0.5, 3.5]]


def test_an_object_within_another_has_an_outline_of_its_own():
    labels = np.ones((3, 3), int)
    labels[1, 1] = 2
    assert [len(outline) for outline in outlines(labels, 2)] == [8, 8]


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (0, 0)])
def test_no_object_has_no_outline(shape):
    assert outlines(np.zeros(shape, int), 2) == [[], []]


@pytest.mark.parametrize("seed", range(5))
def test_areas_are_those_of_the_pixels(seed):
    """Of blocks without holes: the pixels of each object are counted by its outline."""
    from scipy.ndimage import binary_fill_holes

    random = np.random.default_rng(seed)
    coarse = random.integers(0, 5, (12, 15))
    labels = np.kron(coarse, np.ones((3, 2), int))
    for number, outline in enumerate(outlines(labels, 4), 1):
        area = sum(area_of(part) for part in split_parts(outline))
        assert (labels == number).sum() <= area
        one = labels == number
        filled = sum(binary_fill_holes(part).sum() for part in parts_of(one))
        assert area == filled


def parts_of(mask):
    """The parts of a mask, as masks: pixels that touch at a corner are together."""
    from scipy.ndimage import label

    numbers, count = label(mask, np.ones((3, 3)))
    return [numbers == number for number in range(1, count + 1)]

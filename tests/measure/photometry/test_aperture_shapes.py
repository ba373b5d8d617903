"""Circles and ellipses around objects, and the rows of pixels within."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sexlike.measure.photometry.aperture_shapes import (
    Ellipses,
    circle_boxes,
    circles,
    ellipse_boxes,
    rows_in_ellipses,
    toward_zero,
)

from .. import plain

SHAPE = (40, 60)


def seen(number, height=SHAPE[0]):
    """All of the image, as so many objects see it."""
    return plain.view(number, height)


def brute_force(x, y, cxx, cyy, cxy, limit):
    """Places of the pixels in an ellipse."""
    row, column = np.mgrid[: SHAPE[0], : SHAPE[1]]
    dx, dy = column - x, row - y
    return set(np.flatnonzero((cxx * dx * dx + cyy * dy * dy + cxy * dx * dy).ravel() <= limit * limit).tolist())


ellipse = st.tuples(
    st.floats(-5, 65), st.floats(-5, 45), st.floats(0.5, 12), st.floats(0.1, 1), st.floats(0, np.pi), st.floats(0.5, 4)
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ellipse, min_size=1, max_size=4))
def test_no_pixel_of_an_ellipse_is_missed(drawn):
    x, y, a, ratio, theta, limit = np.array(drawn).T
    b = a * ratio
    cxx = np.cos(theta) ** 2 / a**2 + np.sin(theta) ** 2 / b**2
    cyy = np.sin(theta) ** 2 / a**2 + np.cos(theta) ** 2 / b**2
    cxy = 2 * np.cos(theta) * np.sin(theta) * (1 / a**2 - 1 / b**2)
    ellipses = Ellipses(cxx, cyy, cxy, limit)
    found = [set() for _ in x]
    for pixels in rows_in_ellipses(x, y, ellipses, SHAPE[1], seen(len(x))).pixels():
        inside = pixels.take(np.flatnonzero(ellipses.radius2(pixels) <= limit[pixels.owner] ** 2))
        for owner, index in zip(inside.owner.tolist(), inside.flat_index.tolist(), strict=True):
            assert index not in found[owner]
            found[owner].add(index)
    for k in range(len(x)):
        assert found[k] == brute_force(x[k], y[k], cxx[k], cyy[k], cxy[k], limit[k])


# SExtractor rounds towards zero, so that -1.4 becomes -1, but -0.9 becomes 0: the image ends at -0.5 and 59.5.
@pytest.mark.parametrize(
    ("x", "start", "stop", "clipped"),
    [(3.9, 0, 10, True), (4.1, 0, 11, False), (53.9, 48, 60, False), (54.1, 49, 60, True)],
    ids=["left", "near left", "near right", "right"],
)
def test_boxes_of_circles_are_clipped_by_the_image(x, start, stop, clipped):
    box = circle_boxes(np.array([x]), np.array([20.0]), 5.5, SHAPE[1], seen(1))
    assert (box.x_start[0], box.x_stop[0], box.clipped[0]) == (start, stop, clipped)
    turned = circle_boxes(np.array([20.0]), np.array([x]), 5.5, SHAPE[0], seen(1, SHAPE[1]))
    assert (turned.y_start[0], turned.y_stop[0], turned.clipped[0]) == (start, stop, clipped)


def test_boxes_of_circles_end_after_the_last_pixel_that_is_touched():
    box = circle_boxes(np.array([20.2]), np.array([10.9]), np.array([3.0]), SHAPE[1], seen(1))
    assert (box.x_start[0], box.x_stop[0], box.y_start[0], box.y_stop[0]) == (17, 24, 8, 15)


def test_boxes_are_clipped_where_the_lines_end_that_their_objects_see():
    view = replace(seen(2), y_start=np.array([0, 18]), y_stop=np.array([40, 22]))
    box = circle_boxes(np.array([10.0, 30.0]), np.array([20.0, 20.0]), 5.0, SHAPE[1], view)
    assert box.clipped.tolist() == [False, True]
    assert (box.y_start.tolist(), box.y_stop.tolist()) == ([15, 18], [26, 22])


def test_a_box_knows_its_pixels():
    box = circle_boxes(np.array([10.0, 30.0]), np.array([20.0, 20.0]), 2.0, SHAPE[1], seen(2))
    np.testing.assert_array_equal(
        box.holds(np.array([0, 0, 1, 1]), np.array([8, 7, 32, 10]), np.full(4, 20)), [1, 0, 1, 0]
    )


def test_boxes_of_ellipses_are_rounded_to_the_nearest_pixel():
    ellipses = Ellipses(np.array([1 / 9]), np.array([1.0]), np.array([0.0]), np.array([2.0]))
    box = ellipse_boxes(np.array([20.2]), np.array([10.0]), ellipses, SHAPE[1], seen(1))
    assert (box.x_start[0], box.x_stop[0], box.y_start[0], box.y_stop[0]) == (14, 27, 8, 13)


def test_boxes_of_oblique_ellipses_hold_their_extent():
    # The extent of an ellipse of variances x2, y2 is the root of these.
    x2, y2, xy, limit = 9.0, 4.0, 3.0, 2.0
    determinant = x2 * y2 - xy**2
    ellipses = Ellipses(*(np.array([v]) for v in (y2 / determinant, x2 / determinant, -2 * xy / determinant, limit)))
    box = ellipse_boxes(np.array([30.0]), np.array([20.0]), ellipses, SHAPE[1], seen(1))
    assert (box.x_start[0], box.x_stop[0], box.y_start[0], box.y_stop[0]) == (24, 37, 16, 25)


def test_centres_gone_astray_do_not_overflow():
    values = np.array([1e300, -1e300, -0.9, 0.9, np.inf, np.nan])
    np.testing.assert_array_equal(toward_zero(values), [10**9, -(10**9), 0, 0, 10**9, -(10**9)])


def test_circles_are_ellipses():
    assert circles(np.array([3.0])).cxx[0] == circles(np.array([3.0])).cyy[0] == 1

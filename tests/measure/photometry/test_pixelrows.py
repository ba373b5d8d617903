from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sexlike.measure.photometry import pixelrows
from sexlike.measure.photometry.aperture_shapes import (
    Ellipses,
    circle_boxes,
    circles,
    ellipse_boxes,
    rows_in_circles,
    rows_in_ellipses,
    toward_zero,
)
from sexlike.measure.photometry.pixelrows import add_up, add_up_in_bins

from .. import plain

SHAPE = (40, 60)


def seen(number):
    """All of the image, as so many objects see it."""
    return plain.view(number, SHAPE[0])


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


def test_offsets_are_from_the_centre_and_in_its_precision():
    x, y = np.array([10.25], np.float32), np.array([20.5], np.float32)
    (pixels,) = rows_in_circles(x, y, 3.0, SHAPE[1], seen(1)).pixels()
    assert pixels.dx.dtype == pixels.dy.dtype == np.float32
    np.testing.assert_array_equal(pixels.dx, pixels.flat_index % SHAPE[1] - x[0])
    np.testing.assert_array_equal(pixels.dy, pixels.flat_index // SHAPE[1] - y[0])


def test_a_walk_in_small_chunks_sees_the_same_pixels(monkeypatch):
    x, y = np.array([10.0, 30.0, 55.0]), np.array([10.0, 20.0, 38.0])
    zone = rows_in_circles(x, y, np.array([8.0, 3.0, 12.0]), SHAPE[1], seen(3))
    (whole,) = zone.pixels()
    monkeypatch.setattr(pixelrows, "PIXELS_AT_A_TIME", 20)
    parts = list(zone.pixels())
    assert len(parts) > 10
    assert max(len(part.owner) for part in parts) < 20 + 25  # a row may be added
    for name in ("owner", "flat_index", "dx", "dy"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))


def test_an_empty_zone_has_no_chunks():
    assert list(rows_in_circles(np.empty(0), np.empty(0), np.empty(0), SHAPE[1], seen(0)).pixels()) == []
    outside = rows_in_circles(np.array([-50.0]), np.array([10.0]), np.array([3.0]), SHAPE[1], seen(1))
    assert list(outside.pixels()) == []
    assert outside.clipped.all()


@pytest.mark.parametrize(
    ("x", "cut"),
    [(3.9, True), (4.1, False), (53.9, False), (54.1, True)],
    ids=["left", "near left", "near right", "right"],
)
def test_boxes_of_circles_that_leave_the_image_are_cut(x, cut):
    # The image ends at -0.5 and 59.5; SExtractor rounds towards zero, so that -1.4 becomes -1, but -0.9 becomes 0.
    box = circle_boxes(np.array([x]), np.array([20.0]), 5.5, SHAPE[1], seen(1))
    assert box.clipped[0] == cut
    assert box.x_start[0] >= 0
    assert box.x_stop[0] <= SHAPE[1]


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


def test_centres_gone_astray_do_not_overflow():
    np.testing.assert_array_equal(toward_zero(np.array([1e300, -1e300, -0.9, 0.9])), [10**9, -(10**9), 0, 0])


def test_sums_go_to_their_owners():
    owner = np.array([0, 0, 2, 2, 2])
    number, total = np.ones(4), np.zeros(4)
    add_up(owner, (number, None), (total, np.array([1, 2, 3, 4, 5], np.float32)))
    np.testing.assert_array_equal(number, [3, 1, 4, 1])
    np.testing.assert_array_equal(total, [3, 0, 12, 0])
    add_up(owner[:0], (total, np.empty(0)))
    np.testing.assert_array_equal(total, [3, 0, 12, 0])


def test_sums_in_bins_go_to_owners_and_bins():
    total = np.zeros((3, 2))
    add_up_in_bins(total, np.array([1, 1, 2]), np.array([0, 1, 1]), np.array([5.0, 6.0, 7.0]))
    add_up_in_bins(total, np.array([1]), np.array([1]))
    np.testing.assert_array_equal(total, [[0, 0], [5, 7], [0, 7]])


def test_circles_are_ellipses():
    assert circles(np.array([3.0])).cxx[0] == circles(np.array([3.0])).cyy[0] == 1

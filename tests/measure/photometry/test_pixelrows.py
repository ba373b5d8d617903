"""Rows of pixels around objects, and sums over them."""

import numpy as np

from sexlike.measure.photometry import pixelrows
from sexlike.measure.photometry.aperture_shapes import rows_in_circles
from sexlike.measure.photometry.pixelrows import PixelRows, add_up, add_up_in_bins

from .. import plain

SHAPE = (40, 60)


def seen(number):
    """All of the image, as so many objects see it."""
    return plain.view(number, SHAPE[0])


def test_offsets_are_from_the_centre_and_in_its_precision():
    x, y = np.array([10.25], np.float32), np.array([20.5], np.float32)
    (pixels,) = rows_in_circles(x, y, 3.0, SHAPE[1], seen(1)).pixels()
    assert pixels.dx.dtype == pixels.dy.dtype == np.float32
    np.testing.assert_array_equal(pixels.dx, pixels.flat_index % SHAPE[1] - x[0])
    np.testing.assert_array_equal(pixels.dy, pixels.flat_index // SHAPE[1] - y[0])


def test_pixels_are_listed_row_by_row():
    owner, row, first, count = (np.array(v) for v in ([0, 0, 1], [2, 3, 1], [4, 3, 0], [2, 1, 3]))
    rows = PixelRows(np.array([4.5, 1.0]), np.array([2.0, 1.0]), np.zeros(2, bool), owner, row, first, count, width=10)
    (pixels,) = rows.pixels()
    assert pixels.owner.tolist() == [0, 0, 0, 1, 1, 1]
    assert pixels.flat_index.tolist() == [24, 25, 33, 10, 11, 12]
    assert pixels.dx.tolist() == [-0.5, 0.5, -1.5, -1, 0, 1]
    assert pixels.dy.tolist() == [0, 0, 1, 0, 0, 0]
    assert [values.tolist() for values in pixels.take(np.array([1, 4]))] == [[0, 1], [25, 11], [0.5, 0], [0, 0]]


def test_lists_hold_as_many_as_they_may_and_up_to_a_row_more(monkeypatch):
    x, y = np.array([10.0, 30.0, 55.0]), np.array([10.0, 20.0, 38.0])
    rows = rows_in_circles(x, y, np.array([8.0, 3.0, 12.0]), SHAPE[1], seen(3))
    (whole,) = rows.pixels()
    monkeypatch.setattr(pixelrows, "PIXELS_AT_A_TIME", 20)
    parts = list(rows.pixels())
    sizes = [len(part.owner) for part in parts]
    assert len(parts) > 10
    assert max(sizes) < 20 + rows.count.max()
    # Each ends with the row in which another 20 are full.
    row_ends = np.cumsum(rows.count)
    expected = {row_ends[row_ends >= limit][0] for limit in range(20, len(whole.owner), 20)}
    assert set(np.cumsum(sizes)) == expected | {len(whole.owner)}
    for name in ("owner", "flat_index", "dx", "dy"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))


def test_no_list_is_empty():
    assert list(rows_in_circles(np.empty(0), np.empty(0), np.empty(0), SHAPE[1], seen(0)).pixels()) == []
    outside = rows_in_circles(np.array([-50.0]), np.array([10.0]), np.array([3.0]), SHAPE[1], seen(1))
    assert list(outside.pixels()) == []
    assert outside.clipped.all()


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

import numpy as np
from scipy import ndimage

from sexlike.output.checkimages.polygons import circle_corners, draw_polygons, ellipse_corners


def test_outline_of_a_circle():
    shown = np.zeros((21, 21), np.float32)
    draw_polygons(shown, circle_corners(np.array([10.0]), np.array([10.0]), 6.0), 2.0)
    y, x = np.nonzero(shown)
    assert np.all(np.abs(np.hypot(x - 10, y - 10) - 6) < 0.75)
    assert {(16, 10), (4, 10), (10, 16), (10, 4)} <= set(zip(x.tolist(), y.tolist(), strict=True))
    assert set(np.unique(shown)) <= {0, 2, 4}


def test_outline_of_an_ellipse():
    """A line that starts at its tip along the major axis and is closed; half of it when it is dashed."""
    shown, dashed = np.zeros((2, 61, 61), np.float32)
    corners = ellipse_corners(*(np.array([v]) for v in (30.0, 30.0, 24.0, 8.0, np.pi / 6)))
    assert np.allclose([corners[0][0, 0], corners[1][0, 0]], [30 + 24 * np.cos(np.pi / 6), 42])
    draw_polygons(shown, corners, 1.0)
    draw_polygons(dashed, corners, 1.0, dashed=np.array([True]))
    y, x = np.nonzero(shown)
    along, across = (x - 30) * np.cos(np.pi / 6) + (y - 30) / 2, (y - 30) * np.cos(np.pi / 6) - (x - 30) / 2
    assert np.all(np.abs(np.hypot(along / 24, across / 8) - 1) < 0.12)
    assert ndimage.label(shown, np.ones((3, 3)))[1] == 1
    assert ndimage.label(dashed, np.ones((3, 3)))[1] == 18
    assert np.all(shown[dashed > 0] > 0)


def test_outlines_may_leave_the_image():
    shown = np.zeros((10, 30), np.float32)
    draw_polygons(shown, circle_corners(np.array([0.0, 500.0, 20.0]), np.array([0.0, 500.0, 9.0]), 5.0), 1.0)
    assert shown[0, 5] == 1
    assert shown[5, 0] == 1
    assert shown[:, 6:14].sum() == 0
    assert shown[4, 20] == 1
    assert shown[9, 15] == shown[9, 25] == 1


def test_polygons_that_leave_the_image_are_those_of_a_larger_one():
    x, y, radius = np.array([12.3, -30.2, 55.1]), np.array([20.4, 10.7, 71.9]), 47.3
    whole, part = np.zeros((200, 200), np.float32), np.zeros((31, 43), np.float32)
    draw_polygons(whole, circle_corners(x + 80, y + 80, radius), 1.0)
    draw_polygons(part, circle_corners(x, y, radius), 1.0)
    assert part.any()
    np.testing.assert_array_equal(part, whole[80:111, 80:123])


def test_a_polygon_of_millions_of_pixels_takes_no_memory():
    shown = np.zeros((20, 20), np.float32)
    x, y = np.full(1000, 10.0), np.full(1000, 1e9)
    draw_polygons(shown, circle_corners(x, y, 1e9 - 10.2), 1.0)
    assert shown[10, 10] == 1000

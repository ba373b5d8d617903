import warnings

import numpy as np
import pytest

from sexlike.images.background.estimation import background_of_meshes, measure_background
from sexlike.images.background.meshes import Grid

from .fields import field


def test_bands_of_rows_are_parts_of_the_whole():
    background = measure_background(field(), (32, 48), (3,))
    whole = background.rows(0, 200)
    assert background.rows(5, 5).shape == (0, 300)
    for first, last in ((0, 1), (31, 97), (199, 200)):
        assert np.array_equal(background.rows(first, last), whole[first:last])


def test_a_given_background():
    image = field()
    measured, given = measure_background(image, (32,), (3,)), measure_background(image, (32,), (3,), constant=12.5)
    assert given.mean == 12.5
    assert given.sigma == measured.sigma
    assert np.array_equal(given.rows(3, 5), np.full((2, 300), 12.5))
    assert np.array_equal(given.rms_rows(3, 5), measured.rms_rows(3, 5))
    x, y = np.array([10.0]), np.array([20.0])
    assert given.at(x, y) == measured.at(x, y)


def test_between_meshes_the_column_is_bilinear():
    y, x = np.mgrid[:4, :5]
    level = (100 + 3 * x - 7 * y + 2 * x * y).astype(np.float32)
    grid = Grid((40, 100), (10, 20))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        background = background_of_meshes(level, np.ones_like(level), grid, (1,))
    x, y = np.array([0.0, 9.6, 10.4, 55.498, 99.0]), np.array([0.4, 4.5, 39.0, 12.0, 38.7])
    u, v = np.floor(x + 0.5) / 20 - 0.5, np.floor(y + 0.5) / 10 - 0.5
    assert background.at(x, y) == pytest.approx(100 + 3 * u - 7 * v + 2 * u * v, rel=1e-6)
    assert background.at(x, y).dtype == np.float32
    flat = background_of_meshes(level[:1, :1], level[:1, :1], Grid((40, 100), (40, 100)), (3,))
    assert np.array_equal(flat.at(x, y), np.full(5, 100.0))

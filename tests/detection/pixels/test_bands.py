"""Labels of bands that are joined are those of the image as a whole."""

import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.pixels import bands
from sexlike.detection.pixels.bands import label_in_bands
from sexlike.detection.pixels.runs import label_pixels
from sexlike.threads import use_threads


@pytest.fixture(autouse=True)
def many_bands(monkeypatch):
    monkeypatch.setattr(bands, "LEAST_PIXELS", 1)
    monkeypatch.setattr(bands, "LEAST_ROWS", 1)
    yield
    use_threads(1)


def spiral(size):
    """A line that winds inwards: it crosses each band many times, and is one."""
    mask = np.zeros((size, size), bool)
    low, high = 0, size - 1
    while high - low > 3:
        mask[low, low:high] = mask[low:high, high] = mask[high, low : high + 1] = mask[low + 2 : high, low] = True
        mask[low + 2, low : low + 2] = True
        low, high = low + 2, high - 2
    return mask


def noise(seed):
    random = np.random.default_rng(seed)
    return ndimage.gaussian_filter(random.normal(size=random.integers(1, 120, 2)), 1) > random.uniform(-0.3, 0.4)


FIELDS = {
    "nothing": np.zeros((40, 30), bool),
    "everything": np.ones((40, 30), bool),
    "a row": np.ones((1, 50), bool),
    "empty rows": np.arange(90)[:, None] // 10 % 2 == np.zeros(20, int),
    "columns": np.arange(60) % 2 == np.zeros((50, 1), int),
    "diagonals": (np.add.outer(np.arange(70), np.arange(60)) % 3) == 0,
    "spiral": spiral(81),
    **{f"noise {seed}": noise(seed) for seed in range(20)},
}


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@pytest.mark.parametrize("field", FIELDS)
def test_labels_do_not_depend_on_bands(field, threads):
    use_threads(threads)
    y, x = (values.astype(np.int32) for values in np.nonzero(FIELDS[field]))
    expected, expected_number = label_pixels(x, y, np.zeros(len(x), np.int64))
    label, number = label_in_bands(x, y)
    assert number == expected_number == ndimage.label(FIELDS[field], np.ones((3, 3)))[1]
    np.testing.assert_array_equal(label, expected, strict=True)


def test_the_spiral_is_one():
    assert ndimage.label(spiral(81), np.ones((3, 3)))[1] == 1


def test_few_pixels_are_one_band(monkeypatch):
    monkeypatch.setattr(bands, "LEAST_PIXELS", 1000)
    use_threads(8)
    calls = []
    monkeypatch.setattr(bands, "label_pixels", lambda *pixels: calls.append(pixels) or label_pixels(*pixels))
    y, x = (values.astype(np.int32) for values in np.nonzero(np.ones((30, 30))))
    label_in_bands(x, y)
    assert len(calls) == 1

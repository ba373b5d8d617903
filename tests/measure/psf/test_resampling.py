import numpy as np
import pytest

from sexlike.measure.psf.lanczos import place_taps
from sexlike.measure.psf.resampling import resample


def star(size, x, y, sigma, step=1.0):
    """A Gaussian of which samples are `step` pixels apart, x and y pixels from the central sample."""
    rows, columns = ((np.arange(n) - n // 2) * step for n in size)
    return np.exp(-(((columns - x) ** 2 + (rows - y)[:, None] ** 2) / (2 * sigma**2))).astype(np.float32)


@pytest.mark.parametrize("size", [(35, 35), (20, 31), (8, 9)])
def test_a_map_is_itself_where_pixels_are_its_samples(size):
    maps = np.random.default_rng(1).normal(size=(1, 21, 20)).astype(np.float32)
    found = resample(maps, np.zeros((1, 2)), 1.0, size)[0]
    expected = np.zeros((61, 61), np.float32)
    expected[20:41, 20:40] = maps[0]
    height, width = size
    assert (found == expected[30 - height // 2 :, 30 - width // 2 :][:height, :width]).all()


@pytest.mark.parametrize("step", [0.5, 0.8, 1.2])
@pytest.mark.parametrize("whole", [False, True])
def test_a_star_is_moved_and_scaled(step, whole):
    size = (21, 24)
    shift = np.array([[0.3, -0.7], [2.6, 0.0]])
    maps = np.stack([star((81, 81), 0, 0, 3.0, step)] * 2)
    found = resample(maps, shift, step, size, whole)
    for window, (x, y) in zip(found, shift, strict=True):
        np.testing.assert_allclose(window, star(size, x, y, 3.0), atol=3e-3)


def test_weights_are_lanczos():
    fraction = np.array([0.1, 0.37, 0.5, 0.93])
    for at in fraction:
        taps = place_taps(41, 1, np.array([-at]), 1.0, False)
        distance = taps.sample[0, 0] - (20 + at)
        expected = np.sinc(distance) * np.sinc(distance / 4)
        np.testing.assert_allclose(taps.weight[0, 0], expected / expected.sum(), atol=1e-7)


def test_weights_at_an_edge_add_up_to_one_unless_they_are_of_all_taps():
    shift = np.array([0.4])
    for whole in (False, True):
        total = place_taps(9, 30, shift, 1.0, whole).weight[0].sum(axis=1)
        inside = total != 0
        assert inside.sum() == 8
        assert (np.abs(total[inside] - 1) < 1e-6).all() != whole


def test_weights_slip_along_x_where_first_taps_are_not_there():
    """A mistake of SExtractor's: those taps that are there get the weights of the first ones."""
    maps = np.random.default_rng(3).normal(size=(1, 15, 15)).astype(np.float32)
    shift = np.array([[0.4, 0.3]])
    right, slipped = (resample(maps, shift, 1.0, (15, 15), True, slip)[0] for slip in (False, True))
    changed = (right != slipped).any(axis=0)
    assert changed[:5].tolist() == [False, True, True, True, False]  # 0.4 pixels to the right there is nothing
    assert not changed[5:].any()
    taps = place_taps(15, 15, shift[:, 0], 1.0, True)
    column = resample(maps, shift * [0, 1], 1.0, (15, 15), True)[0].astype(float)
    weight = taps.weight[0, 8]  # the same fraction, far from the borders
    for pixel, cut in ((1, 3), (2, 2), (3, 1)):
        expected = column[:, : 8 - cut] @ weight[: 8 - cut].astype(float)
        np.testing.assert_allclose(slipped[:, pixel], expected, atol=1e-5)


def test_a_map_that_is_moved_out_of_its_window_is_nothing():
    maps = np.ones((2, 9, 9), np.float32)
    found = resample(maps, np.array([[300.0, 0.0], [0.0, -300.0]]), 1.0, (20, 20))
    assert not found.any()


def test_what_a_map_becomes_does_not_depend_on_the_others():
    random = np.random.default_rng(2)
    maps, shift = random.normal(size=(30, 15, 15)).astype(np.float32), random.normal(size=(30, 2))
    together = resample(maps, shift, 0.7, (12, 14))
    for k in (0, 11, 29):
        assert resample(maps[k : k + 1], shift[k : k + 1], 0.7, (12, 14))[0].tobytes() == together[k].tobytes()

import numpy as np
import pytest

from sexlike.config.config import load_config
from sexlike.images.role import Role
from sexlike.images.weighting.interpolation import Filling, fill_bad, filling

from .. import plain


def maps(seed=0):
    """A variance map with holes, stripes and a bad border, and an image."""
    random = np.random.default_rng(seed)
    variance, pixels = random.uniform(1, 2, (2, 40, 50)).astype(np.float32)
    variance[random.random(variance.shape) < 0.2] = 1e30
    variance[10:25, 20:45] = 1e30
    variance[5:8] = 3e30
    variance[:, 30:33] = 1e30
    variance[:2, :10] = 1e30
    return variance, pixels


@pytest.mark.parametrize(("along_x", "along_y"), [(16, 16), (3, 2), (1, 100), (100, 1), (2, 0)])
def test_bad_pixels_take_values_from_the_left_and_from_below(along_x, along_y):
    variance, pixels = maps()
    expected = [of.copy() for of in (variance, pixels)]
    plain.fill(expected[0], 1e30, along_x, along_y, expected[1])
    fill_bad(variance, 1e30, Filling(True, along_x, along_y), pixels)
    assert np.array_equal(variance, expected[0])
    assert np.array_equal(pixels, expected[1])


def test_the_image_is_left_alone_if_so_wanted():
    variance, pixels = maps()
    before = pixels.copy()
    fill_bad(variance, 1e30, Filling(False, 16, 16), pixels)
    assert np.array_equal(pixels, before)
    assert (variance >= 1e30).sum() < (maps()[0] >= 1e30).sum()


def test_the_threshold():
    variance, pixels = maps()
    fill_bad(variance, 1.5, Filling(True, 16, 16), pixels)
    assert (variance[1:, 1:] < 1.5).mean() > 0.9


def config(**keywords):
    return load_config(overrides=keywords, origin="argument")


def test_second_values_are_not_copied():
    assert filling(config(), Role.DETECTION) == Filling(True, 16, 16)
    assert filling(config(), Role.MEASUREMENT) is None
    both = config(INTERP_TYPE=["VAR_ONLY", "ALL"], INTERP_MAXXLAG=[3, 5], INTERP_MAXYLAG=7)
    assert filling(both, Role.DETECTION) == Filling(False, 3, 7)
    assert filling(both, Role.MEASUREMENT) == Filling(True, 5, 0)
    assert filling(config(INTERP_TYPE="NONE"), Role.DETECTION) is None

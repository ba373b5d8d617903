import numpy as np
import pytest

from sexlike.errors import SexlikeWarning
from sexlike.images.background.grid import Grid
from sexlike.images.background.meshes import measure_meshes
from sexlike.images.weighting.scaling import weight_scale

from .. import plain

BAD = np.float32(-1e30)


def field(height=90, width=110, seed=0):
    """Noise that grows to the right, and a variance map that knows it, in other units."""
    random = np.random.default_rng(seed)
    noise = 5 + np.arange(width) / 20
    pixels = (1000 + noise * random.normal(size=(height, width))).astype(np.float32)
    pixels[(random.random(pixels.shape) < 0.01)] += 500
    variance = np.float32(0.01) * np.broadcast_to(noise**2, pixels.shape).astype(np.float32)
    bad = random.random(pixels.shape) < 0.05
    pixels[bad], variance[bad] = BAD, 40
    return pixels, variance


def test_meshes_are_as_computed_pixel_by_pixel():
    pixels, variance = field()
    grid = Grid.from_back_size((40, 30), pixels.shape)
    level, sigma, of_variance, _ = measure_meshes(pixels, grid, variance=variance)
    assert level.shape == (3, 3)
    for (j, i), value in np.ndenumerate(of_variance):
        mesh = np.s_[j * 30 : (j + 1) * 30, i * 40 : (i + 1) * 40]
        assert (level[j, i], sigma[j, i], value) == plain.sky(pixels[mesh].ravel(), variance[mesh].ravel())
    assert np.array_equal([level, sigma], measure_meshes(pixels, grid))


def test_the_scale_is_the_median_of_the_meshes():
    pixels, variance = field()
    grid = Grid.from_back_size((40, 30), pixels.shape)
    _, sigma, of_variance, spread = measure_meshes(pixels, grid, variance=variance)
    scale = weight_scale(sigma, of_variance, spread, (1, 1))
    assert scale == np.median((sigma / np.sqrt(of_variance.astype(np.float64))).astype(np.float32))
    assert scale == pytest.approx(10, rel=0.03)
    scale = weight_scale(*(np.full((2, 2), value, np.float32) for value in (6, 4, 1)), (3, 3))
    assert (scale, scale.dtype) == (3, np.float32)


def test_meshes_with_too_few_good_pixels():
    pixels, variance = field()
    pixels[:30, :40] = BAD
    maps = measure_meshes(pixels, Grid.from_back_size((40, 30), pixels.shape), variance=variance)
    assert (maps[:, 0, 0] == BAD).all()
    assert (maps[:, 1:, 1:] > BAD).all()
    assert weight_scale(*(maps[k].clip(0) for k in (1, 2, 3)), (1, 1)) == pytest.approx(10, rel=0.03)


def test_no_scale_to_be_found():
    nothing = np.zeros((2, 2), np.float32)
    with pytest.warns(SexlikeWarning, match="cannot be scaled"):
        assert weight_scale(nothing, nothing + 1, nothing, (1, 1)) == 1

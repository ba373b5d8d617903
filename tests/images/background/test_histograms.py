import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sexlike.images.background.histograms import Bins, histograms, modes, pixel_statistics

from .. import plain

BAD = np.float32(-1e30)


def found(values):
    """Level and scatter of meshes, values of shape (m, p)."""
    first = pixel_statistics(values, values > BAD)
    low, high = first.clipping_limits()
    bins = Bins.from_statistics(pixel_statistics(values, (values >= low) & (values <= high)))
    return modes(histograms(bins, bins.index(values)), bins)


@pytest.mark.parametrize("level", [0.0, 1000.0, -3e4])
@pytest.mark.parametrize("pixels", [2, 9, 100, 5000])
def test_many_meshes_at_once_are_as_one_by_one(level, pixels):
    random = np.random.default_rng(pixels)
    values = random.normal(level, 5, (20, pixels))
    values += (random.random(values.shape) > 0.9) * random.exponential(50, values.shape)
    values = values.astype(np.float32)
    values[::3, : pixels // 3] = BAD
    expected = np.array([plain.sky(mesh) for mesh in values]).T
    assert np.array_equal(found(values), expected)


@settings(max_examples=60, deadline=None)
@given(arrays(np.float32, 30, elements=st.sampled_from(np.arange(12, dtype=np.float32) * 0.7 - 2)))
def test_few_different_values(values):
    assert np.array_equal(np.ravel(found(values[None])), plain.sky(values))


def test_a_constant_mesh():
    level, sigma = found(np.full((1, 50), 5.3, np.float32))
    assert (level[0], sigma[0]) == (np.float32(5.3), 0)

import numpy as np
import pytest
import sep

from sexlike.errors import SexlikeWarning
from sexlike.images.background.estimation import measure_background

from .fields import BAD, field


@pytest.mark.parametrize(
    "size", [(64,), (32, 48), (48, 32), (33, 17), (10,), (300,), (200, 64), (64, 200), (1000,), (64, 2)]
)
@pytest.mark.parametrize("filters", [(3,), (1,), (5, 3)])
def test_the_maps_are_those_of_sep_bit_for_bit(size, filters):
    image = field()
    ours = measure_background(image, size, filters, 1.5)
    theirs = sep.Background(image, bw=size[0], bh=size[-1], fw=filters[0], fh=filters[-1], fthresh=1.5)
    assert np.array_equal(ours.rows(0, 200), theirs.back())
    assert np.array_equal(ours.rms_rows(0, 200), theirs.rms())
    assert (ours.mean, ours.sigma) == (theirs.globalback, theirs.globalrms)


@pytest.mark.parametrize("shape", [(20, 700), (700, 20), (1, 50), (50, 1), (2, 2), (64, 64)])
def test_odd_shapes(shape):
    image = field(*shape)
    ours, theirs = measure_background(image, (64,), (3,)), sep.Background(image, bw=64, bh=64)
    assert np.array_equal(ours.rows(0, shape[0]), theirs.back())
    assert np.array_equal(ours.rms_rows(0, shape[0]), theirs.rms())


def test_bad_pixels_and_bad_meshes():
    image = field()
    image[20:140, 90:260] = BAD
    image[3, :] = BAD
    image[:, 290:] = BAD
    ours, theirs = measure_background(image, (32,), (3,)), sep.Background(image, mask=image <= BAD, bw=32, bh=32)
    assert np.array_equal(ours.rows(0, 200), theirs.back())
    assert np.array_equal(ours.rms_rows(0, 200), theirs.rms())


def test_a_constant_image():
    with pytest.warns(SexlikeWarning, match="constant"):
        background = measure_background(np.full((100, 100), 7.5, np.float32), (32,), (3,))
    assert (background.mean, background.sigma) == (7.5, 1.0)
    assert np.array_equal(background.rows(0, 100), np.full((100, 100), 7.5))
    assert not background.rms.any()


def test_the_noise_of_an_image_that_is_constant_for_the_most_part():
    image = np.full((100, 100), 7.5, np.float32)
    image[:, :20] = field(100, 20)
    assert measure_background(image, (10,), (1,)).sigma == pytest.approx(6, rel=0.3)


def test_no_value_anywhere():
    background = measure_background(np.full((50, 60), BAD), (16,), (3,))
    assert (background.mean, background.sigma) == (0, 1)
    assert not background.rows(0, 50).any()


def test_nothing_becomes_nan():
    image = field()
    image[np.random.default_rng(1).random(image.shape) > 0.5] = BAD
    image[50:90, :] = -np.float32(2e30)
    background = measure_background(image, (16,), (3,))
    for values in (background.rows(0, 200), background.rms_rows(0, 200), background.level, background.mean):
        assert np.isfinite(values).all()

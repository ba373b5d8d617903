import warnings

import numpy as np
import pytest
import sep

from sexlike.errors import SexlikeWarning
from sexlike.images.background.estimation import background_of_meshes, measure_background
from sexlike.images.background.meshes import Grid, measure_meshes

BAD = np.float32(-1e30)


def field(height=200, width=300, seed=0, level=1000.0):
    """A sky with a gradient, noise, and some light."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    sky = level + 20 * np.sin(x / 60) + 0.1 * y + random.normal(0, 5, (height, width))
    return (sky + (random.random((height, width)) > 0.98) * random.exponential(300, (height, width))).astype(np.float32)


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


def test_bands_of_rows_are_parts_of_the_whole():
    background = measure_background(field(), (32, 48), (3,))
    whole = background.rows(0, 200)
    assert background.rows(5, 5).shape == (0, 300)
    for first, last in ((0, 1), (31, 97), (199, 200)):
        assert np.array_equal(background.rows(first, last), whole[first:last])


def test_meshes_of_our_own_are_those_of_sep():
    image = field(level=50000.0)
    image[100:130, 50:200] = BAD
    grid = Grid.from_back_size((33, 25), image.shape)
    ours = measure_meshes(image, grid, pearson=np.nextafter(2.5, 3))  # not SEP's number: makes it compute itself
    assert np.array_equal(ours, measure_meshes(image, grid))
    assert (ours[0] == BAD).any()


def test_the_weight_of_the_median():
    image = field()
    grid = Grid.from_back_size((50,), image.shape)
    level = {pearson: measure_meshes(image, grid, pearson)[0].astype(float) for pearson in (1.0, 2.5, 3.5)}
    # mode = mean + pearson * (median - mean): on a straight line
    assert np.allclose(level[3.5] - level[2.5], (level[2.5] - level[1.0]) / 1.5, atol=1e-3)
    assert np.abs(level[3.5] - level[1.0]).max() > 0.1


def test_tall_rows_of_meshes_are_clipped_on_some_lines():
    height, width = 230, 10500
    grid = Grid.from_back_size((width, 200), (height, width))
    lines = 1048576 // width
    step = (200 - 1) // lines + 1
    assert list(range(200))[grid.sampled_lines(200)] == [step // 2 + step * i for i in range(200 // step)]
    assert grid.sampled_lines(30) == slice(None)
    image = field(height, width)
    noisy = image.copy()
    clipped = np.zeros(200, bool)
    clipped[grid.sampled_lines(200)] = True
    noisy[:200][~clipped] *= 3  # counted in the histogram, where it lies beyond the last bin; not clipped
    plain, other = (measure_meshes(of, grid)[1][0, 0] for of in (image, noisy))
    assert other == pytest.approx(plain, rel=0.05)
    assert measure_meshes(noisy[:, :5000], Grid.from_back_size((5000, 200), (height, 5000)))[1][0, 0] > 3 * plain


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
    x, y = np.array([0.0, 9.6, 10.4, 55.2, 99.0]), np.array([0.4, 4.5, 39.0, 12.0, 38.7])
    u, v = np.floor(x + 0.5) / 20 - 0.5, np.floor(y + 0.5) / 10 - 0.5
    assert background.at(x, y) == pytest.approx(100 + 3 * u - 7 * v + 2 * u * v, rel=1e-6)
    assert background.at(x, y).dtype == np.float32
    flat = background_of_meshes(level[:1, :1], level[:1, :1], Grid((40, 100), (40, 100)), (3,))
    assert np.array_equal(flat.at(x, y), np.full(5, 100.0))

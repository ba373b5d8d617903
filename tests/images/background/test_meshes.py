import numpy as np
import pytest

from sexlike.images.background.grid import Grid
from sexlike.images.background.histograms import PEARSON
from sexlike.images.background.meshes import measure_meshes, measure_rows
from sexlike.threads import use_threads

from .fields import BAD, field


def by_sep(image, grid):
    """Each mesh as SEP measures it."""
    maps = np.full((2, *grid.count), BAD)
    measure_rows(image, None, grid, PEARSON, maps)
    return maps


def by_numpy(image, grid):
    """The same without SEP."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sexlike.images.background.meshes.PEARSON", None)  # that for which SEP is asked
        return by_sep(image, grid)


SKIES = {
    "field": lambda random: field(level=50000.0),
    "faint": lambda random: field(level=0.01) * np.float32(1e-7),
    "bright": lambda random: field(level=1e8),
    "constant": lambda random: np.full((200, 300), -7.3, np.float32),
    "whole numbers": lambda random: random.poisson(3.0, (200, 300)).astype(np.float32),
    "two values": lambda random: random.choice([0, 1e6], (200, 300)).astype(np.float32),
    "any magnitude": lambda random: (10 ** random.uniform(-15, 15, (200, 300))).astype(np.float32),
    "wings": lambda random: random.standard_cauchy((200, 300)).astype(np.float32),
}


@pytest.mark.parametrize("bad", [0.02, 0.45])
@pytest.mark.parametrize("sky", SKIES)
def test_meshes_of_our_own_are_those_of_sep(sky, bad):
    random = np.random.default_rng(1)
    image = SKIES[sky](random)
    image[100:130, 50:200] = BAD
    image[random.random(image.shape) < bad] = BAD
    for size, part in (((33, 25), image), ((64,), image[:, :130]), ((1000,), image), ((3, 2), image[90:150, 40:130])):
        grid, part = Grid.from_back_size(size, part.shape), np.ascontiguousarray(part)
        seps = by_sep(part, grid)
        np.testing.assert_array_equal(by_numpy(part, grid), seps, strict=True)
        np.testing.assert_array_equal(measure_meshes(part, grid), seps, strict=True)
        assert (seps > BAD).any()
        assert (seps == BAD).any() or size[0] > 40


def test_the_only_pixel_of_a_mesh_counts_twice():
    """As in SExtractor, and in SEP."""
    image = np.arange(1, 13, dtype=np.float32).reshape(3, 4)
    grid = Grid.from_back_size((1,), image.shape)
    for measured in (by_sep(image, grid), by_numpy(image, grid), measure_meshes(image, grid)):
        np.testing.assert_array_equal(measured, [2 * image, 0 * image])


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_the_number_of_threads_changes_nothing(threads):
    image, variance = field(), field(seed=1)
    grid = Grid.from_back_size((7, 5), image.shape)
    use_threads(1)
    alone = measure_meshes(image, grid, 2.0, variance)
    use_threads(threads)
    np.testing.assert_array_equal(measure_meshes(image, grid, 2.0, variance), alone)
    use_threads(1)


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

import numpy as np
import pytest

from sexlike.images.background.meshes import Grid, measure_meshes

from .fields import BAD, field


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

"""The exponential disk."""

import numpy as np
import pytest

from sexlike.measure.models.disk import exponential_disk


def true_disk(scale, half, parts=41):
    """The profile, averaged over each sample by a fine grid."""
    edge = (np.arange((2 * half + 1) * parts) + 0.5) / parts - half - 0.5
    fine = np.exp(-np.hypot(edge[:, None], edge) / scale)
    light = fine.reshape(2 * half + 1, parts, 2 * half + 1, parts).sum(axis=(1, 3))
    return light / light.sum()


@pytest.mark.parametrize("scale", [0.05, 0.24, 1.0, 3.0])
def test_flux_is_1(scale):
    assert exponential_disk(scale).sum() == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("scale", [3.0, 6.0])
def test_large_disk_is_exponential(scale):
    disk = exponential_disk(scale)
    half = len(disk) // 2
    expected = np.exp(-np.arange(6, 30) / scale) / (2 * np.pi * scale**2)
    assert np.allclose(disk[half, half + 6 : half + 30], expected, rtol=0.01)


@pytest.mark.parametrize("scale", [0.2, 0.3])
def test_small_disk_has_its_light_in_the_centre(scale):
    disk = exponential_disk(scale)
    half = len(disk) // 2
    true = true_disk(scale, half)
    assert disk[half, half] == pytest.approx(true[half, half], abs=0.03)
    for sums in (disk.sum(axis=0), disk.sum(axis=1)):
        assert sums @ (np.arange(len(disk)) - half) == pytest.approx(0, abs=0.01)
        assert sums @ (np.arange(len(disk)) - half) ** 2 == pytest.approx(3 * scale**2, rel=0.6)


@pytest.mark.parametrize("scale", [0.3, 7.0, 600.0, 1e5])
@pytest.mark.parametrize("reach", [1, 3, 20])
def test_disk_that_ends_with_the_raster(scale, reach):
    disk = exponential_disk(scale, reach)
    assert disk.shape == (2 * reach + 1, 2 * reach + 1)
    farthest = reach / scale
    assert disk.sum() == pytest.approx(1 - (1 + farthest) * np.exp(-farthest), rel=1e-6)
    if reach > 10:
        assert disk[0, 0] == 0
        assert disk[reach, 0] > 0
    if scale > 100:
        assert disk[reach, reach] == pytest.approx(disk[reach, 0], rel=0.1)

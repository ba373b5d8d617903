"""Compiled loops of PSF photometry give the bytes of their twins of numpy."""

import numpy as np
import pytest

from sexlike.images.image import BAD
from sexlike.measure.psf.fitting import fit_psfs
from sexlike.measure.psf.resampling import resample
from sexlike.measure.psf.stamps import Stamps, cut_stamps

from ..measure import plain
from .twins import assert_same

pytestmark = pytest.mark.needs_loops


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("step", [0.3, 1.0, 1.37, 40.0])
@pytest.mark.parametrize(("samples", "size"), [((35, 31), (20, 33)), ((8, 9), (50, 60)), ((1, 2), (5, 1))])
def test_maps_at_pixels(samples, size, step, whole):
    random = np.random.default_rng(1)
    maps = random.normal(size=(40, *samples)).astype(np.float32)
    shift = random.normal(0, 4, (40, 2))
    shift[:4] = [[0, 0], [1e-6, 1 - 1e-6], [500, 0], [-0.5, -500]]
    for slipped in (False, True):
        assert_same(resample, maps, shift, step, size, whole, slipped)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("settings", [{}, {"MASK_TYPE": "NONE"}, {"WEIGHT_GAIN": False}, {"DETECT_TYPE": "PHOTO"}])
@pytest.mark.parametrize("gain", [0, 2.5])
def test_stamps(weighted, settings, gain):
    random = np.random.default_rng(2)
    pixels = random.normal(5, 9, (60, 70)).astype(np.float32)
    pixels[random.random(pixels.shape) < 0.1] = BAD
    variance = np.where(random.random(pixels.shape) < 0.9, random.uniform(-0.1, 5, pixels.shape), 1e30)
    blanked = np.where(random.random(pixels.shape) < 0.3, random.integers(-1, 30, pixels.shape), 0)
    image = plain.image(pixels, variance=variance.astype(np.float32) if weighted else None, gain=gain)
    objects = plain.objects(*random.uniform(0, 60, (2, 25)), blanked=blanked)
    config = plain.config(**{"WEIGHT_GAIN": True} | settings)
    corner = random.integers(-12, 60, (25, 2))
    masking = plain.masks(objects, config)
    saturation = random.uniform(10, 20, 25).astype(np.float32)
    assert_same(lambda: np.stack(cut_stamps(image, masking, config, saturation, corner, (13, 17))))


@pytest.mark.parametrize("step", [0.5, 1.0])
@pytest.mark.parametrize(("samples", "largest"), [((25, 31), (24, 33)), ((9, 8), (13, 12)), ((1, 1), (3, 5))])
@pytest.mark.parametrize("unit", [1, 1e20, 1e-20])
def test_fits(samples, largest, step, unit):
    random = np.random.default_rng(3)
    number = 60
    rows, columns = (np.arange(n) - n // 2 for n in samples)
    psfs = np.exp(-(rows[:, None] ** 2 + columns**2) * step**2 / 8) * random.uniform(0.5, 2, (number, 1, 1))
    place = random.uniform(-1, 1, (number, 2))
    light = resample(psfs.astype(np.float32), place, step, largest) * 10 ** random.uniform(0, 4, (number, 1, 1))
    noise = random.uniform(0.5, 3, (number, 1, 1))
    weights = np.where(random.random(light.shape) < 0.9, 1 / noise, 0) / unit
    weights[:3], weights[3, 5:] = 0, 0
    light = light + random.normal(size=light.shape) * noise
    stamps = Stamps(*(v.astype(np.float32) for v in (light * unit, weights)))
    sizes = np.stack([random.integers(1, n + 1, number) for n in largest], axis=1)
    sizes[number // 2 :] = largest
    start = place + random.normal(0, 0.3, place.shape)
    found = fit_psfs(psfs.astype(np.float32), step, stamps, sizes, start)
    assert min(samples) == 1 or (found[:, 0] > 0).sum() > number // 3
    assert_same(fit_psfs, psfs.astype(np.float32), step, stamps, sizes, start)

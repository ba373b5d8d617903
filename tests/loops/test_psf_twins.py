"""Compiled loops of PSF photometry give the bytes of their twins of numpy."""

import numpy as np
import pytest

from sexlike.images.image import BAD
from sexlike.measure.psf.resampling import resample
from sexlike.measure.psf.stamps import cut_stamps

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
    assert_same(resample, maps, shift, step, size, whole)


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

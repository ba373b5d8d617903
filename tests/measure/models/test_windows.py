"""Windows and rasters of models."""

from dataclasses import replace

import numpy as np
import pytest

from sexlike.errors import SexlikeError
from sexlike.measure.models.windows import model_windows
from sexlike.measure.psf.model import PsfModel

from .sources import boxes


def psf(size, step):
    return PsfModel(np.ones((1, size, size), np.float32), step, 3.0)


def test_sizes():
    objects = boxes([50.4, 50.6], [20, 30], half=4)
    objects.x_max[1] += 5
    windows = model_windows(objects, psf(35, 1.0))
    assert (windows.x.tolist(), windows.y.tolist()) == ([50, 51], [20, 30])
    # int(9 + 35 + 0.499) * 1.2 + 1 = 53.8 and int(14 + 35.499) * 1.2 + 1 = 59.8
    assert windows.size.tolist() == [53, 59]
    assert windows.raster.tolist() == [54, 60]
    assert windows.binning.tolist() == [1, 1]
    assert not windows.coarser(psf(35, 1.0)).any()


def test_many_samples():
    windows = model_windows(boxes(50, 20, half=100), psf(35, 0.5))
    # int(201 + 17.5 + 0.499) * 1.2 + 1 = 262.6 pixels, 524.4 samples
    assert (windows.size.tolist(), windows.raster.tolist()) == ([262], [512])
    assert windows.step.tolist() == [526 / 512]
    assert windows.coarser(psf(35, 0.5)).tolist() == [True]


@pytest.mark.parametrize(("half", "size", "binning"), [(200, 262, 2), (1000, 488, 5)])
def test_large_windows_are_binned(half, size, binning):
    windows = model_windows(boxes(50, 20, half=half), psf(35, 1.0))
    assert (windows.size.tolist(), windows.binning.tolist()) == ([size], [binning])


@pytest.mark.parametrize(("size", "value"), [(5, 1), (9, 0), (9, -1)])
def test_a_psf_without_light_is_refused(size, value):
    model = PsfModel(np.full((1, size, size), value, np.float32), 1.0, 3.0, notes=("one.psf",))
    with pytest.raises(SexlikeError, match=rf"empty or negative: one\.psf, {size} x {size} samples\n.*make it larger"):
        model_windows(boxes(50, 20, half=4), model)
    with pytest.raises(SexlikeError, match=rf"empty or negative: PsfModel, {size} x {size} samples"):
        model_windows(boxes(50, 20, half=4), replace(model, notes=()))

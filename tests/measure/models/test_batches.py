"""Batches of objects whose models are fitted together."""

import threading
import time

import numpy as np
import pytest

from sexlike.measure.models.batches import MOST_OBJECTS, binned, for_batches
from sexlike.measure.psf.stamps import Stamps
from sexlike.threads import use_threads

from .sources import boxes, scene


def batches_of(half, n):
    objects = boxes(np.full(n, 50.0), np.full(n, 50.0))
    objects.x_min, objects.x_max = 50 - half, 50 + half
    return scene(np.zeros((100, 100), np.float32), objects)


def test_each_object_is_in_one_batch_of_one_step_and_binning():
    half = np.random.default_rng(1).integers(3, 400, 300)
    data = batches_of(half, 300)
    batches = list(data.batches())
    assert sorted(np.concatenate(batches)) == list(range(300))
    for batch in batches:
        windows = data.windows.take(batch)
        assert len(np.unique(windows.step)) == len(np.unique(windows.binning)) == 1
        assert len(batch) == 1 or (windows.size.max() * windows.binning[0]) ** 2 * len(batch) <= 1 << 18


def test_small_objects_fill_batches():
    assert [len(batch) for batch in batches_of(np.full(150, 4), 150).batches()] == [MOST_OBJECTS, MOST_OBJECTS, 22]


def test_no_objects():
    assert list(batches_of(np.zeros(0, int), 0).batches()) == []


def test_an_interruption_waits_for_the_batches_in_hand_alone():
    done = []

    def work(batch, _):
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        time.sleep(0.05)
        done.append(batch)

    use_threads(2)
    try:
        with pytest.raises(KeyboardInterrupt):
            for_batches(work, batches_of(np.full(150 * MOST_OBJECTS, 4), 150 * MOST_OBJECTS))
    finally:
        use_threads(1)
    assert len(done) <= 4


def test_pixels_count_within_a_circle():
    data = batches_of(np.array([4, 8]), 2)
    batch = data.take(np.arange(2))
    for weights, size in zip(batch.stamps.weights, batch.windows.size, strict=True):
        assert np.count_nonzero(weights) == pytest.approx(np.pi * size**2 / 4, rel=0.02)
        assert weights[weights.shape[0] // 2, weights.shape[1] // 2] == 1


def test_binned():
    pixels, weights = np.arange(16, dtype=np.float32).reshape(1, 4, 4), np.full((1, 4, 4), 0.5, np.float32)
    weights[0, 3, 3] = 0
    found = binned(Stamps(pixels, weights), 2)
    assert found.pixels.tolist() == [[[10, 18], [42, 0]]]
    assert found.weights.tolist() == [[[0.25, 0.25], [0.25, 0]]]

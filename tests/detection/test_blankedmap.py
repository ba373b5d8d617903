"""The map of blanked pixels."""

import numpy as np
import pytest

from sexlike.detection.blankedmap import BLOCK, BlankedMap


def frame_of(shape, share, seed=1):
    """Labels at random pixels, as many as this share of the frame."""
    random = np.random.default_rng(seed)
    return np.where(random.uniform(size=shape) < share, random.integers(-1, 9, shape), 0).astype(np.int32)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, BLOCK), (7, BLOCK + 1), (40, 53)])
def test_it_holds_the_labels_of_all_pixels(shape, share):
    frame = frame_of(shape, share)
    blanked = BlankedMap.of_frame(frame)
    assert np.array_equal(blanked.rows(0, len(frame)), frame)
    assert np.array_equal(blanked.rows(len(frame) // 2, len(frame)), frame[len(frame) // 2 :])
    chosen = np.random.default_rng(2).integers(0, frame.size, 100)
    assert np.array_equal(blanked.at(chosen), frame.ravel()[chosen])


def test_there_is_room_for_labels_that_come_later():
    blanked = BlankedMap.with_room_for(np.array([3, 70]), (10, 20))
    blanked.put(np.array([3, 70]), -1)
    blanked.put(np.array([70]), np.array([5]))
    assert blanked.at(np.array([2, 3, 4, 69, 70, 199])).tolist() == [0, -1, 0, 0, 5, 0]


def test_the_sky_takes_little_room():
    blanked = BlankedMap.of_frame(frame_of((400, 500), 0.001))
    assert blanked.block.nbytes + blanked.labels.nbytes < 400 * 500 * 4 / 8

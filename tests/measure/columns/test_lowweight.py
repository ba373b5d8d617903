from types import SimpleNamespace

import numpy as np

from sexlike.detection.detections import Footprints
from sexlike.measure.columns.lowweight import low_weight
from sexlike.measure.registry import COLUMNS


def scene(variance, low):
    """Two objects: of pixels (1, 1), (2, 1), (3, 1) and of (6, 4), (6, 5)."""
    footprints = Footprints(np.array([1, 2, 3, 6, 6]), np.array([1, 1, 1, 4, 5]), np.array([0, 3, 5]))
    image = SimpleNamespace(variance=variance, worst_variance=1e30)
    return image, Two(footprints, np.array([0, 1]), low), SimpleNamespace(footprints=footprints)


class Two(SimpleNamespace):
    """Detections, as far as they matter here."""

    def __init__(self, footprints, detection, low):
        super().__init__(footprints=footprints, detection=detection, low_weight=low)

    def __len__(self):
        return 2


def test_pixels_without_weight_are_counted_and_flagged():
    variance = np.ones((8, 8), np.float32)
    variance[1, 2] = variance[1, 3] = 1e30
    counted = low_weight(*scene(variance, np.array([True, True, True, False, True])))
    assert counted.measured.tolist() == [2, 0]
    assert counted.searched.tolist() == [3, 1]
    assert COLUMNS["FLAGS_WEIGHT"].function(counted).tolist() == [3, 2]
    assert COLUMNS["NLOWWEIGHT_ISO"].function(low_weight=counted).tolist() == [2, 0]
    assert COLUMNS["NLOWDWEIGHT_ISO"].function(low_weight=counted).tolist() == [3, 1]


def test_without_weights_on_both_sides_nothing_is_counted():
    for image, detections, pixels in (scene(None, np.ones(5, bool)), scene(np.full((8, 8), 1e30), None)):
        counted = low_weight(image, detections, pixels)
        assert not counted.measured.any()
        assert not counted.searched.any()

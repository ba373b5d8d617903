from types import SimpleNamespace

import numpy as np

from sexlike.detection.footprints import Footprints
from sexlike.measure.columns.lowweight import low_weight
from sexlike.measure.registry import COLUMNS

from .. import plain


def scene(variance, low):
    """Two objects: of pixels (1, 1), (2, 1), (3, 1) and of (6, 4), (6, 5)."""
    footprints = Footprints(np.array([1, 2, 3, 6, 6]), np.array([1, 1, 1, 4, 5]), np.array([0, 3, 5]))
    image = SimpleNamespace(variance=variance, worst_variance=1e30)
    detections = SimpleNamespace(raw=SimpleNamespace(low_weight=low))
    own_pixels = SimpleNamespace(footprints=footprints, index=np.array([4, 3, 5, 1, 2]))
    return image, detections, plain.objects([2, 6], [1, 4.5]), own_pixels


def test_pixels_without_weight_are_counted_and_flagged():
    variance = np.ones((8, 8), np.float32)
    variance[1, 2] = variance[1, 3] = 1e30
    # The second of all detections' pixels belongs to the second object, and the first to none.
    counted = low_weight(*scene(variance, np.array([True, True, False, True, True, True])))
    assert counted.measured.tolist() == [2, 0]
    assert counted.searched.tolist() == [3, 1]
    assert COLUMNS["FLAGS_WEIGHT"].function(counted).tolist() == [3, 2]
    assert COLUMNS["NLOWWEIGHT_ISO"].function(low_weight=counted).tolist() == [2, 0]
    assert COLUMNS["NLOWDWEIGHT_ISO"].function(low_weight=counted).tolist() == [3, 1]


def test_without_weights_on_both_sides_nothing_is_counted():
    for given in (scene(None, np.ones(6, bool)), scene(np.full((8, 8), 1e30), None)):
        counted = low_weight(*given)
        assert not counted.measured.any()
        assert not counted.searched.any()

import numpy as np

from sexlike.detection.deblending.tree import level_values


def test_levels_grow_exponentially_from_threshold_to_peak():
    levels = level_values(np.array([2], np.float32), np.array([32], np.float32), 4)
    np.testing.assert_allclose(levels[:, 0], [2, 4, 8, 16])

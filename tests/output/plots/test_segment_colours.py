import numpy as np

from sexlike.detection.footprints import Footprints
from sexlike.output.plots.segment_colours import OBJECT_COLOURS, colour_image, colour_numbers, touching

from ..skies import searched


def test_pixels_that_share_a_side_or_a_corner_touch():
    labels = np.array([[1, 1, 0, 2], [0, 3, 0, 2], [4, 0, 0, 5], [0, 0, 6, 0]], np.int32)
    y, x = np.nonzero(labels)
    found = Footprints(x, y, np.array([0, len(x)]))
    assert touching(labels, found).T.tolist() == [[1, 3], [2, 5], [3, 4], [5, 6]]
    assert touching(labels[:, ::-1], Footprints(3 - x, y, found.start)).T.tolist() == [[1, 3], [2, 5], [3, 4], [5, 6]]


def test_objects_that_touch_have_different_colours():
    found = searched("large").detections
    labels = found.segmentation()
    colours = colour_numbers(labels, found)
    assert colours[0] == 0
    assert set(colours[1:]) == set(range(1, len(OBJECT_COLOURS) + 1))
    first, second = touching(labels, found.raw.footprints)
    assert len(first) > 5
    assert (colours[first] != colours[second]).all()
    assert np.array_equal(colours, colour_numbers(labels, found))
    assert np.array_equal(colour_image(labels, colours).any(axis=2), labels > 0)

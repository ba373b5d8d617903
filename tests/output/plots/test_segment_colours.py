import numpy as np

from sexlike.output.plots.segment_colours import OBJECT_COLOURS, colour_image, colour_numbers, touching

from ..skies import searched


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

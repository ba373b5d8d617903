"""Objects with what was merged into them, and the map of blanked pixels."""

from types import SimpleNamespace

import numpy as np

from sexlike.detection.detections import Merging
from sexlike.detection.footprints import Footprints
from sexlike.detection.scanview import ScanView
from sexlike.detection.survivors import (
    blank,
    brightest_members,
    merged_objects,
    merged_shapes,
    on_the_frame,
    progress_of_scan,
)

from .fields import bright_in
from .found import shapes_at

# Detection 2 is object 0 and holds 0; detection 1 is object 1 and holds nothing; 3 is held by none.
MERGING = Merging(np.array([0, 1, 0, -1]), np.array([2, 1]))


def test_objects_have_light_peak_and_box_of_all_that_they_hold():
    box = {"x_min": [3, 19, 6, 49], "x_max": [5, 21, 9, 51], "y_min": [7, 29, 5, 59], "y_max": [8, 31, 6, 61]}
    shapes = shapes_at([4, 20, 7, 50], [6, 30, 8, 60], flux=[10, 20, 40, 80], peak=[5, 2, 3, 9], **box)
    found = merged_shapes(shapes, MERGING)
    assert found["flux"].tolist() == [50, 20]
    assert found["flux"].dtype == np.float32
    assert found["peak"].tolist() == [5, 2]
    assert (found["x_peak"].tolist(), found["y_peak"].tolist()) == ([4, 20], [6, 30])
    assert [found[name].tolist() for name in box] == [[3, 19], [9, 21], [5, 29], [8, 31]]
    assert (found["x"].tolist(), found["y"].tolist()) == ([7, 20], [8, 30])
    assert found["x2"].tolist() == [4, 4]
    assert set(found) == set(vars(shapes))


def test_of_equal_peaks_it_is_the_objects_own():
    assert brightest_members(np.array([3, 2, 3, 9]), MERGING).tolist() == [2, 1]
    assert brightest_members(np.array([4, 2, 3, 9]), MERGING).tolist() == [0, 1]
    several = Merging(np.array([0, 0, 0]), np.array([1]))
    assert brightest_members(np.array([5, 5, 5]), several).tolist() == [1]
    assert brightest_members(np.array([6, 5, 6]), several).tolist() == [0]


def test_flags_and_areas_are_those_of_all_that_an_object_holds():
    deblended = SimpleNamespace(
        seed_edges=np.array([[0, 3, 4, 5], [1, 3, 4, 5], [4, 6, 4, 5], [0, 9, 0, 9]]),
        overflowed=np.array([False, True, False, True]),
        seed_x=np.array([np.nan, 2.0, np.nan, 1.0]),
    )
    candidates = SimpleNamespace(
        deblended=deblended,
        shapes=shapes_at([2, 2, 5, 4]),
        footprints=SimpleNamespace(count=np.array([6, 7, 9, 20])),
        threshold=np.array([1.0, 2, 3, 4], np.float32),
        parent=np.array([11, 12, 13, 14]),
    )
    memory = ScanView.of_whole_image(2, 10), np.array([True, False, False, True])
    found = merged_objects(candidates, MERGING, memory, (10, 10))
    assert found.detection.tolist() == [2, 1]
    assert found.area.tolist() == [15, 7]
    assert found.threshold.tolist() == [3, 2]
    assert found.parent.tolist() == [13, 12]
    assert found.deblended.tolist() == [False, True]
    assert found.truncated.tolist() == [True, False]
    assert found.overflowed.tolist() == [False, True]
    assert found.incomplete.tolist() == [True, False]
    assert found.view is memory[0]
    assert found.association is None
    assert {found.area.dtype, found.parent.dtype} == {np.dtype(np.int32)}


def test_boxes_on_the_frame():
    """Lowest and highest x, lowest and highest y, in an image of 20 rows and 30 columns."""
    edges = np.array([[0, 5, 1, 5], [1, 5, 0, 5], [1, 29, 1, 5], [1, 5, 1, 19], [1, 28, 1, 18], [1, 19, 1, 5]])
    assert on_the_frame(edges, (20, 30)).tolist() == [True, True, True, True, False, False]


def test_how_far_the_scan_had_come():
    """A blob is complete one row after its last pixel; the blanking is some rows behind."""
    last_pixel = np.array([3 * 30 + 7])
    assert progress_of_scan(last_pixel, 30, None) == {"scanned_to": [4 * 30 + 7], "blanked_to": [4 * 30 + 7]}
    assert progress_of_scan(last_pixel, 30, 2) == {"scanned_to": [4 * 30 + 7], "blanked_to": [2 * 30 + 29]}


def test_blanked_are_all_pixels_above_the_threshold_but_those_given_back():
    """Detection 0 has been given back up to row 1; the pixel in the corner belongs to none."""
    pixels = np.array([[5, 1, 0, 9], [5, 5, 0, 0], [5, 0, 5, 5]], np.float32)
    y, x = np.array([0, 1, 1, 2, 2, 2]), np.array([0, 0, 1, 0, 2, 3])
    footprints = Footprints.from_counts(x, y, [4, 2])
    blanked = blank(bright_in(pixels, 1), footprints, np.array([-1, -1]))
    np.testing.assert_array_equal(blanked.rows(0, 3), [[1, 0, 0, -1], [1, 1, 0, 0], [1, 0, 2, 2]])
    blanked = blank(bright_in(pixels, 1), footprints, np.array([1, -1]))
    np.testing.assert_array_equal(blanked.rows(0, 3), [[0, 0, 0, -1], [0, 0, 0, 0], [1, 0, 2, 2]])
    assert blanked.labels.dtype == np.int32

from types import SimpleNamespace

import numpy as np

from sexlike.detection.cleaning.linebuffer import LineBuffer, LinesNeeded

from .stars import stars


def test_a_low_image_is_flushed_once_and_a_tall_one_line_by_line():
    assert LineBuffer.from_settings(100, 1024, 3, 0).flushes() == [(99, 0)]
    assert LineBuffer.from_settings(1027, 1024, 3, 0).flushes() == [(1021, 0), (1022, 1), (1023, 2)]
    assert LineBuffer.from_settings(1500, 1024, 0, 24).flushes()[0] == (1024 + 24 + 256 - (1 + 24 + 256) - 1, 0)
    assert LineBuffer.from_settings(1024, 1024, 3, 0).flushes() == [(1023, 0)]
    assert LineBuffer.from_settings(1025, 1024, 3, 0).flushes() == [(1021, 0)]


def test_a_kernel_holds_lines_back_and_none_holds_back_one():
    assert LineBuffer.from_settings(101, 100, 7, 0).flushes() == [(100 - 4 - 1, 0)]
    assert LineBuffer.from_settings(101, 100, 5, 0).flushes() == [(100 - 3 - 1, 0)]
    assert LineBuffer.from_settings(101, 100, 0, 0).flushes() == [(100 - 1 - 1, 0)]


def test_the_buffer_is_as_high_as_the_kernel():
    assert LineBuffer.from_settings(12, 4, 9, 0).flushes() == [(3, 0), (4, 1), (5, 2)]


def lines_needed(y, y_min, y_max, ellipse=(1, 1, 0), reach=0):
    """The lines that a detection needs whose box and coefficients are these."""
    position = {"y": np.array([y]), "y_min": np.array([y_min], np.int32), "y_max": np.array([y_max], np.int32)}
    coefficients = dict(zip(("cxx", "cyy", "cxy"), np.array(ellipse, np.float32)[:, None], strict=True))
    return LinesNeeded(SimpleNamespace(**position, **coefficients), reach).lines_of(0)


def test_lines_needed_cover_the_ellipse_the_box_and_the_apertures():
    assert lines_needed(50.0, 48, 52, reach=3) == (48 - 14, 52 + 14)
    assert lines_needed(50.0, 48, 52, reach=40) == (10, 90)


def test_lines_needed_cover_a_tall_ellipse():
    """Its half height at a third of the 1-sigma isophote decides where the box is lower."""
    cxx, cyy = 1 / 4, 1 / 30**2
    margin = int(2 * 30 / np.sqrt(3) + 4.5)
    assert lines_needed(50.0, 45, 55, (cxx, cyy, 0)) == (45 - margin, 55 + margin)
    margin = int(2 * 30 / np.sqrt(3 * (1 - 0.9**2)) + 4.5)
    assert lines_needed(50.0, 45, 55, (cxx, cyy, 2 * 0.9 * np.sqrt(cxx * cyy))) == (45 - margin, 55 + margin)


def test_an_ellipse_that_is_none_needs_the_lines_of_its_box():
    assert lines_needed(50.0, 48, 52, (1, 1, 2)) == (48 - 14, 52 + 14)


def test_an_ellipse_without_end_needs_very_many_lines():
    assert lines_needed(50.0, 48, 52, (1e38, 1e-38, 0)) == (48 - 2 * 10**9 - 4, 52 + 2 * 10**9 + 4)


def test_centres_are_rounded():
    assert [lines_needed(y, 49, 50, reach=100) for y in (49.4, 49.6)] == [(-51, 149), (-50, 150)]


def test_lines_of_a_detection_grow_with_what_it_absorbs_and_others_keep_theirs():
    lines = LinesNeeded(stars([0, 0, 0], [20, 30, 50]).shapes, 3)
    assert [lines.lines_of(i) for i in range(3)] == [(9, 31), (19, 41), (39, 61)]
    lines.unite(1, [0])
    assert [lines.lines_of(i) for i in range(3)] == [(9, 31), (19 - 30, 31 + 30), (39, 61)]
    lines.unite(2, [1])
    assert lines.lines_of(2) == (19 - 70, 51 + 70)


def test_the_first_line_follows_the_scan():
    buffer = LineBuffer.from_settings(100, 20, 3, 0)
    assert buffer.first_line(np.array([0, 17, 18, 19, 50, 99, 100])).tolist() == [0, 0, 1, 2, 33, 80, 80]
    assert buffer.last_first_line == 80
    assert LineBuffer.from_settings(15, 20, 3, 0).first_line(14) == 0

import numpy as np

from sexlike.detection.cleaning.waitinglist import LineBuffer, LinesNeeded, WaitingList, lines_needed

from .stars import stars


def test_at_the_end_the_first_goes_and_then_from_the_last_down():
    waiting = WaitingList([], 100)
    for i in range(5):
        waiting.append(i, 0, 10)
    waiting.close()
    assert waiting.order == [0, 4, 3, 2, 1]


def test_the_last_takes_the_slot_of_whoever_leaves():
    waiting = WaitingList([], 100)
    for i in range(4):
        waiting.append(i, 0, 10)
    waiting.remove(1)
    assert waiting.slots == [0, 3, 2]
    waiting.close()
    assert waiting.order == [0, 2, 3]


def test_a_flush_takes_those_whose_lines_are_left_behind_from_the_last_slot_down():
    waiting = WaitingList([(9, 5)], 100)
    for i, lowest in enumerate((2, 7, 5, 3)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(9)
    assert waiting.order == []
    waiting.scan_to(10)
    assert waiting.order == [3, 2, 0]
    assert waiting.slots == [1]


def test_a_full_list_puts_out_the_first_whose_lines_end_lowest():
    waiting = WaitingList([], 3)
    for i, highest in enumerate((9, 5, 5)):
        waiting.append(i, 0, highest)
    waiting.make_room()
    assert waiting.order == [1]
    waiting.append(3, 0, 4)
    waiting.make_room()
    assert waiting.order == [1, 3]


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


def test_several_flushes_may_be_due_at_once():
    waiting = WaitingList([(5, 0), (6, 3), (7, 4)], 100)
    for i, lowest in enumerate((4, 0, 9)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(8)
    assert waiting.order == [1, 0]


def test_what_was_removed_is_not_released():
    waiting = WaitingList([(9, 5)], 2)
    for i, (lowest, highest) in enumerate(((2, 4), (3, 9))):
        waiting.append(i, lowest, highest)
    waiting.remove(0)
    waiting.make_room()
    assert waiting.order == []
    waiting.append(2, 8, 12)
    waiting.make_room()
    assert waiting.order == [1]
    waiting.scan_to(10)
    assert waiting.slots == [2]


def test_lines_needed_cover_the_ellipse_the_box_and_the_apertures():
    one = np.float32(1)
    assert lines_needed(np.float64(50), 48, 52, one, one, np.float32(0), 3) == (48 - 14, 52 + 14)
    assert lines_needed(np.float64(50), 48, 52, one, one, np.float32(0), 40) == (10, 90)


def test_lines_needed_cover_a_tall_ellipse():
    """Its half height at a third of the 1-sigma isophote decides where the box is lower."""
    cxx, cyy, cxy = np.float32(1 / 4), np.float32(1 / 30**2), np.float32(0)
    margin = int(2 * 30 / np.sqrt(3) + 4.5)
    assert lines_needed(np.float64(50), 45, 55, cxx, cyy, cxy, 0) == (45 - margin, 55 + margin)
    turned = np.float32(2 * 0.9 * np.sqrt(cxx * cyy))
    margin = int(2 * 30 / np.sqrt(3 * (1 - 0.9**2)) + 4.5)
    assert lines_needed(np.float64(50), 45, 55, cxx, cyy, turned, 0) == (45 - margin, 55 + margin)


def test_an_ellipse_that_is_none_needs_the_lines_of_its_box():
    one = np.float32(1)
    assert lines_needed(np.float64(50), 48, 52, one, one, np.float32(2), 0) == (48 - 14, 52 + 14)


def test_centres_are_rounded():
    one, lines = np.float32(1), []
    for y in (49.4, 49.6):
        lines.append(lines_needed(np.float64(y), 49, 50, one, one, np.float32(0), 100))
    assert lines == [(-51, 149), (-50, 150)]


def test_lines_of_a_detection_grow_with_what_it_absorbs_and_others_keep_theirs():
    lines = LinesNeeded(stars([0, 0, 0], [20, 30, 50]).shapes, 3)
    assert [lines.lines_of(i) for i in range(3)] == [(9, 31), (19, 41), (39, 61)]
    lines.unite(1, [0])
    assert [lines.lines_of(i) for i in range(3)] == [(9, 31), (19 - 30, 31 + 30), (39, 61)]
    lines.unite(2, [1])
    assert lines.lines_of(2) == (19 - 70, 51 + 70)


def test_a_departure_knows_the_buffer_and_the_line_of_the_scan():
    waiting = WaitingList([(5, 0), (6, 1)], 2, last_first_line=4)
    for i, lowest in enumerate((0, 9)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(7, arrived=2)
    waiting.append(2, 9, 15)
    waiting.make_room()
    waiting.scan_to(np.inf, arrived=3)
    waiting.close()
    assert waiting.order == [0, 2, 1]
    flushed, displaced, last = waiting.departures
    assert (flushed.first_line, flushed.line, flushed.arrived) == (0, 6, 2)
    assert (displaced.first_line, displaced.line, displaced.arrived) == (1, 7, 2)
    assert (last.first_line, last.line, last.arrived) == (4, np.inf, 3)


def test_the_first_line_follows_the_scan():
    buffer = LineBuffer.from_settings(100, 20, 3, 0)
    assert buffer.first_line(np.array([0, 17, 18, 19, 50, 99, 100])).tolist() == [0, 0, 1, 2, 33, 80, 80]
    assert buffer.last_first_line == 80
    assert LineBuffer.from_settings(15, 20, 3, 0).first_line(14) == 0

import numpy as np

from sexlike.detection.cleaning.waitinglist import WaitingList, buffer_flushes, lines_needed


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
    assert buffer_flushes(100, 1024, 3, 0) == [(99, 0)]
    assert buffer_flushes(1027, 1024, 3, 0) == [(1021, 0), (1022, 1), (1023, 2)]
    assert buffer_flushes(1500, 1024, 0, 24)[0] == (1024 + 24 + 256 - (1 + 24 + 256) - 1, 0)


def test_lines_needed_cover_the_ellipse_the_box_and_the_apertures():
    one = np.float32(1)
    assert lines_needed(np.float64(50), 48, 52, one, one, np.float32(0), 3) == (48 - 14, 52 + 14)
    assert lines_needed(np.float64(50), 48, 52, one, one, np.float32(0), 40) == (10, 90)

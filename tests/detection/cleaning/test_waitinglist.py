from sexlike.detection.cleaning.waitinglist import Schedule, WaitingList
from sexlike.detection.scanview import NEVER


def test_at_the_end_the_first_goes_and_then_from_the_last_down():
    waiting = WaitingList(Schedule([], 100))
    for i in range(5):
        waiting.append(i, 0, 10)
    waiting.close()
    assert waiting.order == [0, 4, 3, 2, 1]


def test_the_last_takes_the_slot_of_whoever_leaves():
    waiting = WaitingList(Schedule([], 100))
    for i in range(4):
        waiting.append(i, 0, 10)
    waiting.remove(1)
    assert waiting.slots == [0, 3, 2]
    waiting.close()
    assert waiting.order == [0, 2, 3]


def test_a_flush_takes_those_whose_lines_are_left_behind_from_the_last_slot_down():
    waiting = WaitingList(Schedule([(9, 5)], 100))
    for i, lowest in enumerate((2, 7, 5, 3)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(9)
    assert waiting.order == []
    waiting.scan_to(10)
    assert waiting.order == [3, 2, 0]
    assert waiting.slots == [1]


def test_a_full_list_puts_out_the_first_whose_lines_end_lowest():
    waiting = WaitingList(Schedule([], 3))
    for i, highest in enumerate((9, 5, 5)):
        waiting.append(i, 0, highest)
    waiting.make_room()
    assert waiting.order == [1]
    waiting.append(3, 0, 4)
    waiting.make_room()
    assert waiting.order == [1, 3]


def test_several_flushes_may_be_due_at_once():
    waiting = WaitingList(Schedule([(5, 0), (6, 3), (7, 4)], 100))
    for i, lowest in enumerate((4, 0, 9)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(8)
    assert waiting.order == [1, 0]


def test_what_was_removed_is_not_released():
    waiting = WaitingList(Schedule([(9, 5)], 2))
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


def test_a_departure_knows_the_buffer_and_the_line_of_the_scan():
    waiting = WaitingList(Schedule([(5, 0), (6, 1)], 2, last_first_line=4))
    for i, lowest in enumerate((0, 9)):
        waiting.append(i, lowest, 20)
    waiting.scan_to(7, arrived=2)
    waiting.append(2, 9, 15)
    waiting.make_room()
    waiting.scan_to(NEVER, arrived=3)
    waiting.close()
    assert waiting.order == [0, 2, 1]
    assert waiting.departures == [(0, 6, 2), (1, 7, 2), (4, NEVER, 3)]


def test_a_list_that_is_full_before_the_buffer_scrolls_sees_its_first_lines():
    waiting = WaitingList(Schedule([(50, 0)], 1, last_first_line=4))
    waiting.append(0, 3, 9)
    waiting.scan_to(12, arrived=1)
    waiting.make_room()
    assert waiting.departures == [(0, 12, 1)]

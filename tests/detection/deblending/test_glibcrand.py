import numpy as np

from sexlike.detection.deblending.glibcrand import GlibcRand

FIRST = [1804289383, 846930886, 1681692777, 1714636915, 1957747793, 424238335, 719885386, 1649760492, 596516649]


def test_are_those_of_the_c_library():
    assert GlibcRand().take(9).tolist() == FIRST


def test_the_thousandth_follows_the_recurrence():
    numbers = GlibcRand().take(2000)
    sums = (numbers[:-31] + numbers[28:-3]) % 2**31
    gap = (numbers[31:] - sums) % 2**31
    assert set(gap.tolist()) <= {0, 1}  # the carry of the lowest bit, which is not shown


def test_are_one_sequence_however_they_are_taken():
    draws = GlibcRand()
    pieces = [draws.take(n) for n in (0, 1, 30, 31, 32, 500, 3, 0, 7000)]
    np.testing.assert_array_equal(np.concatenate(pieces), GlibcRand().take(sum(map(len, pieces))))


def test_some_are_skipped():
    numbers = GlibcRand().take(10_000)
    draws = GlibcRand()
    first = 0
    for skipped, taken in ((0, 3), (5, 40), (1000, 31), (31, 1), (4000, 2000)):
        draws.skip(skipped)
        first += skipped
        np.testing.assert_array_equal(draws.take(taken), numbers[first : first + taken])
        first += taken
    assert draws.drawn == first


def test_a_billion_are_skipped_at_once():
    draws, others = GlibcRand(), GlibcRand()
    draws.skip(10**9)
    for part in (10**9 // 3, 10**9 // 3, 10**9 // 3 + 1):
        others.skip(part)
    np.testing.assert_array_equal(draws.take(100), others.take(100))

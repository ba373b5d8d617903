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

"""The bits of FLAGS."""

from sexlike.measure.flags import FLAGS, explain_flags


def test_bits_are_all_there():
    assert [flag.bit for flag in FLAGS] == [1, 2, 4, 8, 16, 32, 64, 128]


def test_value_is_a_sum():
    assert [flag.bit for flag in explain_flags(19)] == [1, 2, 16]
    assert explain_flags(0) == ()
    assert sum(flag.bit for flag in explain_flags(255)) == 255

"""Axes of charts."""

import math

import pytest

from sexlike.batch.report.axes import julian_date, limits, moment, short_number, ticks, time_ticks


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.78, 1.65, ["0.8", "1.0", "1.2", "1.4", "1.6"]),
        (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-3, 12, ["0", "5", "10"]),
        (22.81, 22.99, ["22.85", "22.90", "22.95"]),
        (900, 21000, ["5k", "10k", "15k", "20k"]),
        (1e6, 6e6, ["1M", "2M", "3M", "4M", "5M", "6M"]),
    ],
)
def test_ticks_are_round(low, high, texts):
    found = ticks(low, high)
    assert [text for _, text in found] == texts
    assert all(low <= place <= high for place, _ in found)


@pytest.mark.parametrize("scale", [1e-7, 0.03, 1, 47, 3e5, 8e9])
@pytest.mark.parametrize("offset", [0, -5, 1000])
def test_ticks_are_neither_few_nor_many(scale, offset):
    found = ticks(offset * scale, (offset + 1) * scale)
    assert 2 <= len(found) <= 7
    assert len({text for _, text in found}) == len(found)


def test_a_range_is_never_empty():
    for value in (0.0, 5.0, -2.0):
        low, high = limits([value])
        assert low < value < high


def test_numbers_are_short():
    texts = {0: "0", 950: "950", 12_000: "12k", 12_500: "12.5k", 3_500_000: "3.5M", -20_000: "-20k"}
    assert {value: short_number(value, 0) for value in texts} == texts


def test_dates_are_read():
    assert julian_date("2026-11-26T12:00:00") == 61370.5
    assert julian_date("2026-11-26T12:00:00.000Z") == 61370.5
    assert julian_date("1858-11-17") == 0
    assert all(math.isnan(julian_date(text)) for text in ("", "26/11/26", "yesterday"))
    assert f"{moment(61370.25):%Y-%m-%d %H:%M:%S}" == "2026-11-26 06:00:00"


@pytest.mark.parametrize(
    ("days", "first"), [(0.02, "00:10"), (0.4, "03:00"), (2, "12:00"), (30, "12-06"), (2000, "2027")]
)
def test_times_are_hours_or_dates(days, first):
    found = time_ticks(61370.001, 61370.001 + days)
    assert 2 <= len(found) <= 5
    assert found[0][1].startswith(first)

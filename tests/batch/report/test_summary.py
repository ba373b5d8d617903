"""The summary of a batch, and which exposures are the worst."""

import pytest

from sexlike.batch.report.summary import duration, facts, summary
from sexlike.batch.report.worst import worst
from sexlike.batch.state.columns import complete

from .madeup import night


def test_the_summary_tells_what_matters():
    rows = night()
    told = dict(facts(rows))
    assert told["exposures"] == "40"
    assert told["done"] == "36"
    assert told["failed"] == "4"
    assert told["objects in all"] == f"{sum(row['objects'] or 0 for row in rows):,}"
    assert told["median seeing"].startswith("0.8")
    assert told["median seeing"].endswith(" arcsec")
    assert told["most memory"] == "250 MB"
    assert told["hosts"] == "2"
    text = summary(rows)
    assert "exposures             40\n" in text
    assert "\nFailed:\n  night_0009.fits.fz: cannot open night_0009.fits.fz: no such file\n" in text
    assert "\nWorst:\n  night_0007.fits.fz: seeing 1.62 (median 0.8" in text


def test_without_a_size_of_pixels_the_seeing_is_in_pixels():
    rows = [row | {"seeing": None} for row in night()]
    assert dict(facts(rows))["median seeing"].endswith(" pixels")
    assert worst(rows)[0][1].startswith("seeing 6.20 (median 3.")


def test_the_worst_comes_first_and_says_why():
    rows = night()
    (index, reason), *_ = worst(rows)
    assert index == 7
    assert "depth in AUTO 21.90 (median 22.9" in reason
    assert len(worst(rows, most=1)) == 1


def test_a_good_seeing_is_not_among_the_worst():
    rows = night()
    rows[12] |= {"seeing": 0.3, "depth_auto": 25.0, "background": 1.0, "objects": 9999}
    assert 12 not in [index for index, _ in worst(rows)]


def test_exposures_that_are_all_alike_are_not_bad():
    rows = [row for row in night() if row["status"] == "done"][:5]
    alike = [rows[0] | {"seeing": 0.8 + 0.001 * index} for index in range(5)]
    assert worst(alike) == []


@pytest.mark.parametrize("rows", [[], [complete({"images": "a.fits", "status": "waiting"})]])
def test_a_batch_that_has_not_begun_has_a_summary(rows):
    assert f"exposures       {len(rows)}\n" in summary(rows)
    assert worst(rows) == []


def test_many_failures_are_counted():
    rows = [complete({"images": f"{n}.fits", "status": "failed", "sentence": "no\x1b[2J"}) for n in range(25)]
    text = summary(rows)
    assert "  19.fits: no\\x1b[2J\n  ... and 5 more\n" in text


@pytest.mark.parametrize(
    ("seconds", "text"), [(3.21, "3.2 s"), (125, "2 min 5 s"), (3599.9, "1 h 0 min"), (7300, "2 h 1 min")]
)
def test_durations_are_for_people(seconds, text):
    assert duration(seconds) == text

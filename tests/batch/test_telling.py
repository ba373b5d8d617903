"""What a batch says, and what it tells of exposures: seeing, depth, date."""

import re
import shlex

import numpy as np
import pytest
from astropy.io.fits import Header

from sexlike.batch.night import Tally
from sexlike.batch.plan import plan_text
from sexlike.batch.report.summary import summary
from sexlike.batch.rows.exposure import Exposure
from sexlike.batch.running.quality import aperture_depth, median, observed_at, width_of_points
from sexlike.batch.state.columns import empty_row
from sexlike.batch.steps import Step
from sexlike.batch.telling import Telling, describe_failures, describe_row, standing_of
from sexlike.output.progressline import progress_line

from ..test_progress_on_terminals import lines_of_progress, run_on_a_terminal
from .nights import COMMAND, write_images

DONE = empty_row() | {"stem": "a", "status": "done", "objects": 1234, "seconds": 2.0, "images": "n/a.fits"}
FAILED = empty_row() | {"stem": "b", "status": "failed", "sentence": "cannot open b.fits", "images": "b.fits"}


def test_how_far_it_is():
    tally = Tally(10, running=2)
    for row in (DONE, DONE, DONE, FAILED):
        tally.count(row)
    standing = standing_of(tally, 20.0)
    assert standing.text == "4/10, 2 in flight, 1 failed, 3,702 objects"
    assert (standing.share, standing.left) == (0.4, pytest.approx(30))
    assert standing_of(Tally(0), 5.0) == ("0/0, 0 in flight, 0 failed, 0 objects", 1.0, 0.0)
    assert standing_of(Tally(5), 5.0).left is None


@pytest.mark.parametrize(
    ("tally", "left", "text"),
    [
        (Tally(12, 5, 0, 2, 9876), 31.0, "31 s left, 5/12, 2 in flight, 0 failed, 9,876 objects"),
        (Tally(200, 110, 10, 2, 123_456), 119.0, "119 s left, 120/200, 2 in flight, 10 failed, 123,456 objects"),
        (
            Tally(3000, 1110, 124, 64, 12_345_678),
            7000.0,
            "117 min left, 1,234/3,000, 64 in flight, 124 failed, 12,345,678 objects",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_row_of_80_characters_has_room_for_all(tally, left, text, encoding):
    """Exposures done, in flight, failed, objects so far, time left; the bar has what they leave."""
    standing = standing_of(tally, 1.0)._replace(left=left)
    line = progress_line(standing, 80, encoding)
    assert line.endswith(text)
    assert len(line) < 80


@pytest.mark.needs_posix
def test_a_terminal_shows_how_far_a_batch_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_images(".", ["a.fits", "b.fits", "c.fits"], 64)
    (tmp_path / "d.fits").write_bytes(b"")
    command = f"{shlex.join(COMMAND)} --batch ?.fits -CATALOG_NAME {{stem}}.cat; true"  # it fails, as d.fits does
    lines = lines_of_progress(run_on_a_terminal(["sh", "-c", command], 80))
    assert max(map(len, lines)) < 80
    pattern = re.compile(r"> +\d+% .*?(\d)/4, \d in flight, [01] failed, \d+ objects?$")
    shown = [match[1] for match in map(pattern.match, lines) if match]
    assert len(shown) == len(lines)
    assert (shown[0], shown[-1]) == ("0", "4")
    assert lines[-1].startswith("> 100%")
    assert "1 failed" in lines[-1]
    if time_left := [line for line in lines if " left, " in line]:  # it is told after a second
        assert re.search(r"\d (s|min) left, ", time_left[0])


def test_a_line_for_each_exposure():
    tally = Tally(12, done=3, failed=1)
    assert describe_row(DONE, tally) == "[ 4/12] a: 1,234 objects, 2.0 s"
    full = DONE | {"objects": 1, "fwhm": 3.21, "seeing": 0.87, "depth_auto": 24.0}
    assert describe_row(full, tally) == "[ 4/12] a: 1 object, seeing 0.87 arcsec, depth 24.00 mag, 2.0 s"
    assert "seeing 3.21 pixels" in describe_row(full | {"seeing": None}, tally)
    assert describe_row(FAILED, tally) == "[ 4/12] b: failed: cannot open b.fits"


def test_the_failures_at_the_end():
    assert describe_failures([DONE]) == ""
    assert describe_failures([DONE, FAILED]) == "1 of 2 exposures failed\n  b.fits: cannot open b.fits"
    for sentence in ("b.fits is not a FITS file", "b.fits: no such file"):
        assert describe_failures([FAILED | {"sentence": sentence}]) == f"1 of 1 exposure failed\n  {sentence}"
    many = describe_failures([FAILED] * 30).splitlines()
    assert len(many) == 22
    assert many[-1] == "  and 10 more, which the state tells"


def test_a_name_with_a_line_feed_stays_on_its_line():
    name = "a\n> *Error*: b\t.fits"
    exposure, row = Exposure(1, (name,)), {"stem": name, "images": name}
    told = [
        describe_row(DONE | row, Tally(1)),
        describe_failures([FAILED | row]).partition("\n")[2],
        Telling().describe_plan([Step(exposure, name, "run", "--why")]).partition("\n")[2],
        plan_text([Step(exposure, name, "skip", "unchanged")]).partition("\n\n")[0],
        summary([FAILED | row]).rpartition("Failed:\n")[2].rstrip("\n"),
    ]
    for text in told:
        assert r"a\n> *Error*: b\t.fits" in text
        assert "\n" not in text


def test_what_redo_does_is_told_once():
    step = Step(Exposure(1, ("a.fits",)), "a.fits", "run", "--redo")
    assert Telling().describe_plan([step, step]) == "----- 2 exposures"


@pytest.mark.parametrize("stars", [15, 200])
def test_stars_are_the_narrow_sequence(stars):
    random = np.random.default_rng(stars)
    widths = np.concatenate([random.normal(3.2, 0.08, stars), random.lognormal(1.9, 0.4, 20 + stars), [1.1, 1.2]])
    assert width_of_points(random.permutation(widths)) == pytest.approx(3.2, rel=0.02)


def test_too_few_stars():
    assert np.isnan(width_of_points(np.array([3.0, 3.0, 3.0, 3.0])))
    assert np.isnan(width_of_points(np.geomspace(1, 500, 12)))


def test_depth_and_medians():
    assert aperture_depth(2.0, 5.0, 25.0) == pytest.approx(25 - 2.5 * np.log10(5 * 2 * np.sqrt(np.pi * 2.5**2)))
    assert np.isnan(aperture_depth(0.0, 5.0, 25.0))
    assert median([1.0, np.nan, 3.0]) == 2.0
    assert median([np.nan]) is None


@pytest.mark.parametrize(
    ("cards", "date"),
    [
        ({"DATE-OBS": "2024-05-06T07:08:09.5"}, "2024-05-06T07:08:09.5"),
        ({"DATE-OBS": "2024-05-06", "TIME-OBS": "07:08:09"}, "2024-05-06T07:08:09"),
        ({"DATE-OBS": "2024-05-06"}, "2024-05-06"),
        ({"DATE-BEG": "2024-05-06T01:02:03"}, "2024-05-06T01:02:03"),
        ({"MJD-OBS": 60000.5}, "2023-02-25T12:00:00"),
        ({"MJD-OBS": 1e300}, ""),
        ({}, ""),
    ],
)
def test_when_it_was_observed(cards, date):
    assert observed_at(Header(cards)) == date

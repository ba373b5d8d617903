"""The stages of a run, and its profile."""

import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike.cli import main
from sexlike.config.arguments import parse_arguments
from sexlike.stages import REST, START_UP, WRITING, profiling, stage
from sexlike.threads import in_slices

ROW = re.compile(r"^(\S.*?) +([\d.]+) +([\d.]+) +([\d.]+)% +([\d.]+) +([\d.]+)$", re.MULTILINE)


def work(seconds):
    """Keep the processor busy."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_stages_within_others_count_for_themselves():
    @stage("outer")
    def outer():
        work(0.02)
        with stage("inner"):
            work(0.2)

    with profiling() as profile:
        outer()
        outer()
    assert list(profile.seconds) == [START_UP, REST, "outer", "inner"]
    outer_time, inner_time = (profile.seconds[name][1] for name in ("outer", "inner"))
    assert 0.04 <= outer_time < 0.2
    assert 0.4 <= inner_time < 0.6


def test_what_threads_cannot_share_is_serial():
    with profiling() as profile, stage("shared"):
        work(0.1)
        in_slices(lambda first, stop: work(0.3), 2, 1)
        in_slices(lambda first, stop: work(0.05), 1, 1)  # too little to be shared
    rows = {name: [*map(float, numbers)] for name, *numbers in ROW.findall(profile.table())}
    processor, serial = rows["shared"][1], rows["shared"][4]
    assert 0.15 <= serial < 0.25
    assert processor - serial == pytest.approx(0.3, abs=0.1)
    assert rows["sum"][4] == pytest.approx(rows["sum"][1] - (processor - serial), abs=0.003)


def test_a_stage_that_fails_has_ended():
    with profiling() as profile:
        with pytest.raises(ValueError, match="odd"), stage("failing"):
            raise ValueError("odd")
        assert profile.stages == [REST]


def test_other_threads_have_no_stages():
    def in_thread():
        with stage("of a thread"):
            pass

    with profiling() as profile:
        thread = threading.Thread(target=in_thread)
        thread.start()
        thread.join()
    assert "of a thread" not in profile.seconds


def test_nothing_is_kept_without_a_profile():
    with profiling() as profile:
        pass
    with stage("later"):
        pass
    assert "later" not in profile.seconds


def test_shares_are_those_of_the_processor():
    with profiling() as profile, stage("all of it"):
        work(0.05)
        with stage("nothing"):
            pass
    assert "nothing" in profile.seconds
    rows = {name: [*map(float, numbers)] for name, *numbers in ROW.findall(profile.table())}
    assert {START_UP, "all of it", "sum"} <= set(rows)
    assert "nothing" not in rows
    assert rows["sum"][2] == 100
    assert sum(row[2] for name, row in rows.items() if name != "sum") == pytest.approx(100, abs=0.2)
    processor = rows["all of it"][1] / rows["sum"][1]
    assert rows["all of it"][2] == pytest.approx(100 * processor, abs=0.5)


@pytest.fixture
def image(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(1).normal(size=(100, 100)).astype(np.float32)
    pixels[50:53, 50:53] += 30
    fits.writeto("image.fits", pixels)
    Path("run.param").write_text("NUMBER\nFLUX_AUTO\n")
    return ["image.fits", "-c", "/dev/null", "-PARAMETERS_NAME", "run.param"]


@pytest.mark.parametrize("verbose_type", ["QUIET", "NORMAL"])
def test_the_profile_is_printed_after_the_run(capsys, image, verbose_type, monkeypatch):
    monkeypatch.setattr("sexlike.stages.SHORTEST_TOLD", 0)  # the image is small
    assert main([*image, "--profile", "-VERBOSE_TYPE", verbose_type]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    names = [name for name, *_ in ROW.findall(err)]
    for name in (START_UP, "reading", "background", "subtraction", "filtering", "blobs", "deblending", "cleaning"):
        assert name in names
    assert {"kron", WRITING}.issubset(names)
    assert names[0] == START_UP
    assert names[-2:] == [REST, "sum"]
    assert err.rstrip().splitlines()[-1].startswith("sum ")


def test_without_the_option_there_is_none(capsys, image):
    assert main(image) == 0
    assert "processor" not in capsys.readouterr().err


def test_the_option_may_stand_anywhere():
    for argv in (["--profile", "a.fits"], ["a.fits", "--profile", "-GAIN", "2"], ["a.fits", "--PROFILE"]):
        arguments = parse_arguments(argv)
        assert (arguments.action, arguments.images, arguments.profile) == ("run", ["a.fits"], True)
    assert not parse_arguments(["a.fits"]).profile

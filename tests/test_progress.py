"""How far a run is, as a terminal shows it."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from astropy.io import fits

from sexlike import progress
from sexlike.images.fitsfile import open_fits
from sexlike.progress import Teller, counter, describe_left, listening, tell_step
from sexlike.threads import in_slices, use_threads


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def told(monkeypatch):
    """What is told, where each look at the clock finds it half a second later."""
    texts, clock = [], Clock()

    def later():
        clock.now += 0.5
        return clock.now

    monkeypatch.setattr(progress, "Teller", lambda show: Teller(show, later))
    with listening(texts.append):
        yield texts


def test_tasks_and_their_steps():
    texts = []
    with listening(texts.append):
        tell_step("first")
        progress.progress("Searching")
        tell_step("blobs")
    progress.progress("nobody listens")
    tell_step("nor here")
    assert texts == ["first", "Searching", "Searching: blobs"]


def test_the_time_left_follows_from_what_is_done():
    texts, clock = [], Clock()
    teller = Teller(texts.append, clock)
    teller.begin_task("Measuring")
    tell = teller.counter(4000, "objects")
    for clock.now, done in ((100.05, 10), (100.5, 500), (102, 1000), (102.05, 1500), (110, 3000)):
        tell(done)
    assert texts == [
        "Measuring",
        "Measuring, 500 of 4,000 objects",  # too early for a guess
        "Measuring, 1,000 of 4,000 objects, 6 s left",
        "Measuring, 3,000 of 4,000 objects, 4 s left",
    ]


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s left"), (119, "119 s left"), (290, "5 min left")])
def test_times_in_words(seconds, text):
    assert describe_left(seconds) == text


def test_nobody_listens():
    assert counter(10, "rows") is None


@pytest.mark.parametrize("threads", [1, 2])
def test_slices_are_told_and_done(told, threads):
    done = np.zeros(800, int)
    together = threading.Barrier(threads, timeout=30)  # no thread does all of it

    def work(first, stop):
        if first < 100:
            together.wait()
        done[first:stop] += 1

    try:
        use_threads(threads)
        in_slices(work, 800, 10, "objects")
    finally:
        use_threads(1)
    assert (done == 1).all()
    assert told[0].endswith(" of 800 objects")


def test_rows_are_told_as_they_are_read(told, tmp_path):
    pixels = np.arange(4 << 20, dtype=np.float32).reshape(-1, 1024)
    fits.writeto(tmp_path / "image.fits", pixels)
    tell_step("reading")
    assert np.array_equal(open_fits(str(tmp_path / "image.fits")).pixels(0), pixels)
    assert told == [
        "reading",
        "reading, 1,024 of 4,096 rows",
        "reading, 2,048 of 4,096 rows",
        "reading, 3,072 of 4,096 rows, 1 s left",
        "reading, 4,096 of 4,096 rows",
    ]


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "image.fits"
    fits.writeto(path, np.random.default_rng(1).normal(size=(600, 600)).astype(np.float32))
    return path


def command(image, *options):
    words = [str(image), "-CATALOG_NAME", str(image.with_suffix(".cat")), *options]
    return [sys.executable, "-m", "sexlike", *words]


def run_on_a_terminal(argv):
    """Run a command whose standard error is a terminal -> what it shows."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(argv, stderr=theirs, stdout=subprocess.DEVNULL) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # Linux' way to say that nobody writes any more
                part = b""
            if not part:
                break
            parts.append(part)
    os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode()


def test_a_terminal_shows_the_steps_and_wipes_them_out(image):
    shown = run_on_a_terminal(command(image))
    assert "\r> Loading the image: background" in shown
    assert "\r> Searching for objects: filtering" in shown
    assert "\r> Measuring " in shown
    assert "\x1b" not in shown
    lines = [line.rsplit("\r", 1)[-1] for line in shown.replace("\r\n", "\n").rstrip("\n").split("\n")]
    assert lines[-1].startswith("> All done (in ")
    assert not any(line.startswith(("> Loading", "> Searching", "> Measuring")) for line in lines)


def test_a_quiet_run_shows_none(image):
    assert run_on_a_terminal(command(image, "-c", os.devnull, "-VERBOSE_TYPE", "QUIET")) == ""


def test_a_pipe_gets_none(image):
    done = subprocess.run(command(image), check=True, capture_output=True, text=True)
    assert "All done" in done.stderr
    assert "\r" not in done.stderr
    assert "Searching for objects" not in done.stderr

"""How far a run is, as a terminal shows it."""

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
    told, clock = [], Clock()

    def later():
        clock.now += 0.5
        return clock.now

    monkeypatch.setattr(progress, "Teller", lambda show: Teller(show, later))
    with listening(told.append):
        yield told


def test_tasks_and_their_steps():
    told = []
    with listening(told.append):
        tell_step("first")
        progress.progress("Searching")
        tell_step("blobs")
    progress.progress("nobody listens")
    tell_step("nor here")
    assert [standing.text for standing in told] == ["first", "Searching", "Searching: blobs"]


def test_the_share_that_is_done_follows_from_the_stages_and_the_time_left_from_the_share():
    told, clock = [], Clock()
    teller = Teller(told.append, clock)
    teller.expect(["growth", "kron"])  # 490 and 35
    teller.begin_image(0, 1)
    teller.begin_task("Measuring")
    teller.begin_step("growth")
    tell = teller.counter(4000, "objects")
    for clock.now, done in ((100.05, 10), (100.5, 500), (102, 1000), (102.05, 1500), (110, 3000)):
        tell(done)
    teller.begin_step("kron")
    assert [(standing.text, round(525 * standing.share, 6)) for standing in told] == [
        ("Measuring", 0),
        ("Measuring: growth", 0),
        ("Measuring: growth, 500 of 4,000 objects", 490 / 8),
        ("Measuring: growth, 1,000 of 4,000 objects", 490 / 4),
        ("Measuring: growth, 3,000 of 4,000 objects", 490 * 3 / 4),
        ("Measuring: kron", 490),
    ]
    left = [standing.left for standing in told]
    assert left[:3] == [None] * 3  # too early for a guess
    assert left[3:] == pytest.approx([2 * (525 / 122.5 - 1), 10 * (525 / 367.5 - 1), 10 * (525 / 490 - 1)])


def test_several_images_and_repeated_stages_never_go_back():
    told = []
    teller = Teller(told.append)
    teller.expect(["reading", "background"])
    for image in range(3):
        teller.begin_image(image, 3)
        teller.begin_task("Loading")
        for stage in ("reading", "background", "reading", "background", "something else"):
            teller.begin_step(stage)
            teller.counter(10, "rows")
    shares = [standing.share for standing in told]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert [told[6 * image].share for image in range(3)] == pytest.approx([0, 1 / 3, 2 / 3])
    assert told[6].text == "Image 2 of 3: Loading"
    assert shares[-1] == pytest.approx(1)


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
    assert told[0].text.endswith(" of 800 objects")


def test_rows_are_told_as_they_are_read(told, tmp_path):
    pixels = np.arange(4 << 20, dtype=np.float32).reshape(-1, 1024)
    fits.writeto(tmp_path / "image.fits", pixels)
    tell_step("reading")
    assert np.array_equal(open_fits(str(tmp_path / "image.fits")).pixels(0), pixels)
    assert [standing.text for standing in told] == [
        "reading",
        "reading, 1,024 of 4,096 rows",
        "reading, 2,048 of 4,096 rows",
        "reading, 3,072 of 4,096 rows",
        "reading, 4,096 of 4,096 rows",
    ]

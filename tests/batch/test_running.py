"""Tasks and executors: results are checked, processes that die are replaced, cores and memory are shared out."""

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sexlike import SexlikeError
from sexlike.batch.rows.inputs import read_exposures
from sexlike.batch.running import processes, sharing
from sexlike.batch.running.loop import result_of, run_tasks
from sexlike.batch.running.processes import Processes, lost
from sexlike.batch.running.sharing import OF_PROCESS, Shares, pixels_in
from sexlike.batch.running.task import run_exposure, sentence_of
from sexlike.batch.running.tasks import log_names, make_task
from sexlike.batch.state.staleness import Wishes
from sexlike.batch.steps import make_steps
from sexlike.config.config import load_config
from sexlike.threads import _number, lend_cores, use_threads

from .nights import write_images

TASK = {"number": 1, "stem": "a"}
RESULT = {**TASK, "status": "done", "objects": 3}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def tasks_of(names, **settings):
    write_images(".", names)
    Path("x.param").write_text("NUMBER\nX_IMAGE\n")
    config = {"PARAMETERS_NAME": "x.param", "CATALOG_NAME": "cats/{stem}.cat", "CATALOG_TYPE": "ASCII"} | settings
    steps = make_steps(read_exposures(names), load_config(None, config), {}, Wishes())
    logs = log_names(steps, "batch.ecsv")
    return [make_task(step, logs[step.key], 1) for step in steps]


def test_a_task_is_done_in_this_process():
    (task,) = tasks_of(["a.fits"])
    result = run_exposure(task)
    assert (result["status"], result["sentence"], result["stem"]) == ("done", "", "a")
    assert result["objects"] == len(Path("cats/a.cat").read_text().splitlines()) > 2
    log = Path("batch_logs/a.log").read_text()
    assert "with 1 thread\n" in log
    assert "Objects: detected" in log


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"images": ["no.fits"]}, "no.fits"),
        ({"folder": "/nowhere"}, "the folder /nowhere cannot be entered on the host"),
        ({"outputs": ["x.param/a.cat"]}, "cannot make the folder x.param"),
        ({"config": {}}, "a mistake of sexlike, see the log"),
    ],
)
def test_a_task_that_fails_has_a_sentence(change, sentence):
    (task,) = tasks_of(["a.fits"])
    result = run_exposure(task | change)
    assert result["status"] == "failed"
    assert sentence in result["sentence"]
    assert "\n" not in result["sentence"]


def test_a_log_that_cannot_be_written_is_left_out():
    (task,) = tasks_of(["a.fits"])
    assert run_exposure(task | {"log": "x.param/a.log"})["status"] == "done"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no disk that is always full")
def test_a_full_disk_is_a_sentence():
    (task,) = tasks_of(["a.fits"], CATALOG_NAME="/dev/full")
    result = run_exposure(task)
    assert result["status"] == "failed"
    assert "/dev/full: No space left on device" in result["sentence"]


def test_out_of_memory_is_a_sentence():
    assert sentence_of(MemoryError("17 GB")).startswith("out of memory: 17 GB")


def test_a_message_and_its_hint_are_two_sentences():
    assert sentence_of(SexlikeError("no such file b", "a.txt:1", "Did you mean c?")) == (
        "a.txt:1: no such file b. Did you mean c?"
    )
    assert sentence_of(SexlikeError("no file", hint="It is empty.")) == "no file. It is empty."
    assert sentence_of(SexlikeError("Is it there?", hint="No.")) == "Is it there? No."


class Now(Executor):
    """Does a task when it is handed over."""

    def __init__(self, work):
        self.work = work

    def submit(self, _, task):
        future = Future()
        try:
            future.set_result(self.work(task))
        except BaseException as error:
            future.set_exception(error)
        return future


def fail(error):
    raise error


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (lambda _: RESULT, None),
        (lambda _: RESULT | {"number": 2}, "what is no result"),
        (lambda _: RESULT | {"objects": "many"}, "what is no result"),
        (lambda _: RESULT | {"sentence": 1}, "what is no result"),
        (lambda _: RESULT | {"status": "odd"}, "what is no result"),
        (lambda _: None, "its worker returned what is no result: None"),
        (lambda _: fail(OSError("gone\naway")), "its worker was lost: OSError: gone away"),
        (lambda _: fail(MemoryError()), "out of memory"),
    ],
)
def test_results_are_checked(work, sentence):
    ((task, result),) = run_tasks([TASK], Now(work))
    assert task is TASK
    if sentence is None:
        assert result == RESULT
    else:
        assert result["status"] == "failed"
        assert sentence in result["sentence"]


def test_what_an_executor_gives_up_is_interrupted():
    given_up = Future()
    given_up.cancel()
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    for executor in (Now(lambda _: fail(BrokenExecutor("gone"))), pool):
        ((_, result),) = run_tasks([TASK], executor)
        assert result["status"] == "interrupted"
        assert "its worker was lost: BrokenExecutor: " in result["sentence"]
    assert result_of(given_up, TASK) == TASK | {"status": "interrupted", "sentence": "it was given up"}


def test_no_more_tasks_at_a_time_than_are_allowed():
    seen, running, lock = [], [], threading.Lock()

    def work(task):
        with lock:
            running.append(task)
            seen.append(len(running))
        time.sleep(0.01)
        with lock:
            running.remove(task)
        return task | {"status": "done"}

    tasks = [{"number": number, "stem": "x"} for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(run_tasks(iter(tasks), pool, lambda: 2, work))
    assert len(found) == 8
    assert max(seen) <= 2


def test_who_stops_to_ask_has_the_rest_taken_back():
    done = []

    def work(task):
        done.append(task["number"])
        time.sleep(0.02)
        return task | {"status": "done"}

    with ThreadPoolExecutor(1) as pool:
        ended = run_tasks([{"number": number, "stem": "x"} for number in range(50)], pool, work=work)
        next(ended)
        ended.close()
    assert len(done) < 5


@pytest.mark.needs_posix
def test_processes_that_die_are_replaced():
    tasks = tasks_of(["a.fits", "b.fits", "c.fits"])
    pool = Processes(1)
    try:
        futures = [pool.submit(run_exposure, task) for task in tasks]
        deadline = time.monotonic() + 60
        while not pool.children and time.monotonic() < deadline:
            time.sleep(0.001)
        os.kill(next(iter(pool.children.values())).pid, signal.SIGKILL)
        results = [future.result(60) for future in futures]
    finally:
        pool.shutdown()
    assert [result["status"] for result in results] == ["done"] * 3
    assert sum(result["attempts"] for result in results) == 4


@pytest.mark.needs_posix
def test_an_exposure_that_kills_its_process_is_left(monkeypatch):
    monkeypatch.setattr(processes, "CODE", "import os; os.kill(os.getpid(), 9)  # {path}")
    pool = Processes(1)
    try:
        result = pool.submit(run_exposure, TASK | {"log": "a.log"}).result(60)
    finally:
        pool.shutdown()
    assert result["status"] == "failed"
    assert result["attempts"] == 3
    assert result["sentence"].startswith("the process that worked on it was killed 3 times, by SIGKILL")


def test_a_process_that_ends_without_a_result():
    assert "ended once without a result, with exit status 1" in lost(TASK, 1, 1)["sentence"]


@pytest.mark.parametrize(
    ("left", "cores", "free", "need", "at_once", "threads"),
    [
        (200, 8, 100e9, 1e9, 8, 1),  # many small ones
        (200, 8, 3e9, 1e9, 2, 4),  # no more than fit
        (1, 8, 100e9, 1e9, 8, 8),
        (3, 8, 100e9, 1e9, 8, 2),
        (5, 2, 1e6, 1e9, 1, 2),  # at least one is tried
    ],
)
def test_cores_and_memory_are_shared_out(monkeypatch, left, cores, free, need, at_once, threads):
    monkeypatch.setattr(sharing, "free_memory", lambda: free)
    shares = Shares(left, cores)
    shares.learn(need)
    assert (shares.at_once(), shares.threads()) == (at_once, threads)
    assert Shares(1).need == OF_PROCESS


def test_pixels_are_known_from_headers():
    write_images(".", ["a.fits"])
    Path("b.fits").write_text("no image")
    assert 72 * 72 <= pixels_in("a.fits") <= 96 * 96
    assert pixels_in("b.fits") == pixels_in("no.fits") == 0


def test_cores_that_are_lent():
    before = _number.get()
    with lend_cores(2):
        use_threads(8)
        assert _number.get() == 2
        use_threads(1)
        assert _number.get() == 1
    use_threads(8)
    assert _number.get() == 8
    use_threads(before)


def test_the_seeing_is_that_of_the_stars():
    from astropy.io import fits

    random = np.random.default_rng(5)
    y, x = np.mgrid[:256, :256]
    image = random.normal(100, 1, x.shape)
    for place in random.uniform(10, 246, (40, 2)):
        image += random.uniform(50, 400) * np.exp(-((x - place[0]) ** 2 + (y - place[1]) ** 2) / (2 * 1.5**2))
    fits.writeto("s.fits", image.astype(np.float32))
    (task,) = tasks_of(["a.fits"], PIXEL_SCALE="0.5", GAIN="1")
    result = run_exposure(task | {"images": ["s.fits"]})
    assert result["fwhm"] == pytest.approx(1.5 * 2.355, rel=0.08)
    assert result["seeing"] == pytest.approx(0.5 * result["fwhm"], rel=1e-5)
    assert result["background"] == pytest.approx(100, abs=1)
    assert result["rms"] == pytest.approx(1, abs=0.1)

"""``--batch`` as a command and from Python: what it says, how it ends, and what it does the next time."""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from astropy.table import Table

import sexlike
from sexlike import SexlikeError, cli
from sexlike.config.arguments import parse_arguments

from .nights import COMMAND, ENVIRONMENT, rows_of, write_folder, write_images
from .nights import sexlike as command

FULL = os.environ.get("CI_FULL") == "1"
NAMES = ["a.fits", "b.fits", "c.fits", "d.fits"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A current folder with four images."""
    monkeypatch.chdir(tmp_path)
    write_folder(NAMES)


def run(capsys, *words, status=0):
    capsys.readouterr()
    assert cli.main(list(words)) == status
    return capsys.readouterr()


def test_names_without_quotes_and_the_next_run(capsys):
    said = run(capsys, "--batch", *NAMES)
    assert "4 exposures" in said.err
    assert re.search(r"\[4/4\] \w: \d+ objects, \d", said.err)
    assert "4 done" in said.err
    assert sorted(path.name for path in Path().glob("*.cat")) == [f"{name[0]}_test.cat" for name in NAMES]
    assert "4 up to date" in run(capsys, "--batch", "?.fits").err
    assert "1 done" not in run(capsys, "--batch", "a.fits", "-VERBOSE_TYPE", "QUIET").err
    Path("b_test.cat").unlink()
    said = run(capsys, "--batch", *NAMES)
    assert "      b.fits: b_test.cat is missing\n" in said.err
    assert "[1/1] b: " in said.err
    assert [row["status"] for row in rows_of().values()] == ["done"] * 4


def test_failures_and_trying_again(capsys):
    Path("b.fits").write_bytes(b"")
    said = run(capsys, "--batch", *NAMES, status=1)
    assert "> *Error*: 1 of 4 exposures failed\n  b.fits is not a FITS file. The file is empty.\n" in said.err
    assert "1 failed before" in run(capsys, "--batch", *NAMES, status=1).err
    again = run(capsys, "--batch", *NAMES, "--retry-failed", status=1)
    assert "[1/1] b: failed: " in again.err
    write_images(".", NAMES)  # with the same bytes and other times
    said = run(capsys, "--batch", *NAMES)
    assert "      b.fits: failed, and b.fits has changed\n" in said.err
    assert "[1/1] b: " in said.err
    assert "3 up to date" in said.err
    said = run(capsys, "--batch", "a.fits", "b.fits", "--redo")
    assert "[2/2]" in said.err
    assert len(rows_of()) == 4


def test_the_first_failure_may_end_it(capsys):
    Path("a.fits").write_bytes(b"SIMPLE")
    words = ["--batch", *NAMES, "-CATALOG_NAME", "{FILTER}/{stem}.cat"]  # the header is read before any work begins
    said = run(capsys, *words, "--fail-fast", status=1)
    assert "\n  a.fits is truncated, or broken, in the primary header: it has no END. " in said.err
    assert [row["status"] for row in rows_of().values()] == ["failed", "waiting", "waiting", "waiting"]
    run(capsys, *words, status=1)
    assert [row["status"] for row in rows_of().values()] == ["failed", "done", "done", "done"]


def test_work_that_fails_may_end_it():
    from sexlike.batch.api import start_batch
    from sexlike.batch.state.staleness import Wishes

    Path("a.fits").write_bytes(b"SIMPLE")
    with ThreadPoolExecutor(1) as pool:
        (row,) = start_batch(NAMES, "default.sex", pool, "batch.ecsv", Wishes(fail_fast=True), {})
    assert row["stem"] == "a"
    assert [row["status"] for row in rows_of().values()] == ["failed", *["interrupted"] * 3]


def test_the_plan(capsys):
    said = run(capsys, "--batch", "*.fits", "--dry-run", "--state", "x.ecsv")
    assert [line.split() for line in said.out.splitlines()[:4]] == [["run", name, "new"] for name in NAMES]
    assert "4 exposures: 4 to run" in said.out
    assert re.search(r"Pixels: 0.0 million; about [01] s on \d+ cores", said.out)
    assert re.search(r"Memory: about 75.\d MB for the largest, 20\d MB at the most; ", said.out)
    assert sorted(path.name for path in Path().iterdir()) == sorted([*NAMES, "default.param", "default.sex"])


def test_options_of_a_batch_are_refused_without_one(capsys):
    for words in (["--dry-run"], ["--state", "x.ecsv"], ["--redo"]):
        said = run(capsys, "a.fits", *words, status=1)
        assert f"{words[0]} is an option of --batch" in said.err
    assert not list(Path().glob("*.cat"))


def test_arguments():
    found = parse_arguments(["a.fits", "--batch", "b,1.fits", "c.fits", "-GAIN", "2", "--redo", "--state=s.ecsv"])
    assert (found.action, found.images, found.settings) == ("batch", ["a.fits", "b,1.fits", "c.fits"], [("GAIN", "2")])
    assert (found.redo, found.state, found.dry_run) == (True, "s.ecsv", False)


@pytest.mark.parametrize(
    ("names", "state", "message"),
    [
        (["list.txt"], "list.txt", "it is one of the exposures or names them"),
        (["a.fits"], "./a.fits", "it is one of the exposures or names them"),
        (["a.fits"], "a.cat", "it is written for a.fits"),
        (["a.fits"], "default.param", "--state: default.param is no state"),
    ],
)
def test_the_state_overwrites_nothing_else(capsys, names, state, message):
    Path("list.txt").write_text("a.fits\nb.fits\n")
    before = {path.name: path.stat().st_mtime_ns for path in Path().iterdir()}
    words = ["-CATALOG_NAME", "{stem}.cat"]
    assert message in run(capsys, "--batch", *names, *words, "--state", state, status=1).err
    assert {path.name: path.stat().st_mtime_ns for path in Path().iterdir()} == before
    with pytest.raises(SexlikeError, match=re.escape(message)):
        sexlike.run_batch(names, "default.sex", state=state, CATALOG_NAME="{stem}.cat")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are UTF-8")
def test_a_name_that_is_no_utf_8_is_done_once(capsys):
    Path("a.fits").rename("\udcff.fits")
    words = ["--batch", "\udcff.fits", "-CATALOG_NAME", "{number}.cat"]
    run(capsys, *words)
    assert "1 up to date" in run(capsys, *words).err
    assert len(rows_of()) == 1
    run(capsys, "--report")
    assert "udcff" in Path("batch.html").read_text()


@pytest.mark.needs_posix
def test_two_runs_at_a_time(capsys):
    from sexlike.batch.state.store import State

    state = State("batch.ecsv")
    said = run(capsys, "--batch", *NAMES, status=1)
    assert "batch.ecsv is in use by another run, process" in said.err
    state.end(remove=True)


def begin(*words):
    """Start the command on many exposures, and wait until it has finished one."""
    write_images(".", [f"n/{number:02d}.fits" for number in range(1, 25)], 64)
    words = ["--batch", "n/*.fits", "-CATALOG_NAME", "cats/{stem}.cat", *words]
    process = subprocess.Popen([*COMMAND, *words], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("[ 1/24]"):
            return process
    raise AssertionError("nothing was done")


def finish(process):
    """Run it again -> status and images of the rows, and what was done twice."""
    process.stderr.close()
    before = {path.name: path.stat().st_mtime_ns for path in Path("cats").glob("*.cat")}
    from sexlike.batch.state.store import State

    kept = {row["stem"] for row in State(writing=False).rows.values() if row["status"] == "done"}
    done = command("--batch", "n/*.fits", "-CATALOG_NAME", "cats/{stem}.cat")
    assert done.returncode == 0, done.stderr
    rows = rows_of()
    assert [row["status"] for row in rows.values()] == ["done"] * 24
    for stem in kept:
        assert Path(f"cats/{stem}.cat").stat().st_mtime_ns == before[f"{stem}.cat"]
    return kept


def children_of(process):
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_alive(pid):
    """Whether a process is at work; one that has ended may wait for somebody to take note of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.needs_posix
def test_ctrl_c_keeps_what_is_finished():
    process = begin()
    process.send_signal(signal.SIGINT)
    said = process.stderr.read()
    assert process.wait(30) == 130
    assert "Traceback" not in said
    statuses = {row["status"] for row in rows_of().values()}
    assert statuses <= {"done", "interrupted", "waiting"}
    assert "waiting" in statuses
    assert re.search(r"> Interrupted \(in .* s\): \d+ done.* waiting; the same command goes on\. The state is", said)
    assert not list(Path().rglob("*.part"))
    assert finish(process)


SIGNALLED = """
import os, signal, sys
from sexlike.batch.state import store
from sexlike.cli import main
write = store.write_table

def write_table(*words):
    os.kill(os.getpid(), signal.{name})
    write(*words)

store.write_table = write_table
sys.exit(main())
"""


@pytest.mark.needs_posix
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_the_table_is_saved_whatever_happens_meanwhile(name, status):
    code = SIGNALLED.format(name=name)
    words = ["--batch", "a.fits", "b.fits", "--state", "k.ecsv"]
    done = subprocess.run([sys.executable, "-c", code, *words], env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert "> Interrupted (in " in done.stderr
    assert [row["status"] for row in rows_of("k.ecsv").values()] == ["done"] * 2
    assert not os.path.exists("k.ecsv.journal")


KILLS = range(20 if FULL else 2)


@pytest.mark.needs_posix
@pytest.mark.skipif(sys.platform != "linux", reason="children are looked for in /proc")
@pytest.mark.parametrize("seed", KILLS)
def test_kill_9_loses_what_was_in_flight(seed):
    random = np.random.default_rng(seed)
    process = begin()
    time.sleep(random.uniform(0, 0.3))
    workers = children_of(process)
    victim = process.pid if seed % 2 == 0 or not workers else int(random.choice(workers))
    os.kill(victim, signal.SIGKILL)
    process.stderr.read()
    status = process.wait(60)
    assert status == (-signal.SIGKILL if victim == process.pid else 0)
    deadline = time.monotonic() + 20
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_alive, workers))
    assert finish(process)


def test_from_python_with_threads():
    with ThreadPoolExecutor(2) as pool:
        batch = sexlike.run_batch("?.fits", "default.sex", pool, CATALOG_NAME="{stem}.cat")
        first = next(batch)
        assert first["status"] == "done"
        table = batch.table()
    assert isinstance(table, Table)
    assert table["stem"].tolist() == ["a", "b", "c", "d"]
    assert set(table["status"]) == {"done"}
    assert str(table["rms"].unit) == "adu"
    assert list(sexlike.run_batch("?.fits", "default.sex", CATALOG_NAME="{stem}.cat")) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["a.fits", "b.fits"],
        [{"image": "a.fits", "GAIN": 2}, {"image": Path("b.fits"), "GAIN": None}],
        Table({"image": ["a.fits", "b.fits"], "GAIN": [2.0, 3.0]}),
    ],
)
def test_rows_in_python(rows):
    batch = sexlike.run_batch(rows, state="x.ecsv")
    batch.close()
    assert [(row["images"], row["status"]) for row in rows_of("x.ecsv").values()] == [
        ("a.fits", "waiting"),
        ("b.fits", "waiting"),
    ]


def test_names_may_come_one_by_one():
    batch = sexlike.run_batch(name for name in ["a.fits", Path("b.fits")])
    batch.close()
    assert list(rows_of()) == ["a", "b"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (3, "rows: int names no exposures"),
        ([], "no exposures are given"),
        ([1, 2], r"rows: int names no exposure \(number 1\)"),
        (["a.fits", {"image": "b.fits"}], "names and dictionaries are mixed"),
        ([{"image": np.zeros((9, 9))}], "rows:1: image is no name of a file, but of type ndarray"),
        ([{"imag": "a.fits"}], "Rename the column imag to image"),
        (Table({"image": np.array([], str)}), "the table has no rows"),
        ({"image": ["a.fits"]}, "rows: dict names no exposures"),
    ],
)
def test_rows_that_are_none(rows, message):
    with pytest.raises(SexlikeError, match=message):
        sexlike.run_batch(rows)


@pytest.mark.parametrize("executor", [4, "tcp://x:1"])
def test_an_executor_that_is_none(executor):
    with pytest.raises(SexlikeError, match=r"is no executor\n  Give an executor of concurrent\.futures"):
        sexlike.run_batch(["a.fits"], executor=executor)
    assert not Path("batch.ecsv.journal").exists()


def test_a_report_needs_no_configuration(capsys):
    run(capsys, "--batch", "a.fits")
    Path("default.sex").unlink()
    said = run(capsys, "--report", "-")
    assert "default.sex" not in said.err
    assert "No configuration" not in said.err
    assert (
        "--cluster is an option of --batch and of --tiles" in run(capsys, "a.fits", "--cluster", "local", status=1).err
    )

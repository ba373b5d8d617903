"""The command with ``--cluster``, as it is typed: a local cluster, its report, Ctrl-C, and a scheduler that hangs."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from ..nights import COMMAND, ENVIRONMENT, rows_of, sexlike, write_folder
from .processes import Cluster, wait_for

pytestmark = pytest.mark.needs_posix
NAMES = [f"n{number}.fits" for number in range(6)]
WORDS = ["-CATALOG_NAME", "cats/{stem}.cat"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A current folder with images."""
    monkeypatch.chdir(tmp_path)
    write_folder(NAMES)


def typed(*words):
    """Start the command in a group of its own, as a shell does, and wait until an exposure is done."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([*COMMAND, *words], env=ENVIRONMENT, start_new_session=True, **pipes)
    for line in process.stderr:
        if line.startswith("[1/6]"):
            return process
    raise AssertionError("nothing was done")


def catalogs():
    return {path.name: path.read_bytes() for path in Path("cats").glob("*.cat")}


def test_a_local_cluster_and_its_report():
    done = sexlike("--batch", *NAMES, *WORDS, "--cluster", "local", "-NTHREADS", "2", timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "6 done" in done.stderr
    made = catalogs()
    assert len(made) == 6
    assert sexlike("--batch", *NAMES, *WORDS, "--redo").returncode == 0
    assert catalogs() == made
    page = sexlike("--report")
    assert page.returncode == 0
    assert "batch.html" in page.stderr
    assert Path("batch.html").read_text(encoding="utf-8").count("n5.fits") >= 1
    Path("batch.html").unlink()
    alone = sexlike("--report", "-")
    assert alone.returncode == 0
    assert alone.stdout.splitlines()[:2] == ["exposures         6", "done              6"]
    assert not Path("batch.html").exists()


def test_ctrl_c_ends_a_local_cluster():
    process = typed("--batch", *NAMES, *WORDS, "--cluster", "local", "-NTHREADS", "1")
    others = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    statuses = [row["status"] for row in rows_of().values()]
    assert len(statuses) == 6
    assert set(statuses) <= {"done", "interrupted", "waiting"}
    assert "done" in statuses
    assert "waiting" in statuses
    wait_for(lambda: not any(map(psutil.Process.is_running, others)), "the end of the workers")
    finished = {
        stem: os.stat(f"cats/{stem}.cat").st_mtime_ns for stem, row in rows_of().items() if row["status"] == "done"
    }
    assert sexlike("--batch", *NAMES, *WORDS).returncode == 0
    assert {stem: os.stat(f"cats/{stem}.cat").st_mtime_ns for stem in finished} == finished


@pytest.mark.skipif(os.environ.get("CI_FULL") != "1", reason="CI_FULL is not 1")
@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
def test_a_scheduler_that_is_gone_ends_the_command_in_time(tmp_path, number):
    with Cluster(tmp_path) as cluster:
        cluster.start_scheduler()
        cluster.start_worker()
        process = typed("--batch", *NAMES, *WORDS, "--cluster", cluster.address)
        begin = time.monotonic()
        cluster.scheduler.send_signal(number)
        try:
            _, said = process.communicate(timeout=60)
            seconds = time.monotonic() - begin
        finally:
            cluster.scheduler.send_signal(signal.SIGCONT)
    print(f"{seconds:.1f} s")
    assert seconds < 30
    assert process.returncode == 1
    assert f"the scheduler at {cluster.address} has ended, or cannot be reached any more" in said
    assert "Traceback" not in said
    statuses = [row["status"] for row in rows_of().values()]
    assert {"done", "waiting"} <= set(statuses) <= {"done", "interrupted", "waiting"}

"""The executor with a real scheduler and real workers."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import wait

import psutil
import pytest

from sexlike.batch.cluster import connecting, pulse
from sexlike.batch.cluster.connecting import cluster
from sexlike.batch.cluster.failures import ClusterLost, OtherVersions
from sexlike.batch.running.loop import run_tasks
from sexlike.errors import SexlikeError

from .processes import ROOT, Cluster, environment, free_port, wait_for
from .work import die, odd_answer, say

pytestmark = [
    pytest.mark.needs_posix,
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A scheduler with two workers."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        started.start_scheduler()
        started.start_worker()
        started.start_worker()
        yield started


@pytest.fixture
def task(tmp_path):
    """Make the task of an exposure."""
    (tmp_path / "a.fits").write_bytes(b"")

    def made(number=1, **more):
        return {
            "number": number,
            "stem": "a",
            "images": ["a.fits"],
            "inputs": [],
            "folder": str(tmp_path),
            "threads": 0,
        } | more

    return made


def test_tasks_are_done_by_the_workers(running, task):
    with cluster(running.address) as executor:
        futures = [executor.submit(say, task(number)) for number in range(7)]
        rows = [future.result(60) for future in futures]
    assert [row["number"] for row in rows] == list(range(7))
    assert len({row["objects"] for row in rows}) in (1, 2)  # process ids
    assert {row["objects"] for row in rows} <= {process.pid for process in running.worker_processes()}
    assert {row["sentence"] for row in rows} == {"1 threads, epoch None"}


def test_the_time_of_the_client_is_that_of_the_workers(running, task, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with cluster(running.address) as executor:
        assert executor.submit(say, task()).result(60)["sentence"] == "1 threads, epoch 86400"


def test_a_path_that_a_worker_does_not_see_is_named_with_the_host(running, task):
    with cluster(running.address) as executor:
        unseen = executor.submit(say, task(images=["b.fits"])).exception(60)
        nowhere = executor.submit(say, task(folder="/nowhere")).exception(60)
    assert re.search(rf"/b\.fits is not visible on the host {re.escape(socket.gethostname())}", str(unseen))
    assert "/nowhere is not visible on the host" in str(nowhere)


def test_answers_are_data(running, task):
    with cluster(running.address) as executor:
        ((_, row),) = run_tasks([task()], executor, work=odd_answer)
    assert row["status"] == "failed"
    assert row["sentence"] == "its worker returned what is no result: objects cannot be '-5'"


def test_a_task_that_kills_three_workers_is_left_and_others_are_done(running, task):
    with cluster(running.address) as executor:
        good = [executor.submit(say, task(number)) for number in range(2, 8)]
        bad = executor.submit(die, task(1))
        assert [future.result(120)["number"] for future in good] == list(range(2, 8))
        error = bad.exception(120)
        assert executor.submit(say, task(8)).result(120)["number"] == 8
    assert re.search(r"it was given up: 3 workers died while they were at it", str(error))
    wait_for(lambda: len(running.worker_processes()) == 2, "the nannies")


def test_other_versions_are_an_error_that_names_both(running, task, tmp_path):
    """Also those of a worker that comes when others are at work."""
    other = tmp_path / "sep-0.0.1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: sep\nVersion: 0.0.1\n")
    import sep

    told = rf"the worker on \S+.* has sep 0\.0\.1 \(here {re.escape(sep.__version__)}\)"
    with Cluster(tmp_path) as one:
        one.start_scheduler()
        with cluster(one.address) as executor:
            first = executor.submit(say, task())
            second = executor.submit(say, task(2))
            one.start_worker(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
            error = first.exception(60)
            assert isinstance(error, OtherVersions)
            assert re.search(told, str(error))
            assert isinstance(second.exception(10), ClusterLost)
            with pytest.raises(ClusterLost):
                executor.submit(say, task(3))
        with pytest.raises(OtherVersions, match=told), cluster(one.address):
            pass


def test_no_scheduler_is_a_sentence_within_ten_seconds():
    begin = time.monotonic()
    with pytest.raises(SexlikeError, match="no scheduler answers at tcp://"), cluster(f"tcp://127.0.0.1:{free_port()}"):
        pass
    assert time.monotonic() - begin < 10


def test_a_port_that_says_nothing_is_a_sentence():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        # In a process of its own: what waits there goes on to wait.
        code = "from sexlike.batch.cluster import connecting\nconnecting.SECONDS_TO_CONNECT = 1\n"
        code += f"with connecting.cluster('{address}'): pass"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"no scheduler answers at {address}: what listens there is no scheduler" in done.stderr


@pytest.mark.parametrize(
    "address", ["tcp://no.such.host.invalid:8786", "nonsense://x", "http://127.0.0.1:1", "", "tls://127.0.0.1:1"]
)
def test_what_is_no_address_is_a_sentence(address, monkeypatch):
    monkeypatch.setattr(connecting, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(SexlikeError, match="--cluster"), cluster(address):
        pass


@pytest.mark.parametrize("address", ["foo", "tcp://host", "tcp://127.0.0.1:99999", "tcp://host:0", "tcp://host:x"])
def test_an_address_without_a_port_is_told_at_once(address, monkeypatch):
    monkeypatch.setattr(connecting, "reach", lambda _: pytest.fail("tried to connect"))
    with pytest.raises(SexlikeError, match=f"--cluster: '{address}' is no address of a scheduler"), cluster(address):
        pass


def test_a_scheduler_that_dies_ends_all_tasks(task, tmp_path):
    with Cluster(tmp_path) as one:
        one.start_scheduler()
        with cluster(one.address) as executor:
            futures = [executor.submit(say, task(number)) for number in range(3)]
            one.kill_scheduler()
            done, left = wait(futures, 30)
            assert not left
            for future in done:
                assert isinstance(future.exception(), ClusterLost)
                assert "has ended, or cannot be reached any more" in str(future.exception())


def test_a_scheduler_that_hangs_ends_all_tasks(task, tmp_path, monkeypatch):
    monkeypatch.setattr(pulse, "SECONDS_FOR_AN_ANSWER", 1)
    monkeypatch.setattr(pulse, "SECONDS_OF_SILENCE", 1)
    with Cluster(tmp_path) as one:
        one.start_scheduler()
        with cluster(one.address) as executor:
            future = executor.submit(say, task())
            one.scheduler.send_signal(signal.SIGSTOP)
            try:
                assert isinstance(future.exception(30), ClusterLost)
            finally:
                one.scheduler.send_signal(signal.SIGCONT)


def test_a_local_cluster_listens_to_nobody_else(task):
    """In a process of its own, as the command is."""
    command = [sys.executable, "-m", "tests.batch.cluster.listeners", json.dumps(task())]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout)
    assert found["status"] == "done"
    assert len(found["listening"]) >= 3
    assert set(found["listening"]) == {"127.0.0.1"}
    assert len(found["workers"]) == 2
    wait_for(lambda: not any(map(psutil.pid_exists, found["workers"])), "the end of the workers")

"""What the executor hands to whom, and whom it blames, with a scheduler that is made up: nothing depends on time."""

from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest

from sexlike.batch.cluster import executor as module
from sexlike.batch.cluster.executor import ClusterExecutor
from sexlike.batch.cluster.failures import ClusterLost
from sexlike.errors import SexlikeError

TASK = {"folder": "/", "images": [], "inputs": []}


class Handle:
    """What a scheduler gives for a task."""

    def __init__(self, key, worker):
        self.key, self.worker, self.status = key, worker, "pending"
        self.callbacks = []

    def add_done_callback(self, call):
        self.callbacks.append(call)

    def cancel(self):
        self.status = "cancelled"

    def result(self, timeout):
        return self.answer

    def exception(self, timeout):
        return self.answer

    def end(self, status, answer):
        self.status, self.answer = status, answer
        for call in self.callbacks:
            call(self)


class Client:
    """A client, its scheduler and workers."""

    def __init__(self, *workers):
        self.workers = self.ready = dict.fromkeys(workers, 1)
        self.status, self.name = "running", "first"
        self.topics, self.handles = {}, []
        self.scheduler = SimpleNamespace(
            ncores=lambda: self.workers, ncores_running=lambda: self.ready, identity=lambda: {"id": self.name}
        )

    def subscribe_topic(self, topic, tell):
        self.topics[topic] = tell

    def sync(self, question, callback_timeout):
        return question()

    def submit(self, *_, key, pure, workers=("",), allow_other_workers=True):
        assert not pure
        assert allow_other_workers == (not workers[0])
        self.handles.append(Handle(key, workers[0]))
        return self.handles[-1]

    def pending(self):
        """Worker -> the handle of what it has to do."""
        return {handle.worker: handle for handle in self.handles if handle.status == "pending"}

    def begin(self, handle):
        self.topics["sexlike"]((0, {"key": handle.key, "worker": handle.worker or "first"}))

    def die(self, worker, *keys, told=True, **more):
        """A worker dies that had tasks with these keys."""
        self.workers = self.ready = {other: 1 for other in self.workers if other != worker}
        if told:
            event = {"action": "remove-worker", "worker": worker, "processing-tasks": keys, "expected": False}
            self.topics["all"]((0, event | more))

    def arrive(self, *workers):
        self.workers = self.ready = dict.fromkeys([*self.workers, *workers], 1)


@pytest.fixture(autouse=True)
def looks_when_told(monkeypatch):
    """The executor looks when the test says so."""
    monkeypatch.setattr(ClusterExecutor, "_watching", lambda self: None)


def answer(executor, row):
    return {"host": "node1", "versions": executor.wanted, "row": row}


def made(count, *workers):
    client = Client(*workers)
    executor = ClusterExecutor(client, "tcp://x:1")
    return client, executor, [executor.submit(print, TASK | {"number": number}) for number in range(count)]


def test_each_worker_has_one_task():
    client, executor, futures = made(5, "a", "b")
    assert sorted(client.pending()) == ["a", "b"]
    assert len(client.handles) == 2
    client.handles[0].end("finished", answer(executor, {"number": 0}))
    assert futures[0].result(1) == {"number": 0}
    assert [handle.worker for handle in client.handles] == ["a", "b", "a"]
    client.arrive("c")
    client.ready = {"a": 1, "b": 1}  # c is short of memory
    executor._look()
    assert len(client.handles) == 3
    client.arrive()
    executor._look()
    assert sorted(client.pending()) == ["a", "b", "c"]
    assert executor.room() == 4


def test_without_workers_one_task_waits_for_the_first():
    client, executor, _ = made(3)
    assert [handle.worker for handle in client.handles] == [""]
    client.begin(client.handles[0])
    client.arrive("first", "second")
    executor._look()
    executor._look()
    assert [handle.worker for handle in client.handles] == ["", "second"]


def test_only_the_task_that_kills_its_workers_is_given_up():
    client, executor, (bad, good) = made(2, "w0")
    for number in range(1, 6):
        pending = client.pending()[f"w{number - 1}"]
        if pending.key.split("-")[2] == "2":
            pending.end("finished", answer(executor, {"number": 1}))
            pending = client.pending()[f"w{number - 1}"]
        if number % 2:
            client.begin(pending)
        client.die(pending.worker, pending.key)
        client.arrive(f"w{number}")
        executor._look()
        if bad.done():
            break
    assert good.result(1) == {"number": 1}
    error = bad.exception(1)
    assert isinstance(error, SexlikeError)
    assert "it was given up: 3 workers died while they were at it (w0, w1, w2)" in str(error)
    executor.shutdown()


def test_a_task_that_waits_behind_that_of_another_client_is_not_blamed():
    client, executor, (future,) = made(1, "w0")
    for number in range(8):
        client.die(f"w{number}", client.pending()[f"w{number}"].key, "of-another")
        client.arrive(f"w{number + 1}")
        executor._look()
    client.pending()["w8"].end("finished", answer(executor, {"number": 0}))
    assert future.result(1) == {"number": 0}


def test_workers_that_are_told_to_go_are_nobodys_fault():
    client, executor, (future,) = made(1, "w0")
    for number in range(5):
        handle = client.pending()[f"w{number}"]
        client.begin(handle)
        client.die(f"w{number}", handle.key, expected=True)
        client.arrive(f"w{number + 1}")
        executor._look()
    assert not future.done()


def test_a_death_that_is_not_told_is_found():
    client, executor, (future,) = made(1, "w0")
    client.begin(client.handles[0])
    executor._look()
    client.die("w0", told=False)
    client.arrive("w1")
    for _ in range(module.LOOKS_IN_VAIN):
        executor._look()
    assert client.pending()["w1"].key.endswith("-2")
    assert executor.running[0].killed == ["w0"]
    assert not future.done()


def test_an_answer_that_is_lost_with_its_worker_is_made_again():
    client, executor, (future,) = made(1, "w0")
    first = client.handles[0]
    client.die("w0", **{"lost-computed-tasks": [first.key]})
    client.arrive("w1")
    executor._look()
    first.end("finished", answer(executor, {"number": 7}))  # too late
    client.pending()["w1"].end("finished", answer(executor, {"number": 0}))
    assert future.result(1) == {"number": 0}
    assert executor.running == []


class KilledWorker(Exception):
    """As Dask has it."""


def test_what_dask_says_of_a_killed_worker_is_left_to_the_next_look():
    client, executor, (future,) = made(1, "w0")
    first = client.handles[0]
    first.end("error", KilledWorker())
    assert not future.done()
    client.die("w0", first.key)
    client.arrive("w1")
    executor._look()
    client.pending()["w1"].end("error", ValueError("cannot\nbe"))
    assert str(future.exception(1)) == "the cluster: ValueError: cannot"


def test_a_task_that_is_dropped_is_handed_out_again_but_not_for_ever():
    client, executor, (future,) = made(1, "w0")
    for _ in range(3):
        assert not future.done()
        client.handles[-1].cancel()
        executor._look()
    assert "the scheduler has dropped it" in str(future.exception(1))
    assert len(client.handles) == 3


@pytest.mark.parametrize("how", ["another", "connecting", "closed"])
def test_a_scheduler_that_is_gone_ends_all_tasks(how):
    client, executor, futures = made(3, "a", "b")
    if how == "another":  # at the same address
        client.name = "second"
        for handle in client.handles:
            handle.cancel()
    else:
        client.status = how
    executor._look()
    for future in futures:
        assert isinstance(future.exception(1), ClusterLost)
        assert "the scheduler at tcp://x:1 has ended, or cannot be reached any more" in str(future.exception(1))
    with pytest.raises(ClusterLost):
        executor.submit(print, TASK)


def test_a_scheduler_that_says_nothing_is_waited_for_a_while(monkeypatch):
    client, executor, (future,) = made(1, "a")
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("sexlike.batch.cluster.pulse.time", SimpleNamespace(monotonic=lambda: clock.now))
    executor._look()

    def silent():
        raise TimeoutError

    client.scheduler.ncores = silent
    clock.now += 11
    executor._look()
    assert not future.done()
    clock.now += 2
    executor._look()
    assert isinstance(future.exception(1), ClusterLost)


def test_a_client_that_was_closed_is_told_where_tasks_are_handed_out():
    client, executor, (first,) = made(1, "a")

    def closed(*_, **__):
        raise RuntimeError("closed")

    client.submit = closed
    client.handles[0].end("finished", answer(executor, {}))
    second = executor.submit(print, TASK)
    assert first.result(1) == {}
    assert isinstance(second.exception(1), ClusterLost)


def test_what_is_left_is_given_up_where_nobody_waits():
    client, executor, futures = made(3, "a")
    executor.shutdown(cancel_futures=True)
    assert client.handles[0].status == "cancelled"
    assert isinstance(futures[0].exception(1), CancelledError)
    assert all(future.cancelled() for future in futures[1:])

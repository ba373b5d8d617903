"""Work in slices, on threads."""

import os
import threading

import numpy as np
import pytest

from sexlike import threads
from sexlike.threads import in_slices, joined, number_of_threads, usable_cores, use_threads


@pytest.fixture(autouse=True)
def one_thread_afterwards():
    yield
    use_threads(1)


@pytest.mark.parametrize("number", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 5, 16, 1001])
def test_each_thing_is_done_once(number, count):
    use_threads(number)
    done = np.zeros(count, int)

    def work(first, stop):
        done[first:stop] += 1

    in_slices(work, count, 2)
    assert (done == 1).all()


def test_all_threads_take_part():
    use_threads(3)
    together = threading.Barrier(3, timeout=30)  # none gets past it before three have come
    seen = set()

    def work(first, _):
        if first < 3 * 100:
            together.wait()
        seen.add(threading.get_ident())

    in_slices(work, 24 * 100, 100)
    assert len(seen) == 3


def test_few_things_are_not_shared():
    use_threads(8)
    slices = []
    in_slices(lambda *bounds: slices.append(bounds), 31, 16)
    assert slices == [(0, 31)]


@pytest.mark.parametrize("number", [1, 2])
def test_slices_are_short_enough_for_ctrl_c(number):
    use_threads(number)
    slices = []
    in_slices(lambda *bounds: slices.append(bounds), 1000, 600, most=300)
    assert sorted(slices) == [(0, 250), (250, 500), (500, 750), (750, 1000)]


@pytest.mark.parametrize("culprit", ["main", "other"])
def test_an_error_ends_the_work_and_is_raised(culprit):
    use_threads(2)
    before = threading.active_count()  # libraries may have threads of their own
    main, begun = threading.get_ident(), []
    other_has_begun = threading.Event()

    def work(first, _):
        begun.append(first)
        is_main = threading.get_ident() == main
        if not is_main:
            other_has_begun.set()
        if is_main == (culprit == "main"):
            other_has_begun.wait(30)
            raise ValueError(f"slice {first}")
        threading.Event().wait(0.05)

    with pytest.raises(ValueError, match=r"^slice \d+$"):
        in_slices(work, 16, 1)
    assert len(begun) < 16
    assert threading.active_count() == before


def test_without_new_threads_one_does_it_all(monkeypatch):
    def start(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    use_threads(4)
    done = []
    in_slices(lambda *bounds: done.append(bounds), 64, 2)
    assert [first for first, _ in done] == list(range(0, 64, 2))


@pytest.mark.parametrize(("nthreads", "expected"), [(1, 1), (5, 5), (-3, 3)])
def test_a_number_is_obeyed(nthreads, expected):
    assert number_of_threads(nthreads) == expected


@pytest.mark.parametrize(("limit", "expected"), [("150000 100000", 2), ("10000 100000", 1), ("max 100000", 6)])
def test_zero_is_all_cores_of_the_process(limit, expected, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(6)), raising=False)
    monkeypatch.setattr(threads, "CGROUP_LIMIT", str(tmp_path / "cpu.max"))
    assert usable_cores() == 6
    (tmp_path / "cpu.max").write_text(limit)
    assert number_of_threads(0) == usable_cores() == expected


def test_numpy_is_as_quiet_in_all_threads():
    use_threads(2)
    together = threading.Barrier(2, timeout=30)
    quiet = []

    def work(first, _):
        if first < 2:
            together.wait()
        quiet.append(np.geterr()["over"])

    with np.errstate(over="ignore"):
        in_slices(work, 2)
    with np.errstate(over="raise"):
        together.reset()
        in_slices(work, 2)
    assert quiet == ["ignore", "ignore", "raise", "raise"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("lengths", [(0,), (4,), (3, 0, 5), tuple(range(40))])
def test_arrays_are_joined_in_their_order(number, lengths):
    use_threads(number)
    values = np.arange(sum(lengths), dtype=np.float32)
    parts = np.split(values, np.cumsum(lengths)[:-1])
    found = joined(parts)
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(found, values)

"""What goes wrong on a cluster, in words, without a cluster."""

import pytest

from sexlike.batch.cluster.deaths import Deaths
from sexlike.batch.cluster.failures import ClusterLost, OtherVersions, error_of, row_of
from sexlike.batch.cluster.onworker import first_unseen
from sexlike.batch.cluster.versions import difference, versions
from sexlike.errors import SexlikeError

HERE = {"sexlike": "0.1.0", "numpy": "2.4.6", "sep": "1.4.1"}


class KilledWorker(Exception):
    """As Dask has it."""

    last_worker = "tcp://node1:40001"


class Listener:
    """A client that has a scheduler with events."""

    def subscribe_topic(self, topic, tell):
        assert topic == "all"
        self.tell = tell


def test_versions_are_those_that_are_installed():
    import numpy as np
    import sep

    import sexlike

    assert versions() == {"sexlike": sexlike.__version__, "numpy": np.__version__, "sep": sep.__version__}


def test_a_difference_names_both_versions():
    assert difference(HERE, HERE) == ""
    assert difference(HERE | {"numpy": "1.26.4"}, HERE) == "numpy 1.26.4 (here 2.4.6)"
    assert difference({"sexlike": "0.1.0", "numpy": "2.4.6"}, HERE) == "sep missing (here 1.4.1)"


def test_an_answer_is_a_row_or_an_error():
    there = {"host": "node1", "versions": HERE}
    assert row_of(there | {"row": 5}, HERE) == 5
    with pytest.raises(SexlikeError, match=r"/data/a\.fits is not visible on the host node1"):
        row_of(there | {"unseen": "/data/a.fits"}, HERE)
    with pytest.raises(OtherVersions, match=r"the worker on node1 has sep 1\.4\.0 \(here 1\.4\.1\)"):
        row_of({"host": "node1", "versions": HERE | {"sep": "1.4.0"}}, HERE)
    for wrong in (None, 7, {}, {"host": 5}, {"host": "node1", "versions": None, "row": {}}):
        with pytest.raises(SexlikeError, match="no answer"):
            row_of(wrong, HERE)


def test_errors_of_dask_are_told_in_words():
    killed = "several workers died while they were at it (the last was tcp://node1:40001)"
    assert killed in str(error_of(KilledWorker()))
    assert isinstance(error_of(ModuleNotFoundError("No module named 'sexlike'")), ClusterLost)
    told = error_of(ValueError("cannot\nbe"))
    assert not isinstance(told, ClusterLost)
    assert str(told) == "the cluster: ValueError: cannot"


def test_a_task_that_kills_three_workers_is_told_once():
    """Of two tasks on a worker that dies, each has killed half of it."""
    listener = Listener()
    deaths = Deaths(listener)
    for number in range(2):
        listener.tell((0, {"action": "remove-worker", "worker": f"w{number}", "processing-tasks": ("bad", "good")}))
    listener.tell((0, {"action": "remove-worker", "worker": "w8", "processing-tasks": {"good": 1}, "expected": True}))
    listener.tell((0, {"action": "add-worker", "worker": "w9"}))
    listener.tell((0, "something else"))
    assert deaths.too_many() == {}
    listener.tell((0, {"action": "remove-worker", "worker": "w2", "processing-tasks": {"bad": 0.5}}))
    assert deaths.too_many() == {}
    listener.tell((0, {"action": "remove-worker", "worker": "w3", "processing-tasks": {"bad": 0.5}}))
    assert deaths.too_many() == {"bad": ["w0", "w1", "w2", "w3"]}
    assert deaths.too_many() == {}


def test_the_first_path_that_is_not_there_is_found(tmp_path):
    (tmp_path / "a.fits").write_bytes(b"")
    folder = str(tmp_path)
    seen = {"folder": folder, "images": ["a.fits[1]", "a.fits"], "inputs": ["a.fits"]}
    assert first_unseen(seen) == ""
    assert first_unseen(seen | {"images": ["a.fits", "b.fits"]}) == str(tmp_path / "b.fits")
    assert first_unseen(seen | {"inputs": ["/maps/w.fits"]}) == "/maps/w.fits"
    assert first_unseen(seen | {"folder": "/nowhere"}) == "/nowhere"

"""What goes wrong on a cluster, in words, without a cluster."""

import pytest

from sexlike.batch.cluster.deaths import Begun, Death, Deaths
from sexlike.batch.cluster.failures import ClusterLost, OtherVersions, error_of, row_of
from sexlike.batch.cluster.onworker import first_unseen
from sexlike.batch.cluster.versions import difference, versions
from sexlike.errors import SexlikeError

HERE = {"sexlike": "0.1.0", "numpy": "2.4.6", "sep": "1.4.1"}


class Listener:
    """A client that has a scheduler with events."""

    def __init__(self):
        self.handlers = {}

    def subscribe_topic(self, topic, tell):
        self.handlers[topic] = tell


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
    assert isinstance(error_of(ModuleNotFoundError("No module named 'sexlike'")), ClusterLost)
    told = error_of(ValueError("cannot\nbe"))
    assert not isinstance(told, ClusterLost)
    assert str(told) == "the cluster: ValueError: cannot"


def test_events_tell_who_was_at_what():
    listener = Listener()
    deaths = Deaths(listener)
    assert set(listener.handlers) == {"all", "sexlike"}
    assert not deaths.told.is_set()
    listener.handlers["sexlike"]((0, {"key": "bad", "worker": "w0"}))
    gone = {"action": "remove-worker", "worker": "w0", "expected": False}
    listener.handlers["all"]((0, gone | {"processing-tasks": ("bad", "good"), "lost-computed-tasks": {"old": 1}}))
    for other in ({"action": "add-worker", "worker": "w9"}, "something else", None):
        listener.handlers["all"]((0, other))
        listener.handlers["sexlike"]((0, other))
    assert deaths.told.is_set()
    begun, death = deaths.events()
    assert begun == Begun("bad", "w0")
    assert death == Death("w0", False, frozenset({"bad", "good"}), frozenset({"old"}))
    assert deaths.events() == []
    assert not deaths.told.is_set()


@pytest.mark.parametrize(
    ("at_work", "expected", "begun", "blamed"),
    [
        (["a"], False, True, True),
        (["a"], False, False, True),  # it has killed the worker before that could tell
        (["a", "b"], False, True, True),
        (["a", "b"], False, False, False),  # it waited behind b
        (["a"], True, True, False),  # the worker was told to go
        (["b"], False, True, False),
        ([], False, True, False),
    ],
)
def test_only_the_task_that_ran_is_blamed(at_work, expected, begun, blamed):
    assert Death("w", expected, frozenset(at_work), frozenset()).is_the_fault_of("a", begun) is blamed


def test_the_first_path_that_is_not_there_is_found(tmp_path):
    (tmp_path / "a.fits").write_bytes(b"")
    folder = str(tmp_path)
    seen = {"folder": folder, "images": ["a.fits[1]", "a.fits"], "inputs": ["a.fits"]}
    assert first_unseen(seen) == ""
    assert first_unseen(seen | {"images": ["a.fits", "b.fits"]}) == str(tmp_path / "b.fits")
    assert first_unseen(seen | {"inputs": ["/maps/w.fits"]}) == "/maps/w.fits"
    assert first_unseen(seen | {"folder": "/nowhere"}) == "/nowhere"

"""What the fuzzer calls a failure."""

import os
import time
from pathlib import Path

import pytest

from sexlike import cli

from . import harness

pytestmark = pytest.mark.needs_posix


def nothing(rng):
    return [str(rng.random())]


def say(text, status):
    print(text)
    return status


def write(name, status):
    Path(name).write_text("new")
    return say("\n> no", status)


RUNS = {
    "took more than": lambda argv: time.sleep(60),
    "ended by signal 9": lambda argv: os.kill(os.getpid(), 9),
    "status 99, or a traceback": lambda argv: 1 / 0,
    "status 3": lambda argv: 3,
    "a traceback": lambda argv: say("Traceback (most recent call last):", 0),
    "without a word": lambda argv: 1,
    "left or changed files": lambda argv: write("half.cat", 1),
    "left or changed": lambda argv: write("test.cat", 1),
    "left": lambda argv: write(".sexlike.part", 0),
    "took 4": lambda argv: 0 * len(b"1" * 450_000_000),
}


@pytest.mark.parametrize("words", RUNS)
def test_failures(words, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "main", RUNS[words])
    monkeypatch.setattr(harness, "SECONDS", 2 if words == "took more than" else 60)
    (found,) = harness.failures(nothing, [7], tmp_path)
    assert found.startswith("nothing.7: ")
    assert words in found
    assert (tmp_path / "nothing.7" / "argv").exists()


@pytest.mark.parametrize("run", [lambda argv: write("test.cat", 0), lambda argv: say("\n> no", 1)])
def test_no_failure(run, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "main", run)
    assert harness.failures(nothing, range(5), tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_seeds_are_stable(monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "main", lambda argv: say(argv[0], 3))
    first = harness.failures(nothing, [3, 4], tmp_path)
    (tmp_path / "again").mkdir()
    again = harness.failures(nothing, [4, 3], tmp_path / "again")
    assert sorted(first) == sorted(again)
    assert len(set(first)) == 2

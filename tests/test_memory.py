"""How much memory is free, and what is said when something does not fit."""

import os
import subprocess
import sys

import pytest

from sexlike import memory
from sexlike.errors import SexlikeError
from sexlike.memory import free_memory, in_words, out_of_memory, require_memory


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1.5e9, "1.5 GB"), (160e9, "160 GB"), (4e24, "4e+06 EB")],
)
def test_sizes_in_words(size, words):
    assert in_words(size) == words


def test_half_of_what_is_free_may_be_taken(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 2000.0)
    require_memory(1000, "the map")
    with pytest.raises(SexlikeError, match=r"the map would take 1\.01 kB of memory; 2 kB are free"):
        require_memory(1010, "the map")


def test_something_is_free():
    assert free_memory() > 0


def test_memory_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_PROC", tmp_path)
    (tmp_path / "meminfo").write_text("MemTotal: 99 kB\nMemAvailable:   2000 kB\n")
    assert memory._of_machine() == 2048000


def write_cgroup(folder, limit, usage, cache, names):
    folder.mkdir(parents=True)
    for name, value in zip(names, (limit, usage, f"anon 3\n{names[3]} {cache}"), strict=False):
        (folder / name).write_text(f"{value}\n")


@pytest.mark.parametrize(
    ("line", "root", "names"),
    [
        ("0::/job/step\n", "", ("memory.max", "memory.current", "memory.stat", "inactive_file")),
        (
            "4:cpu,memory:/job/step\n",
            "memory",
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat", "total_inactive_file"),
        ),
    ],
)
def test_memory_of_cgroups(tmp_path, monkeypatch, line, root, names):
    """The least of a group and of those above it; what it holds of files that nobody uses counts as free."""
    monkeypatch.setattr(memory, "_PROC", tmp_path / "proc")
    monkeypatch.setattr(memory, "_CGROUPS", tmp_path / "cgroup")
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "self" / "cgroup").write_text(line)
    assert memory._of_cgroups() == float("inf")
    write_cgroup(tmp_path / "cgroup" / root / "job", 5000, 4000, 500, names)
    write_cgroup(tmp_path / "cgroup" / root / "job" / "step", "max", 100, 0, names)
    assert memory._of_cgroups() == 1500


@pytest.mark.needs_posix
def test_limited_address_space():
    import resource

    code = "from sexlike.memory import free_memory; print(free_memory())"
    limit = 1 << 30
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert 0 < float(done.stdout) < limit


def test_what_is_said_when_memory_runs_out():
    assert str(out_of_memory(MemoryError())).startswith("out of memory\n")
    assert "Unable to allocate 7 GiB" in str(out_of_memory(MemoryError("Unable to allocate 7 GiB")))

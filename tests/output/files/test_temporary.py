"""What killed runs leave is removed by a later run, and nothing else is."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from sexlike.output.files import temporary
from sexlike.output.files.outputs import atomic_file
from sexlike.output.files.temporary import ABANDONED, host, is_running, remove_abandoned, temporary_name

pytestmark = pytest.mark.needs_posix


def dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def leave(folder, age=2 * ABANDONED, process=None, where=None, ending="part", random="0123abcd"):
    """A file as another run has left it."""
    process = dead_process() if process is None else process
    path = folder / f".sexlike-{where or host()}-{process}-{random}.{ending}"
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def write(path):
    with atomic_file(path, "CATALOG_NAME") as file:
        file.write(b"new")


def test_names_tell_host_and_process(tmp_path):
    name = temporary_name(str(tmp_path / "a.cat"))
    assert os.path.dirname(name) == str(tmp_path)
    assert re.fullmatch(rf"\.sexlike-{re.escape(host())}-{os.getpid()}-[0-9a-f]{{8}}\.part", os.path.basename(name))
    assert len(os.path.basename(name)) < 100
    assert temporary_name("a.cat") != temporary_name("a.cat")


def test_what_a_dead_process_has_left_is_removed(tmp_path):
    leave(tmp_path), leave(tmp_path, random="ffff")
    write(tmp_path / "a.cat")
    assert [path.name for path in tmp_path.iterdir()] == ["a.cat"]


@pytest.mark.parametrize(
    "left",
    [
        {"age": ABANDONED - 60},
        {"age": -2 * ABANDONED},
        {"process": os.getpid()},
        {"process": 1},
        {"where": "elsewhere"},
        {"where": "elsewhere-0123abcd"},
        {"ending": "fits"},
        {"random": "my notes"},
    ],
)
def test_what_may_be_in_use_stays(tmp_path, left):
    path = leave(tmp_path, **left)
    write(tmp_path / "a.cat")
    assert path.read_bytes() == b"half"


def test_an_older_file_stays_unless_it_has_another_name(tmp_path):
    alone, linked = (leave(tmp_path, ending="old", random=random) for random in ("a", "b"))
    os.link(linked, tmp_path / "b.cat")
    write(tmp_path / "a.cat")
    assert alone.exists()
    assert not linked.exists()
    assert (tmp_path / "b.cat").read_bytes() == b"half"


def test_other_folders_are_left_alone(tmp_path):
    (tmp_path / "there").mkdir()
    path = leave(tmp_path / "there")
    write(tmp_path / "a.cat")
    assert path.exists()


def test_a_folder_that_cannot_be_listed_is_no_failure(tmp_path, monkeypatch):
    remove_abandoned(str(tmp_path / "no" / "file"))
    leave(tmp_path)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "scandir", refuse)
    write(tmp_path / "a.cat")
    assert (tmp_path / "a.cat").read_bytes() == b"new"


def test_processes():
    assert is_running(os.getpid())
    assert is_running(os.getppid())
    assert is_running(10**30)  # nobody knows
    assert not is_running(dead_process())


def test_containers_are_hosts_of_their_own(monkeypatch):
    names = set()
    for space in ("pid:[1]", "pid:[2]"):
        host.cache_clear()
        monkeypatch.setattr(os, "readlink", lambda _, space=space: space)
        names.add(host())
    host.cache_clear()
    assert len(names) == 2


def test_odd_names_of_hosts(monkeypatch):
    for name in ("a/b c", "x" * 300, "", "bücher"):
        monkeypatch.setattr(temporary.platform, "node", lambda name=name: name)
        assert re.fullmatch(r"\w{0,40}", temporary.short_host(), re.ASCII)


def test_a_run_that_is_killed_leaves_what_the_next_one_removes(tmp_path):
    code = "import os, signal, sys; from sexlike.output.files.outputs import atomic_file\n"
    code += "with atomic_file(sys.argv[1], 'X') as file: os.kill(os.getpid(), signal.SIGKILL)"
    killed = subprocess.run([sys.executable, "-c", code, tmp_path / "a.cat"], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    write(tmp_path / "a.cat")
    assert left.exists()
    os.utime(left, (time.time() - 2 * ABANDONED,) * 2)
    write(tmp_path / "a.cat")
    assert [path.name for path in tmp_path.iterdir()] == ["a.cat"]

import os
import shutil
import stat
import threading

import pytest

from sexlike.errors import SexlikeError
from sexlike.output.atomicfiles import atomic_file, require_writable


def write(path, data=b"new", failure=None):
    with atomic_file(path, "CATALOG_NAME") as file:
        file.write(data)
        file.flush()
        if failure:
            raise failure


def test_a_file_is_written(tmp_path):
    write(tmp_path / "a.cat")
    assert (tmp_path / "a.cat").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.cat"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, failure):
    path = tmp_path / "a.cat"
    path.write_bytes(b"old")
    with pytest.raises(failure):
        write(path, b"half", failure)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.cat"]


def test_nothing_is_seen_before_the_end(tmp_path):
    path = tmp_path / "a.cat"
    path.write_bytes(b"old")
    with atomic_file(path, "CATALOG_NAME") as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_mode_follows_the_umask_or_the_older_file(tmp_path):
    plain, path = tmp_path / "plain", tmp_path / "a.cat"
    plain.touch()
    write(path)
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.cat", tmp_path / "b.cat"
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_devices_and_pipes_are_written_directly(tmp_path):
    write("/dev/null")
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_long_name(tmp_path):
    path = tmp_path / ("a" * 250)
    write(path)
    assert path.read_bytes() == b"new"


def test_what_cannot_be_written_is_named(tmp_path):
    for path, reason in (
        (tmp_path / "no" / "a.cat", "there is no folder"),
        (tmp_path, "it is a folder"),
        ("", "empty"),
    ):
        with pytest.raises(SexlikeError, match=f"CATALOG_NAME: cannot open .*{reason}"):
            require_writable(path, "CATALOG_NAME")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_without_permission(tmp_path):
    path = tmp_path / "a.cat"
    path.touch(mode=0o400)
    with pytest.raises(SexlikeError, match="no permission"):
        write(path)


def test_a_full_disk_is_an_error_of_ours(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    with (
        pytest.raises(SexlikeError, match="CHECKIMAGE_NAME: cannot write /dev/full"),
        atomic_file("/dev/full", "CHECKIMAGE_NAME") as f,
    ):
        f.write(b"x" * 100_000)


def test_what_fails_while_it_is_open_is_not_its_failure(tmp_path):
    path = tmp_path / "a.cat"
    with pytest.raises(OSError, match="input"), atomic_file(path, "CATALOG_NAME"):
        raise OSError(5, "input")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_vanishes_is_an_error_of_ours(tmp_path):
    path = tmp_path / "there" / "a.cat"
    path.parent.mkdir()
    with pytest.raises(SexlikeError, match="CATALOG_NAME: cannot write"), atomic_file(path, "CATALOG_NAME"):
        shutil.rmtree(path.parent)

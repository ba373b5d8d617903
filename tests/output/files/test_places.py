"""What the name of an output stands for."""

import os
import stat

import pytest

from sexlike.errors import SexlikeError
from sexlike.output.files.places import identity, is_character_device, is_stream, require_writable


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "file").touch()
    os.link(tmp_path / "file", tmp_path / "hard")
    os.symlink("file", tmp_path / "soft")
    os.symlink("there", tmp_path / "way")
    os.symlink("there/not-yet", tmp_path / "dangling")
    return tmp_path


@pytest.mark.needs_posix
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file", "./there/../file"),
        ("file", "hard"),
        ("file", "soft"),
        ("there/not-yet", "way/not-yet"),
        ("there/not-yet", "dangling"),
        ("no/folder", "./no/folder"),
    ],
)
def test_names_of_one_file(folder, one, other):
    assert identity(one) == identity(other)


@pytest.mark.skipif(not os.path.exists("/proc/self/cwd"), reason="no /proc")
def test_a_folder_under_proc_is_a_folder(folder):
    for name in ("file", "there/not-yet"):
        assert identity(name) == identity(f"/proc/self/cwd/{name}")
        assert not is_stream(f"/proc/self/cwd/{name}")


def test_names_of_two_files(folder):
    names = ["file", "other", "there/file", "there", "no/folder"]
    assert len({identity(name) for name in names}) == len(names)


@pytest.mark.needs_posix
def test_streams(folder):
    os.mkfifo("pipe")
    with open("file") as file:
        for name in ("/dev/null", "/dev/stdout", "pipe", f"/dev/fd/{file.fileno()}"):
            assert is_stream(name), name
    assert is_character_device("/dev/null")
    for name in ("file", "pipe", "not-yet"):
        assert not is_character_device(name)
    for name in ("file", "hard", "soft", "not-yet", "dangling"):
        assert not is_stream(name), name


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no /dev/shm")
def test_files_in_memory_are_files(folder):
    path = f"/dev/shm/sexlike-test-{os.getpid()}"
    try:
        assert not is_stream(path)
        with open(path, "w"):
            assert not is_stream(path)
    finally:
        os.remove(path)


def test_what_cannot_be_written_is_named(tmp_path):
    for path, reason in (
        (tmp_path / "no" / "a.cat", "there is no folder"),
        (tmp_path, "it is a folder"),
        (f"{tmp_path}/new/", "it is a folder"),
        ("", "empty"),
    ):
        with pytest.raises(SexlikeError, match=f"CATALOG_NAME: cannot open .*{reason}"):
            require_writable(path, "CATALOG_NAME")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs_posix
def test_no_disk_is_written_over(tmp_path, monkeypatch):
    path = tmp_path / "disk"
    path.touch()
    monkeypatch.setattr(stat, "S_ISBLK", lambda mode: stat.S_ISREG(mode))
    with pytest.raises(SexlikeError, match="it is a block device"):
        require_writable(path, "CATALOG_NAME")


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_without_permission(tmp_path):
    path = tmp_path / "a.cat"
    path.touch(mode=0o400)
    with pytest.raises(SexlikeError, match="no permission"):
        require_writable(path, "CATALOG_NAME")

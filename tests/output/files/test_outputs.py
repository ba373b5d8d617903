"""The files of a run are one unit: all of them take their names, or none does."""

import errno
import os
import shutil
import stat
import sys
import threading

import pytest

from sexlike.errors import SexlikeError
from sexlike.output.files import replacement
from sexlike.output.files.outputs import Outputs, atomic_file

NAMES = ("a.cat", "b.cat", "c.fits")
NEW = "b.cat"  # there is no older file of this name


def write(path, data=b"new", failure=None):
    with atomic_file(path, "CATALOG_NAME") as file:
        file.write(data)
        file.flush()
        if failure:
            raise failure


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_all(folder):
    with Outputs() as outputs:
        for name in NAMES:
            with outputs.file(folder / name, "CATALOG_NAME") as file:
                file.write(b"new")


@pytest.fixture
def older(tmp_path):
    """A folder with older files, and what it holds."""
    for name in NAMES:
        if name != NEW:
            (tmp_path / name).write_bytes(f"older {name}".encode())
    return tmp_path, contents(tmp_path)


def failing(monkeypatch, function, rank, error):
    """Let the call of this rank of a function of os fail, or the first so many of them."""
    real, calls, ranks = getattr(os, function), [], rank if isinstance(rank, tuple) else (rank,)

    def call(*arguments, **keywords):
        calls.append(arguments)
        if len(calls) in ranks:
            raise error if isinstance(error, BaseException) else OSError(error, os.strerror(error))
        return real(*arguments, **keywords)

    monkeypatch.setattr(os, function, call)


def test_a_file_is_written(tmp_path):
    write(tmp_path / "a.cat")
    assert contents(tmp_path) == {"a.cat": b"new"}


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, failure):
    path = tmp_path / "a.cat"
    path.write_bytes(b"old")
    with pytest.raises(failure):
        write(path, b"half", failure)
    assert contents(tmp_path) == {"a.cat": b"old"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of Linux")
@pytest.mark.parametrize("way", ["/proc/self/cwd", "/proc/thread-self/cwd", "/dev/fd/{}", "/proc/self/root{}", "link"])
def test_a_failure_leaves_the_old_file_whatever_the_way_to_it(tmp_path, monkeypatch, way):
    folder = tmp_path / "night"
    folder.mkdir()
    (tmp_path / "link").symlink_to("night")
    (folder / "a.cat").write_bytes(b"old")
    monkeypatch.chdir(folder if "cwd" in way else tmp_path)
    descriptor = os.open(folder, os.O_RDONLY)
    name = f"{way.format(folder if 'root' in way else descriptor)}/a.cat"
    with pytest.raises(ValueError, match="half"):
        write(name, b"half", ValueError("half"))
    assert contents(folder) == {"a.cat": b"old"}
    write(name)
    assert contents(folder) == {"a.cat": b"new"}
    os.close(descriptor)


def test_nothing_is_seen_before_the_end(older):
    folder, before = older
    with Outputs() as outputs:
        for name in NAMES:
            with outputs.file(folder / name, "CATALOG_NAME") as file:
                file.write(b"new")
            assert {name: data for name, data in contents(folder).items() if name in NAMES} == before
    assert contents(folder) == dict.fromkeys(NAMES, b"new")


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, KeyboardInterrupt()])
def test_if_one_cannot_take_its_name_none_does(older, monkeypatch, rank, error):
    folder, before = older
    failing(monkeypatch, "replace", rank, error)
    with pytest.raises(SexlikeError if isinstance(error, int) else KeyboardInterrupt):
        write_all(folder)
    assert contents(folder) == before


def test_older_files_come_back_where_renaming_fails_from_then_on(older, monkeypatch):
    folder, before = older
    failing(monkeypatch, "replace", tuple(range(2, 20)), errno.EIO)
    with pytest.raises(SexlikeError, match=r"CATALOG_NAME: cannot write .*b\.cat"):
        write_all(folder)
    assert contents(folder) == before


def test_an_older_file_that_cannot_come_back_is_kept_and_named(older, monkeypatch):
    folder, before = older
    failing(monkeypatch, "replace", tuple(range(2, 20)), errno.EIO)
    monkeypatch.setattr(replacement, "copy_content", lambda *_: os.stat(folder / "nothing"))
    with pytest.raises(SexlikeError, match=r"The older .*a\.cat is now ") as told:
        write_all(folder)
    kept = told.value.hint.split(" now ")[1].rstrip(".")
    with open(kept, "rb") as file:
        assert file.read() == before["a.cat"]


@pytest.mark.parametrize("error", [errno.EPERM, errno.EMLINK, errno.ENOTSUP])
@pytest.mark.parametrize("rank", [2, 3])
def test_where_files_have_one_name_only_older_ones_are_copied(older, monkeypatch, error, rank):
    folder, before = older
    failing(monkeypatch, "link", (1, 2, 3), error)
    write_all(folder)
    assert contents(folder) == dict.fromkeys(NAMES, b"new")
    for name in NAMES:
        (folder / name).write_bytes(before[name]) if name in before else (folder / name).unlink()
    failing(monkeypatch, "replace", rank, errno.EIO)
    with pytest.raises(SexlikeError):
        write_all(folder)
    assert contents(folder) == before


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_file_that_must_keep_its_inode_is_written_over(older, monkeypatch, rank):
    """The one file that a container shares with its host: ``rename`` says that it is busy."""
    folder, before = older
    name, write_over = NAMES[rank - 1], NAMES[rank - 1] in before
    inode = (folder / name).stat().st_ino if write_over else None
    failing(monkeypatch, "replace", rank, errno.EBUSY)
    if not write_over:
        with pytest.raises(SexlikeError):
            write_all(folder)
        assert contents(folder) == before
        return
    write_all(folder)
    assert contents(folder) == dict.fromkeys(NAMES, b"new")
    assert (folder / name).stat().st_ino == inode


def test_what_was_half_written_over_comes_back(older, monkeypatch):
    folder, before = older
    failing(monkeypatch, "replace", 3, errno.EBUSY)
    copy, calls = shutil.copyfileobj, []

    def broken(source, target):
        calls.append(target.name)
        if len(calls) > 1:
            return copy(source, target)
        target.write(b"ha")
        target.flush()
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(shutil, "copyfileobj", broken)
    with pytest.raises(SexlikeError, match="no room"):
        write_all(folder)
    assert len(calls) == 2
    assert contents(folder) == before


def test_a_file_in_a_closed_folder_is_written_over(older, monkeypatch, tmp_path_factory):
    folder, before = older
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(folder) and access(path, mode))
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    path = folder / "a.cat"
    with pytest.raises(ValueError, match="half"):
        write(path, b"half", ValueError("half"))
    assert contents(folder) == before
    write(path)
    assert contents(folder) == before | {"a.cat": b"new"}
    assert contents(elsewhere) == {}


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


@pytest.mark.needs_posix
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


@pytest.mark.needs_posix
def test_an_open_file_is_written_after_what_is_in_it(tmp_path):
    path = tmp_path / "a.cat"
    path.write_bytes(b"old ")
    number = os.open(path, os.O_WRONLY | os.O_APPEND)
    for name in (f"/dev/fd/{number}", f"/proc/self/fd/{number}" if os.path.exists("/proc/self/fd") else path):
        write(name)
    os.close(number)
    assert path.read_bytes() == b"old newnew" if os.path.exists("/proc/self/fd") else b"new"


@pytest.mark.needs_posix
def test_a_reader_of_a_pipe_that_has_had_enough_is_no_failure():
    reading, writing = os.pipe()
    os.close(reading)
    write(f"/dev/fd/{writing}", b"x" * 100_000)
    os.close(writing)


def test_a_long_name(tmp_path):
    path = tmp_path / ("a" * 250)
    write(path)
    assert path.read_bytes() == b"new"


def test_a_full_disk_is_an_error_of_ours(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    with (
        pytest.raises(SexlikeError, match="CHECKIMAGE_NAME: cannot write /dev/full: No space left on device"),
        atomic_file("/dev/full", "CHECKIMAGE_NAME") as f,
    ):
        f.write(b"x" * 100_000)


def test_what_fails_while_it_is_open_is_not_its_failure(tmp_path):
    path = tmp_path / "a.cat"
    with pytest.raises(OSError, match="input"), atomic_file(path, "CATALOG_NAME"):
        raise OSError(5, "input")
    assert contents(tmp_path) == {}


def test_a_folder_that_vanishes_is_an_error_of_ours(tmp_path):
    path = tmp_path / "there" / "a.cat"
    path.parent.mkdir()
    with pytest.raises(SexlikeError, match="CATALOG_NAME: cannot write"), atomic_file(path, "CATALOG_NAME"):
        shutil.rmtree(path.parent)


@pytest.mark.parametrize(("error", "fails"), [(errno.EIO, True), (errno.ENOSPC, True), (errno.EINVAL, False)])
def test_what_does_not_reach_the_disk_fails(older, monkeypatch, error, fails):
    """Some file systems cannot be asked, and say that the question is wrong."""
    folder, before = older
    failing(monkeypatch, "fsync", (2,), error)
    if fails:
        with pytest.raises(SexlikeError, match="cannot write"):
            write_all(folder)
    else:
        write_all(folder)
    assert contents(folder) == (before if fails else dict.fromkeys(NAMES, b"new"))

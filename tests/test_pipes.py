"""Pipes: without a program at their other end they are an error, with one they are files like others."""

import gzip
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import pipes
from sexlike.errors import SexlikeError
from sexlike.images.fitsfile import open_fits
from sexlike.output.files.outputs import atomic_file
from sexlike.pipes import is_pipe, open_descriptor, open_input, read_input

pytestmark = pytest.mark.needs_posix


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("file").write_text("text")
    return tmp_path


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(pipes, "PATIENCE", 0.2)


def later(function, *arguments, seconds=0.0):
    """Call a function in a thread."""

    def call():
        time.sleep(seconds)
        function(*arguments)

    thread = threading.Thread(target=call)
    thread.start()
    return thread


def image_bytes(seed=1):
    pixels = np.random.default_rng(seed).normal(100, 3, (64, 64))
    pixels[20:24, 20:24] += 100
    file = io.BytesIO()
    fits.PrimaryHDU(pixels.astype("f4")).writeto(file)
    return file.getvalue()


def test_which_are_pipes(folder):
    os.symlink("pipe", "link")
    assert [name for name in ("pipe", "link", "file", "nowhere", "/dev/null", ".") if is_pipe(name)] == ["pipe", "link"]


def test_a_pipe_that_is_written_late_and_slowly(folder, monkeypatch):
    """Only the opening is not waited for longer than that."""
    monkeypatch.setattr(pipes, "PATIENCE", 1.0)

    def write():
        with open("pipe", "wb", buffering=0) as file:
            for part in (b"one ", b"two"):
                time.sleep(0.8)
                file.write(part)

    thread = later(write, seconds=0.2)
    assert read_input("pipe") == b"one two"
    thread.join()


@pytest.mark.parametrize("read", [read_input, open_input])
def test_nobody_writes(folder, impatient, read):
    before = threading.active_count()
    with pytest.raises(TimeoutError, match="it is a pipe, and no program writes to it"):
        read("pipe")
    assert threading.active_count() == before
    thread = later(Path("pipe").write_bytes, b"text")  # nothing reads what comes later
    assert read_input("pipe") == b"text"
    thread.join()


def test_nobody_reads(folder, impatient):
    before = threading.active_count()
    with (
        pytest.raises(SexlikeError, match="CATALOG_NAME: cannot write pipe: it is a pipe, and no program reads"),
        atomic_file("pipe", "CATALOG_NAME"),
    ):
        pass
    assert threading.active_count() == before
    assert is_pipe("pipe")


def test_a_pipe_that_cannot_be_opened(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        open_input("pipe")


def test_pipes_without_a_name_may_be_read_again(folder):
    reading, writing = os.pipe()
    os.write(writing, b"text")
    os.close(writing)
    name = f"/dev/fd/{reading}"
    assert read_input(name) == read_input(name) == b"text"
    os.close(reading)


def test_a_device_without_an_end():
    assert 0 < len(read_input("/dev/zero")) < 1 << 21
    assert read_input("/dev/null") == b""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_image(folder, pack):
    data = image_bytes()
    thread = later(Path("pipe").write_bytes, pack(data))
    file = open_fits("pipe")
    thread.join()
    for _ in range(2):
        assert np.array_equal(file.pixels(0), fits.getdata(io.BytesIO(data)))


def test_an_image_that_nobody_writes(folder, impatient):
    with pytest.raises(SexlikeError, match="pipe cannot be read as a FITS file: it is a pipe, and no program writes"):
        open_fits("pipe")


@pytest.mark.needs_posix
def test_open_files(folder):
    os.symlink("/dev/fd/7", "link")
    names = {"/dev/stdout": 1, "/dev/stderr": 2, "/dev/fd/3": 3, "link": 7, "file": None, "/dev/null": None, "/": None}
    assert {name: open_descriptor(name) for name in names} == names
    os.symlink("loop", "loop")
    assert open_descriptor("loop") is None


@pytest.mark.skipif(not os.path.exists("/proc/1/fd"), reason="no /proc")
def test_open_files_of_other_processes_are_not_ours():
    assert open_descriptor("/proc/self/fd/1") == open_descriptor(f"/proc/{os.getpid()}/fd/1") == 1
    assert open_descriptor(f"/proc/{os.getppid()}/fd/1") is None


# As users do it: <(command) in bash, for every file that is read.

INPUTS = {
    "x.fits.gz": gzip.compress(image_bytes()),
    "x.fits": image_bytes(),
    "w.fits.gz": gzip.compress(image_bytes(2)),
    "f.fits": None,
    "my.sex": b"DETECT_THRESH 3\nVERBOSE_TYPE QUIET\nCATALOG_TYPE ASCII\n",
    "my.toml": b"detect.thresh = 3\nverbose_type = 'QUIET'\ncatalog.type = 'ASCII'\n",
    "my.param": b"NUMBER\nX_IMAGE\nFLUX_AUTO\nVECTOR_ASSOC(1)\nIMAFLAGS_ISO(1)\n",
    "my.conv": b"CONV NORM\n1 2 1\n2 4 2\n1 2 1\n",
    "my.list": b"1 22.5 22.5 1\n",
}
NAMED = "-c {my.sex} {x.fits.gz} -PARAMETERS_NAME {my.param} -FILTER_NAME {my.conv} -ASSOC_NAME {my.list} -ASSOC_DATA 1"
NAMED += " -ASSOCSELEC_TYPE ALL -WEIGHT_TYPE MAP_WEIGHT -WEIGHT_IMAGE {w.fits.gz} -FLAG_IMAGE {f.fits} -CATALOG_NAME "


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, data in INPUTS.items():
        if data is None:
            fits.PrimaryHDU(np.ones((64, 64), "i2")).writeto(name)
        else:
            Path(name).write_bytes(data)
    return tmp_path


def bash(command):
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m sexlike {command}"], capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def test_all_inputs_at_once(inputs):
    plain, piped = NAMED, NAMED
    for name in INPUTS:
        plain, piped = plain.replace(f"{{{name}}}", name), piped.replace(f"{{{name}}}", f"<(cat {name})")
    for command, catalog in ((plain, "a.cat"), (piped, "b.cat")):
        status, _, said = bash(command + catalog)
        assert (status, said) == (0, "")
    assert Path("a.cat").read_bytes() == Path("b.cat").read_bytes() != b""


@pytest.mark.parametrize(
    "command",
    [
        "<(zcat x.fits.gz) -c my.toml -CATALOG_NAME STDOUT",
        "/dev/stdin -c <(cat my.toml) -CATALOG_NAME >(cat) < <(cat x.fits.gz)",
        "x.fits -c my.sex -CATALOG_NAME >(cat)",
        "x.fits -c my.sex -CATALOG_NAME /dev/stdout | cat",
    ],
)
def test_a_pipe_in_bash(inputs, command):
    Path("default.param").write_text("NUMBER\n")
    status, out, said = bash(command)
    assert (status, out.split(), said.count("WARNING")) == (0, [b"1"], 0)


@pytest.mark.parametrize("option", ["{} -c my.sex", "x.fits -c {}", "x.fits -c my.sex -CATALOG_NAME {}"])
def test_a_pipe_without_a_partner(inputs, option):
    Path("default.param").write_text("NUMBER\n")
    os.mkfifo("pipe")
    start = time.monotonic()
    status, out, said = bash(option.format("pipe"))
    assert (status, out) == (1, b"")
    assert "it is a pipe, and no program" in said
    assert "Traceback" not in said
    assert time.monotonic() - start < 60

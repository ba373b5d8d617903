"""A log that cannot be written does not stop a run."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike.output.files.stderr import occupy_closed_descriptors, write_message

pytestmark = pytest.mark.needs_posix

SHOWN = f"{sys.executable} -m sexlike image.fits -VERBOSE_TYPE FULL"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(1).normal(100, 3, (48, 48))
    pixels[20:24, 20:24] += 100
    fits.PrimaryHDU(pixels.astype("f4")).writeto("image.fits")
    Path("default.param").write_text("NUMBER\nX_IMAGE\n")
    return tmp_path


def shell(command):
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "log",
    [
        pytest.param("2>/dev/full", marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")),
        "2>&-",
        "2> >(exec true)",
        "2>&- >&-",
        "2>&- <&-",
        "2</dev/null",  # open for reading
    ],
)
def test_the_catalog_is_written_all_the_same(folder, log):
    done = shell(f"{SHOWN} {log}")
    assert done.returncode == 0
    assert Path("test.cat").read_text().splitlines()[-1].split()[0] == "1"
    done = shell(f"{SHOWN} -FILTER_NAME nowhere.conv {log}")
    assert done.returncode == 1


def test_help_that_cannot_be_written(folder):
    for option in ("--help", ""):
        assert shell(f"{sys.executable} -m sexlike {option} 2>&-").returncode == 0


def test_the_reader_of_all_is_gone(folder):
    done = shell(f"{{ {SHOWN} -CATALOG_NAME STDOUT; echo $? > status; }} 2>&1 | true")
    assert done.stderr == ""
    assert Path("status").read_text() == "0\n"


class Full(io.StringIO):
    """A file on a disk that is full for a while."""

    def __init__(self, failures):
        super().__init__()
        self.failures = failures

    def write(self, text):
        if self.failures:
            self.failures -= 1
            raise OSError(28, "No space left on device")
        return super().write(text)


def test_what_cannot_be_written_is_lost_and_no_more():
    stream = Full(1)
    for text in ("one ", "two ", "three"):
        write_message(text, stream)
    assert stream.getvalue() == "two three"


def test_a_closed_file():
    stream = io.StringIO()
    stream.close()
    write_message("text", stream)


def test_a_pipe_without_a_reader_fails_once_and_not_again():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        write_message("text\n" * 10_000, stream)
        stream.write("more")
        write_message("", stream)  # the end of the block must not fail either


def test_standard_error_without_a_file(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    write_message("text")


def test_outputs_do_not_get_the_place_of_standard_error(folder):
    code = "import os; from sexlike.output.files.stderr import occupy_closed_descriptors\n"
    code += "occupy_closed_descriptors(); file = open('file', 'w'); print(file.fileno(), file=file)"
    shell(f'{sys.executable} -c "{code}" 2>&- <&-')
    assert int(Path("file").read_text()) > 2


def test_open_descriptors_stay_as_they_are():
    before = [os.fstat(number) for number in range(3)]
    occupy_closed_descriptors()
    assert [os.fstat(number).st_ino for number in range(3)] == [status.st_ino for status in before]

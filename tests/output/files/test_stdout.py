"""Standard output that takes nothing."""

import os
import sys

import pytest

from sexlike.errors import SexlikeError
from sexlike.output.files.stdout import identity_of_stdout, standard_output


@pytest.fixture
def redirect(tmp_path, monkeypatch):
    """Redirect standard output to a file (pytest does so itself at the start of a test)."""
    with open(tmp_path / "out", "w") as file:
        yield lambda: monkeypatch.setattr(sys, "stdout", file)


def write(text="text"):
    with standard_output("CATALOG_NAME STDOUT") as output:
        output.write(text)


def test_what_is_written(redirect, tmp_path):
    redirect()
    write()
    assert (tmp_path / "out").read_text() == "text"
    assert identity_of_stdout() == (os.stat(tmp_path / "out").st_dev, os.stat(tmp_path / "out").st_ino)
    write(" more")
    assert (tmp_path / "out").read_text() == "text more"


def test_a_disk_that_is_found_full_when_the_file_is_closed(redirect, monkeypatch):
    redirect()
    close = os.close

    def refuse(descriptor):
        close(descriptor)
        raise OSError(122, "Disk quota exceeded")

    monkeypatch.setattr(os, "close", refuse)
    with pytest.raises(SexlikeError, match="CATALOG_NAME STDOUT: cannot write to standard output: Disk quota exceeded"):
        write()


def test_standard_output_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SexlikeError, match="standard output is closed"):
        write()
    assert identity_of_stdout() is None


def test_standard_output_without_a_file(capsys):
    write()
    assert capsys.readouterr().out == "text"
    assert identity_of_stdout() is None


@pytest.mark.needs_posix
def test_standard_output_that_any_number_of_files_may_be(monkeypatch):
    with open(os.devnull, "w") as file:
        monkeypatch.setattr(sys, "stdout", file)
        write()
        assert identity_of_stdout() is None

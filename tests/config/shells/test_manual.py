"""The manual page, as groff renders it."""

import io
import os
import re
import shutil
import subprocess
import sys

import pytest

from sexlike import cli
from sexlike.config.keywords import KEYWORDS
from sexlike.config.options import OPTIONS
from sexlike.config.recipes.shelf import recipe_names
from sexlike.config.shells.manual import escaped, manual
from sexlike.config.shells.plainmanual import plain_manual
from sexlike.output.manualpage import WIDEST, show_page
from sexlike.output.progressline import terminal_width


def test_the_command_prints_it(capsys):
    assert cli.main(["--man"]) == 0
    out, err = capsys.readouterr()
    assert out == manual()
    assert err == ""
    assert out.isascii()


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_renders_every_option_without_a_warning():
    argv = ["groff", "-man", "-Tascii", "-ww", "-P-cbou"]
    done = subprocess.run(argv, input=manual(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    text = done.stdout
    for title in ("NAME", "SYNOPSIS", "OPTIONS", "RECIPES", "KEYWORDS", "EXAMPLES", "EXIT STATUS"):
        assert re.search(rf"(?m)^{title}$", text)
    for name in (*(f"-{name}" for name in KEYWORDS), *(name for option in OPTIONS for name in option.names)):
        assert re.search(rf"(?m)(^| ){name}\b", text), name
    for name in recipe_names():
        assert re.search(rf"(?m)^ +{name}\b", text)
    assert "awk '$1 !~ /#/'" in text


def on_terminal(tmp_path, monkeypatch, *programs):
    """What ``--man`` writes on a terminal, where only some programs are found."""
    for program in programs:
        (tmp_path / program).symlink_to(shutil.which(program))
    monkeypatch.setenv("PATH", str(tmp_path))
    return show_page(manual(), io.StringIO())


def test_plain_text_without_man_and_groff(tmp_path, monkeypatch):
    text = on_terminal(tmp_path, monkeypatch)
    assert text == plain_manual(manual(), min(terminal_width(io.StringIO()), WIDEST))
    assert not re.search(r"(?m)^\.|\\[fe&-]", text)
    lines = text.splitlines()
    assert max(len(line) for line in lines[: lines.index("EXAMPLES")]) < WIDEST
    for title in ("NAME", "SYNOPSIS", "OPTIONS", "RECIPES", "KEYWORDS", "EXAMPLES", "EXIT STATUS"):
        assert title in lines
    for name in (*(f"-{name}" for name in KEYWORDS), *(name for option in OPTIONS for name in option.names)):
        assert re.search(rf"(?m)(^| ){name}\b", text), name
    assert "       -c, --config FILE" in lines
    assert "awk '$1 !~ /#/'" in text


def test_plain_text_keeps_backslashes():
    page = "\n".join([".SH A", ".TP", ".B x", escaped("a\\b -c")])
    assert plain_manual(page, 80) == "A\n\n       x\n              a\\b -c\n"


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_renders_where_there_is_no_man(tmp_path, monkeypatch):
    folder = os.path.dirname(os.path.realpath(shutil.which("groff")))
    (tmp_path / "groff").write_text(f'#!/bin/sh\nPATH={folder}:/usr/bin:/bin exec groff "$@"\n')
    (tmp_path / "groff").chmod(0o755)
    text = on_terminal(tmp_path, monkeypatch)
    assert text.splitlines()[0].startswith("SEXLIKE(1)")
    assert "\x1b" not in text
    assert "\b" not in text


@pytest.mark.needs_posix
@pytest.mark.parametrize(("status", "is_shown"), [(0, True), (3, False)])
def test_man_shows_it_where_it_is(tmp_path, monkeypatch, status, is_shown):
    (tmp_path / "man").write_text(f'#!/bin/sh\n/bin/cp "$1" {tmp_path}/seen\nexit {status}\n')
    (tmp_path / "man").chmod(0o755)
    text = on_terminal(tmp_path, monkeypatch)
    assert (text is None) == is_shown
    assert (tmp_path / "seen").read_text() == manual()


@pytest.mark.needs_posix
def test_on_a_terminal_no_macro_is_seen(monkeypatch, tmp_path):
    """The command itself, whose standard output is a terminal."""
    import pty

    monkeypatch.setenv("PATH", str(tmp_path))
    ours, theirs = pty.openpty()
    argv = [sys.executable, "-m", "sexlike", "--man"]
    with subprocess.Popen(argv, stdout=theirs, stdin=subprocess.DEVNULL, cwd=tmp_path) as process:
        os.close(theirs)
        text = b""
        while part := read_some(ours):
            text += part
    os.close(ours)
    assert process.returncode == 0
    assert b"NAME\r\n" in text
    assert b".SH" not in text


def read_some(terminal):
    """What comes from a terminal; nothing at its end, which Linux calls an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_nothing_is_a_command_of_groff():
    assert escaped(".head\n'x' \\ -c") == "\\&.head\n\\&'x' \\e \\-c"

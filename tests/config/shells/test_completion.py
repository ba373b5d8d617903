"""Completions, tried in the shells themselves."""

import os
import select
import shutil
import subprocess
import time

import pytest

from sexlike import cli
from sexlike.config.keywords import KEYWORDS
from sexlike.config.options import OPTIONS
from sexlike.config.recipes.shelf import recipe_names
from sexlike.config.shells.completion import SCRIPTS, completion
from sexlike.config.shells.entries import SHELLS, all_entries
from sexlike.errors import SexlikeError

EVERY = [*(f"-{name}" for name in KEYWORDS), *(name for option in OPTIONS for name in option.names)]


def needs(shell):
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed")


@pytest.fixture
def folder(tmp_path):
    """A folder with images, and the scripts of all shells."""
    for name in ("deep.fits", "deep.fits.fz", "notes.txt"):
        (tmp_path / name).touch()
    for shell in SHELLS:
        (tmp_path / f"script.{shell}").write_text(completion([shell]))
    return tmp_path


def bash(line, folder):
    """What bash offers for a line."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    code = f"source script.bash; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _sexlike"
    code += "; printf '%s\\n' \"${COMPREPLY[@]}\""
    argv = ["bash", "--norc", "-c", code]
    return subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=True).stdout.split()


def fish(line, folder):
    """What fish offers for a line."""
    argv = ["fish", "--no-config", "-c", f"source script.fish; complete -C '{line}'"]
    environment = os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=True, env=environment)
    return [line.split("\t")[0] for line in done.stdout.splitlines()]


def zsh(line, folder):
    """What zsh writes when the tabulator is pressed twice after a line, and so lists what it offers."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(TERM="dumb", HOME=str(folder), COLUMNS="200", LINES="500")
        os.execlp("zsh", "zsh", "-f", "-i")
    try:
        start = "PS1=; unsetopt zle_bracketed_paste; LISTMAX=9999; autoload -Uz compinit && compinit -u -D"
        os.write(terminal, f"{start}; source script.zsh; stty columns 200 rows 500; echo rea''dy\n".encode())
        read_until(terminal, "ready\r", 30)
        os.write(terminal, f"{line}\t\t".encode())
        return read_until(terminal, None, 4).split()
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)


def read_until(terminal, text, seconds):
    """What comes from a terminal until a text has come, or the time is over."""
    got, end = "", time.monotonic() + seconds
    while time.monotonic() < end and (text is None or text not in got):
        if select.select([terminal], [], [], 0.2)[0]:
            got += os.read(terminal, 65536).decode(errors="replace")
    return got


OFFERS = {"bash": bash, "fish": fish, "zsh": zsh}
EACH = [pytest.param(shell, marks=needs(shell)) for shell in ("bash", "fish", "zsh")]


@pytest.mark.needs_posix
@pytest.mark.parametrize("shell", EACH)
@pytest.mark.parametrize(
    ("line", "some", "none"),
    [
        ("sexlike -DEBLEND_", ["-DEBLEND_NTHRESH", "-DEBLEND_MINCONT"], ["-DETECT_THRESH"]),
        ("sexlike --ex", ["--explain"], ["--init"]),
        ("sexlike -BACK_TYPE ", ["AUTO", "MANUAL"], ["deep.fits"]),
        ("sexlike -FILTER ", ["Y", "N"], ["deep.fits"]),
        ("sexlike --init ", ["jwst", "scamp"], ["deep.fits"]),
        ("sexlike -c j", ["jwst"], ["hst"]),
        ("sexlike --completion ", ["bash", "fish", "zsh"], ["jwst"]),
        ("sexlike d", ["deep.fits", "deep.fits.fz"], ["notes.txt"]),
    ],
)
def test_what_is_offered(shell, line, some, none, folder):
    offered = OFFERS[shell](line, folder)
    missing = [word for word in some if word not in offered and not any(got.endswith(word) for got in offered)]
    assert not missing, offered
    assert not [word for word in none if word in offered]


@pytest.mark.needs_posix
@needs("bash")
def test_values_of_a_list_in_bash(folder):
    assert bash("sexlike -CATALOG_TYPE FITS_LDAC,EC", folder) == ["FITS_LDAC,ECSV"]


@pytest.mark.needs_posix
@needs("bash")
def test_every_option_and_keyword_in_bash(folder):
    assert sorted(bash("sexlike -", folder)) == sorted(EVERY)


@pytest.mark.needs_posix
@needs("fish")
def test_every_option_and_keyword_in_fish(folder):
    assert {*fish("sexlike -", folder)} | {*fish("sexlike --", folder)} >= set(EVERY)


@pytest.mark.needs_posix
@needs("zsh")
@pytest.mark.parametrize("start", ["-", "--"])
def test_every_option_and_keyword_in_zsh(folder, start):
    expected = {name for name in EVERY if name.startswith(start)}
    assert expected <= set(zsh(f"sexlike {start}", folder))


@pytest.mark.parametrize("shell", SHELLS)
def test_every_option_is_in_every_script(shell, capsys):
    assert cli.main(["--completion", shell]) == 0
    script = capsys.readouterr().out
    assert script == SCRIPTS[shell]()
    for entry in all_entries():
        for name in entry.names:
            assert name.lstrip("-") in script
    for word in (*recipe_names(), "ASCII_VOTABLE", "MAP_WEIGHT"):
        assert word in script


def test_shells_that_are_not_known():
    with pytest.raises(SexlikeError, match=r"needs the name of a shell: bash, fish, zsh, not bsh\n.*Did you mean bash"):
        completion(["bsh"])
    with pytest.raises(SexlikeError, match="needs the name of a shell"):
        completion([])

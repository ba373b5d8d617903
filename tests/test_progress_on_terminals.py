"""The line of progress of the command on a terminal, and none of it anywhere else."""

import os
import re
import subprocess
import sys
import time

import numpy as np
import pytest
from astropy.io import fits

SHARE = re.compile(r"^> +(\d+)% ")
WITHOUT_TQDM = "import sys; sys.modules['tqdm'] = None; from sexlike.cli import main; sys.exit(main())"


@pytest.fixture
def image(tmp_path):
    """Two images of a file."""
    path = tmp_path / "image.fits"
    pixels = np.random.default_rng(1).normal(size=(2, 600, 600)).astype(np.float32)
    pixels[:, 290:310, 290:310] += 50
    fits.HDUList([fits.PrimaryHDU(), *map(fits.ImageHDU, pixels)]).writeto(path)
    return path


def command(image, *options, start=("-m", "sexlike")):
    words = [str(image), "-c", os.devnull, "-CATALOG_NAME", str(image.with_suffix(".cat")), *options]
    return [sys.executable, *start, *words]


def run_on_a_terminal(argv, columns=100, stdout=subprocess.DEVNULL, **environment):
    """Run a command whose standard error is a terminal -> what it shows."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "PYTHONUTF8": "1", **environment}
    environment.pop("COLUMNS", None)
    stdout = theirs if stdout == "the same" else stdout
    with subprocess.Popen(argv, stderr=theirs, stdout=stdout, env=environment) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # Linux' way to say that nobody writes any more
                part = b""
            if not part:
                break
            parts.append(part)
    os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode()


def lines_of_progress(shown):
    """All that stood in the line of progress, one after the other."""
    return [part.rstrip() for part in re.split("[\r\n]+", shown) if SHARE.match(part)]


def what_stays(shown):
    """The lines that are there in the end: a carriage return begins a line again."""
    rows = []
    for row in shown.replace("\r\n", "\n").split("\n"):
        text = ""
        for part in row.split("\r"):
            text = part + text[len(part) :]
        rows.append(text.rstrip())
    return rows


def test_a_terminal_shows_a_bar_that_never_goes_back_and_wipes_it_out(image):
    pytest.importorskip("tqdm")
    shown = run_on_a_terminal(command(image))
    lines = lines_of_progress(shown)
    for text in ("Image 1 of 2: Loading the image: background", "Image 2 of 2: Searching for objects: filtering"):
        assert any(text in line for line in lines)
    shares = [int(SHARE.match(line)[1]) for line in lines]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)
    assert any("|██████████          |" in line for line in lines)
    assert "\x1b" not in shown
    assert "Loading" not in lines[-1]
    stays = what_stays(shown)
    assert not lines_of_progress("\n".join(stays))
    assert [line for line in stays if line][-1].startswith("> All done (in ")


def test_without_tqdm_the_line_is_a_text(image):
    lines = lines_of_progress(run_on_a_terminal(command(image, start=("-c", WITHOUT_TQDM))))
    assert any("% Image 1 of 2: Searching for objects: filtering" in line for line in lines)
    assert not any("|" in line for line in lines)


def test_a_terminal_without_block_characters_has_a_bar_of_ascii(image):
    pytest.importorskip("tqdm")
    shown = run_on_a_terminal(command(image), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert shown.isascii()
    assert any("|##########          |" in line for line in lines_of_progress(shown))


@pytest.mark.parametrize("columns", [20, 50, 100])
def test_the_line_fits_into_the_terminal(image, columns):
    lines = lines_of_progress(run_on_a_terminal(command(image), columns))
    assert len(lines) > 20
    assert max(map(len, lines)) < columns


def test_a_quiet_run_shows_none(image):
    assert run_on_a_terminal(command(image, "-VERBOSE_TYPE", "QUIET")) == ""


def test_a_pipe_gets_none(image):
    done = subprocess.run(command(image), check=True, capture_output=True, text=True)
    assert "All done" in done.stderr
    assert "\r" not in done.stderr
    assert "Searching for objects" not in done.stderr


def test_a_catalog_on_standard_output_is_a_catalog(image, tmp_path):
    expected = subprocess.run(command(image, "-CATALOG_NAME", "STDOUT"), check=True, capture_output=True).stdout
    with open(tmp_path / "stdout.cat", "wb") as file:
        shown = run_on_a_terminal(command(image, "-CATALOG_NAME", "STDOUT"), stdout=file)
    assert lines_of_progress(shown)
    assert (tmp_path / "stdout.cat").read_bytes() == expected
    together = run_on_a_terminal(command(image, "-CATALOG_NAME", "STDOUT"), stdout="the same")
    stays = what_stays(together)
    rows = [row.rstrip() for row in expected.decode().splitlines()]
    assert len(rows) > 10
    first = stays.index(rows[0])
    assert stays[first : first + len(rows)] == rows


def test_the_line_takes_no_time_worth_mentioning():
    """Processor time of what is told in a run: some thousand steps and calls of counters."""
    import io

    from sexlike import progress
    from sexlike.output.console import Console

    console = Console(io.StringIO())
    with progress.listening(console.show_progress):
        progress.expect(["reading", "filtering"])
        progress.begin_image(0, 1)
        progress.tell_step("reading")
        begin = time.process_time()
        tell = progress.counter(100_000, "rows")
        for row in range(10_000):
            tell(row)
        for _ in range(100):
            progress.tell_step("filtering")
        assert time.process_time() - begin < 0.3

"""``sexlike image.fits --page``: its address, its messages, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from sexlike import cli
from sexlike.config.arguments import parse_arguments
from sexlike.page import command
from sexlike.page.serving.port import Address, listen

pytestmark = pytest.mark.needs_posix
PATIENCE = 60  # seconds
WORDS = ("--page", "127.0.0.1:0", "--no-browser")
ENVIRONMENT = {"PYTHONUNBUFFERED": ""}  # so that what is not flushed stays in the buffer


@contextmanager
def started(folder, *words, **variables):
    """Context in which the command runs, as from a shell that reads its output through a pipe."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = {name: value for name, value in os.environ.items() if name not in command.DISPLAYS}
    call = [sys.executable, "-m", "sexlike", *map(str, words)]
    with subprocess.Popen(call, cwd=folder, env=environment | ENVIRONMENT | variables, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_address_is_printed_at_once_and_ctrl_c_ends_it(field, tmp_path):
    with started(tmp_path, field, *WORDS) as process:
        line = process.stdout.readline()
        port, key = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?key=([\w-]{32})\n", line).groups()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/session", headers={"X-Sexlike-Key": key})
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            assert reply.status == 200
        with socket.create_connection(("127.0.0.1", int(port)), PATIENCE):  # a tab that is open
            process.send_signal(signal.SIGINT)
            begin = time.monotonic()
            _, said = process.communicate(timeout=PATIENCE)
            assert time.monotonic() - begin < PATIENCE / 2
    assert process.returncode == 130
    assert "Traceback" not in said
    assert key not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_shows_no_traceback(field, tmp_path, number):
    with started(tmp_path, field, *WORDS) as process:
        process.stdout.readline()
        for _ in range(3):
            process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number
    assert "Traceback" not in said


def test_a_busy_port(field, tmp_path):
    taken, address = listen(Address("127.0.0.1", 0))
    with taken, started(tmp_path, field, "--page", str(address), "--no-browser") as process:
        found = int(re.search(r":(\d+)/", process.stdout.readline())[1])
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert found > address.port
    assert f"Port {address.port} is taken: the page is at {found}\n" in said


def test_a_page_for_others_is_a_warning(field, tmp_path):
    with started(tmp_path, field, "--page", "0.0.0.0:0", "--no-browser") as process:
        assert process.stdout.readline().startswith(f"http://{socket.gethostname()}:")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert "> WARNING: --page 0.0.0.0:" in said
    assert "whoever reaches this machine over the network can ask for the page" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no.fits", *WORDS), "cannot open no.fits: no such file"),
        (WORDS, "no image is given"),
        (("{field}", "--page=nonsense"), "nonsense is no address"),
        *((("{field}", "--page", word), f"{word} is no address") for word in ("localhost", ":80x", "here:80x")),
        (("{field}", "--page", "192.0.2.1:8700"), "no page can be shown at 192.0.2.1:8700"),
        (("{field}", *WORDS, "-MASK_IMAGE", "no.fits"), "cannot open no.fits: no such file"),
        (("{field}", *WORDS, "-WEIGHT_TYPE", "MAP_RMS"), "cannot open weight.fits: no such file"),
        (("{field}", *WORDS, "-FILTER_NAME", "no.conv"), "no.conv"),
        (("{field}", "--save", "x.toml"), "--save is an option of --page"),
        (("{field}", "--no-browser"), "--no-browser is an option of --page"),
        (("{field}", "--page", "--tiles", "512"), "--tiles is for one mosaic, and not for --page"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(field, tmp_path, monkeypatch, capsys, words, message):
    monkeypatch.chdir(tmp_path)
    assert cli.main([word.format(field=field) for word in words]) == 1
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


def test_a_browser_is_opened_with_a_display_only(monkeypatch):
    for name in command.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    assert command.has_display() == (sys.platform in command.WINDOWED)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert command.has_display()


def test_a_browser_gets_a_ticket_and_not_the_key(field, tmp_path):
    """What a browser is called with is seen by all users of a machine."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened.part && mv {tmp_path}/opened.part {tmp_path}/opened\n')
    script.chmod(0o755)
    with started(tmp_path, field, *WORDS[:2], DISPLAY=":99", BROWSER=str(script)) as process:
        key = re.search(r"key=(\S+)", process.stdout.readline())[1]
        deadline = time.monotonic() + PATIENCE
        while not (tmp_path / "opened").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        address = (tmp_path / "opened").read_text().strip()
        assert key not in address
        with urllib.request.urlopen(address, timeout=PATIENCE) as reply:
            assert reply.url.endswith(f"/?key={key}")


def test_a_number_after_page_is_a_port_unless_it_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert parse_arguments(["a.fits", "--page", "8700"]).page == "8700"
    (tmp_path / "8700").touch()
    arguments = parse_arguments(["--page", "8700"])
    assert (arguments.page, arguments.images) == ("", ["8700"])

"""How a run ends that is told to end: nothing half done stays behind."""

import signal
import subprocess
import sys
import threading

import pytest

from sexlike.signals import Terminated, cleanup_on_signals

SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]

ENDLESS = """
import sys, time
from sexlike import cli, pipeline

def run(*_):
    print("running", flush=True)
    time.sleep(60)
    yield

pipeline.run = run
sys.exit(cli.main(sys.argv[1:]))
"""

pytestmark = pytest.mark.needs_posix


@pytest.mark.parametrize("number", SIGNALS)
def test_no_part_of_a_file_stays(number, tmp_path):
    words = ["image.fits", "-CHECKIMAGE_TYPE", "SEGMENTATION", "-VERBOSE_TYPE", "QUIET"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", ENDLESS, *words], cwd=tmp_path, **pipes) as process:
        assert process.stdout.readline() == b"running\n"
        assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_unwinds_and_all_is_as_before(number):
    cleared = []

    def work():
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(number)  # a second one does not break into the clearing away
            cleared.append(True)

    with pytest.raises(Terminated) as ended, cleanup_on_signals():
        work()
    assert ended.value.number == number
    assert cleared
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_is_ignored_stays_ignored():
    """As nohup does it."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cleanup_on_signals():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_in_another_thread_signals_are_left_alone():
    seen = []

    def look():
        with cleanup_on_signals():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


def test_the_command_imports_little_before_it_can_be_interrupted():
    code = "import sys, sexlike.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {name for name in done.stdout.split() if name.startswith(("sexlike.", "numpy", "astropy"))}
    assert ours == {"sexlike._version", "sexlike.cli", "sexlike.errors"}

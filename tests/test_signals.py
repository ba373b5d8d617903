"""How a run ends that is told to end: nothing half done stays behind, and no traceback is shown."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from sexlike import cli, signals
from sexlike.signals import CleanupOnSignals, Terminated

SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)]

ENDLESS = """
import sys, time
from sexlike import cli, pipeline

def run(*_, **__):
    print("running", flush=True)
    time.sleep(60)
    yield

pipeline.run = run
sys.exit(cli.main())
"""
WORDS = ["image.fits", "-CHECKIMAGE_TYPE", "SEGMENTATION", "-VERBOSE_TYPE", "QUIET"]


PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

pytestmark = pytest.mark.needs_posix


@pytest.fixture(autouse=True)
def no_signal_is_ignored():
    """A shell that runs the tests in the background, and nohup, let them ignore some."""
    ignored = [number for number in SIGNALS if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


def raised_by(number):
    return KeyboardInterrupt if number == signal.SIGINT else Terminated


@pytest.mark.parametrize("number", SIGNALS)
def test_no_part_of_a_file_stays(number, tmp_path):
    with subprocess.Popen([sys.executable, "-c", ENDLESS, *WORDS], cwd=tmp_path, **PIPES) as process:
        assert process.stdout.readline() == b"running\n"
        assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
        process.send_signal(number)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", [0, 0.02, 0.05, 0.1])
def test_ctrl_c_twice_while_modules_are_imported(moment, tmp_path):
    code = "import sys; from sexlike.cli import main; print('running', flush=True); sys.exit(main())"
    with subprocess.Popen([sys.executable, "-c", code, *WORDS], cwd=tmp_path, **PIPES) as process:
        assert process.stdout.readline() == b"running\n"
        time.sleep(moment)
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(0.01)
        _, said = process.communicate(timeout=60)
    assert process.returncode in (128 + signal.SIGINT, -signal.SIGINT), said
    assert b"sexlike" not in said, said  # a traceback of this script itself, before main() has begun, is Python's
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_unwinds_and_all_is_as_before(number):
    cleared, before = [], signal.getsignal(number)

    def work():
        try:
            signal.raise_signal(number)
        finally:
            for other in SIGNALS:  # a second one does not break into the clearing away
                signal.raise_signal(other)
            cleared.append(True)

    with pytest.raises(raised_by(number)) as ended, CleanupOnSignals():
        work()
    assert getattr(ended.value, "number", signal.SIGINT) == number
    assert cleared
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", SIGNALS)
def test_who_does_not_listen_is_told_again(number, monkeypatch):
    monkeypatch.setattr(signals, "DEAF_SECONDS", 0.01)

    def go_on():
        with pytest.raises(raised_by(number)):
            signal.raise_signal(number)
        time.sleep(0.02)
        signal.raise_signal(number)

    with pytest.raises(raised_by(number)), CleanupOnSignals():
        go_on()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_is_taken_for_a_failure(number):
    """As in class bodies, where Python makes a RuntimeError of what a descriptor raises."""

    class Descriptor:
        def __set_name__(self, *_):
            signal.raise_signal(number)

    with pytest.raises(raised_by(number)), CleanupOnSignals():
        type("Class", (), {"name": Descriptor()})


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_where_nothing_can_be_raised(number):
    class Deleted:
        def __del__(self):
            signal.raise_signal(number)

    def work():
        Deleted()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            time.sleep(0.001)

    with pytest.raises(raised_by(number)), CleanupOnSignals():
        work()


def test_other_exceptions_that_cannot_be_raised_are_told_as_before(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    class Deleted:
        def __del__(self):
            raise ValueError

    with CleanupOnSignals():
        Deleted()
    assert [item.exc_type for item in told] == [ValueError]
    assert sys.unraisablehook == told.append


def test_an_exception_without_a_signal_stays_what_it_is():
    with pytest.raises(ZeroDivisionError), CleanupOnSignals():
        _ = 1 / 0


def test_what_is_ignored_stays_ignored():
    """As nohup does it."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with CleanupOnSignals():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_handlers_of_others_are_left_alone(monkeypatch):
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(True))
    try:
        with CleanupOnSignals():
            signal.raise_signal(signal.SIGINT)
        assert heard == [True]
    finally:
        signal.signal(signal.SIGINT, before)


def test_signals_are_ignored_while_python_ends():
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        with CleanupOnSignals(process_ends=True):
            pass
        for number in SIGNALS:
            signal.raise_signal(number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_in_another_thread_signals_are_left_alone():
    seen = []

    def look():
        with CleanupOnSignals():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


def test_the_command_imports_little_before_it_can_be_interrupted():
    assert cli.TYPE_CHECKING is False
    code = "import sys; before = set(sys.modules); import sexlike.cli; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {f"sexlike{name}" for name in ("", "._version", ".cli", ".compiled", ".errors")}
    assert set(done.stdout.split()) <= {*ours, "__future__", "zlib"}


@pytest.mark.parametrize("number", SIGNALS)
def test_while_c_code_imports_a_module_a_signal_waits(number):
    left = []

    def _lock_unlock_module():
        signal.raise_signal(number)
        left.append(True)

    def import_module():
        _lock_unlock_module()
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(raised_by(number)), CleanupOnSignals():
        import_module()
    assert left
    assert time.monotonic() - began < 30

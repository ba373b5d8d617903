"""Signals that end a run: temporary files are removed first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNAL_NAMES = ("SIGTERM", "SIGHUP")  # sent by batch queues and `timeout`; by a terminal that is closed


class Terminated(BaseException):
    """A signal has told the run to end.

    It is not an Exception, so that no handler takes it for a failure and goes on.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def cleanup_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the run by an exception, as Ctrl-C does, so that temporary files are removed.

    Signals that are ignored (nohup) or handled elsewhere are left alone.

    Raises
    ------
    Terminated
        Wherever the run is when the signal arrives.
    """
    numbers = [getattr(signal, name) for name in SIGNAL_NAMES if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []  # Python sets handlers in the main thread only
    numbers = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]

    def terminate(number: int, _: FrameType | None) -> None:
        for other in numbers:  # a second signal must not interrupt the cleanup
            signal.signal(other, signal.SIG_IGN)
        raise Terminated(number)

    try:
        for number in numbers:
            signal.signal(number, terminate)
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)

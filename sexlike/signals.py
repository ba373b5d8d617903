"""Signals that end a run: what is half done is cleared away first."""

import signal
import threading
from contextlib import contextmanager

NAMES = ("SIGTERM", "SIGHUP")  # of batch queues and `timeout`; of terminals that are closed


class Terminated(BaseException):
    """The run has been told to end; no Exception, so that nobody takes it for a failure and goes on."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


@contextmanager
def unwinding():
    """Let SIGTERM and SIGHUP unwind the run like Ctrl-C does, so that temporary files are removed.

    Signals that someone else deals with, or ignores (nohup), are left alone.

    Raises
    ------
    Terminated
        Where the run is when the signal comes.
    """
    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []  # Python sets handlers in the main thread only
    numbers = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]

    def unwind(number, _):
        for other in numbers:  # a second one must not break into the clearing away
            signal.signal(other, signal.SIG_IGN)
        raise Terminated(number)

    try:
        for number in numbers:
            signal.signal(number, unwind)
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)

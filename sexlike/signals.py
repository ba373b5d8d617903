"""Signals that end a run: temporary files are removed first."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SIGNAL_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # sent by Ctrl-C; by batch queues; by a terminal that is closed
DEAF_SECONDS = 2.0  # after a signal, while the run ends: a second one must not interrupt the cleanup
AGAIN_SECONDS = 0.01  # until a signal whose exception was lost is sent again
# Where Python waits for a module that C code imports: extension modules print what is raised there, and fail otherwise.
AWAITED_BY_C = "_lock_unlock_module"


class Terminated(BaseException):
    """A signal has told the run to end.

    It is not an Exception, so that no handler takes it for a failure and goes on.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class CleanupOnSignals:
    """Context in which SIGINT (Ctrl-C), SIGTERM and SIGHUP end the run by an exception, so that files are removed.

    A second signal within two seconds is ignored. Signals that are ignored already (nohup), or handled elsewhere, are
    left alone. SIGINT raises KeyboardInterrupt, the others raise Terminated, wherever the run is.

    Parameters
    ----------
    process_ends : bool
        The process ends after the context: from then on the signals are ignored.
    """

    def __init__(self, process_ends: bool = False) -> None:
        self.process_ends = process_ends
        self.deaf_until = 0.0
        self.raised: BaseException | None = None
        self.before: dict[int, object] = {}
        self.hook = sys.unraisablehook

    def __enter__(self) -> CleanupOnSignals:
        default = (signal.SIG_DFL, signal.default_int_handler)
        numbers = [getattr(signal, name) for name in SIGNAL_NAMES if hasattr(signal, name)]
        self.hook, sys.unraisablehook = sys.unraisablehook, self.mend_lost
        for number in numbers:
            if signal.getsignal(number) in default:
                try:
                    self.before[number] = signal.signal(number, self.end_run)
                except ValueError:  # not in the main thread
                    break
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, signal.SIG_IGN if self.process_ends else handler)  # type: ignore[arg-type]
        sys.unraisablehook = self.hook
        if kind is not None and self.raised is not None and not issubclass(kind, KeyboardInterrupt | Terminated):
            raise self.raised from None  # it was turned into another one on the way: in the import of a module, say

    def end_run(self, number: int, frame: FrameType | None) -> None:
        """Raise the exception of a signal."""
        now = time.monotonic()
        if now < self.deaf_until:
            return
        if frame is not None and frame.f_code.co_name == AWAITED_BY_C:
            self.send_again(number)
            return
        self.deaf_until = now + DEAF_SECONDS
        self.raised = KeyboardInterrupt() if number == signal.SIGINT else Terminated(number)
        raise self.raised

    def mend_lost(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Send a signal again whose exception was lost, since it came where Python can raise none."""
        if not isinstance(unraisable.exc_value, KeyboardInterrupt | Terminated):
            self.hook(unraisable)
            return
        self.send_again(getattr(unraisable.exc_value, "number", signal.SIGINT))

    def send_again(self, number: int) -> None:
        """Send a signal once more, in a moment."""

        def send() -> None:
            time.sleep(AGAIN_SECONDS)
            self.deaf_until = 0.0
            if hasattr(signal, "pthread_kill"):  # it ends what the main thread waits for as well
                signal.pthread_kill(threading.main_thread().ident, number)  # type: ignore[arg-type]
            else:
                _thread.interrupt_main(signal.Signals(number))

        _thread.start_new_thread(send, ())


@contextmanager
def signals_wait() -> Iterator[None]:
    """Context in which signals wait that would raise an exception here; the last one is handled at its end.

    Signals that end the process without Python, and other threads than the main one, are as ever.
    """
    waiting: list[int] = []
    before = {}
    try:
        for number in (getattr(signal, name) for name in SIGNAL_NAMES if hasattr(signal, name)):
            handler = signal.getsignal(number)
            if callable(handler):
                signal.signal(number, lambda number, _: waiting.append(number))
                before[number] = handler
    except ValueError:  # not in the main thread
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            before[waiting[-1]](waiting[-1], None)

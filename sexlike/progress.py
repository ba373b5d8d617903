"""How far a run is: its step, rows or objects, and the time left. Whoever listens is told; a terminal does."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS_BETWEEN = 0.1
SECONDS_BEFORE_A_GUESS = 1.0  # of the time left
SECONDS_AS_MINUTES = 120  # from which times are told in minutes


class Teller:
    """Tells a listener how far a run is.

    Parameters
    ----------
    show : callable
        It takes a text.
    clock : callable
        Gives seconds.
    """

    def __init__(self, show: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.show = show
        self.clock = clock
        self.task = self.step = ""

    def begin_task(self, task: str) -> None:
        """Tell of a task, which consists of steps."""
        self.task = self.step = task
        self.show(task)

    def begin_step(self, step: str) -> None:
        """Tell of a step of the task."""
        self.step = f"{self.task}: {step}" if self.task else step
        self.show(self.step)

    def counter(self, count: int, things: str) -> Callable[[int], None]:
        """What takes the number of things of the step that are done, time and again, and tells of them now and then."""
        step, begin = self.step, self.clock()
        told = begin

        def tell(done: int) -> None:
            nonlocal told
            now = self.clock()
            if now - told < SECONDS_BETWEEN:
                return
            told, passed = now, now - begin
            text = f"{step}, {done:,} of {count:,} {things}"
            if passed > SECONDS_BEFORE_A_GUESS and done < count:
                text += f", {describe_left(passed / done * (count - done))}"
            self.show(text)

        return tell


def describe_left(seconds: float) -> str:
    """The time left in words, rounded up."""
    if seconds >= SECONDS_AS_MINUTES:
        return f"{math.ceil(seconds / 60)} min left"
    return f"{math.ceil(seconds)} s left"


_teller = ContextVar[Teller | None]("who tells how far a run is", default=None)


@contextmanager
def listening(show: Callable[[str], None] | None) -> Iterator[None]:
    """Have a function called with each text on how far the run is; with None nobody listens."""
    before = _teller.set(Teller(show) if show else None)
    try:
        yield
    finally:
        _teller.reset(before)


def progress(task: str) -> None:
    """Tell of a task that begins."""
    if teller := _teller.get():
        teller.begin_task(task)


def tell_step(step: str) -> None:
    """Tell of a step that begins."""
    if teller := _teller.get():
        teller.begin_step(step)


def counter(count: int, things: str) -> Callable[[int], None] | None:
    """What is to be called with the number of things of the step that are done; None if nobody listens."""
    teller = _teller.get()
    return teller.counter(count, things) if teller else None

"""How far a run is: its step, rows or objects, and the time left. Whoever listens is told; a terminal does."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

SECONDS_BETWEEN = 0.1
SECONDS_BEFORE_A_GUESS = 1.0  # of the time left
SECONDS_AS_MINUTES = 120  # from which times are told in minutes
# Processor time (ms) on a field of 4096 x 4096 pixels with 6,700 objects. Most stages that take less are left out.
IMAGE_STAGES = {"reading": 140, "background": 90, "subtraction": 40}
SEARCH_STAGES = {"filtering": 140, "shapes": 30, "blobs": 60, "deblending": 280, "cleaning": 10, "blanking": 15}
QUANTITY_STAGES = {
    "projection": 40,
    "kron search": 50,
    "kron": 35,
    "aperture": 60,
    "growth": 490,
    "isophotal": 20,
    "model fits": 100_000,
}
OUTPUT_STAGES = {"writing": 10}
PICTURES = "pictures"
COSTS = {**IMAGE_STAGES, **SEARCH_STAGES, **QUANTITY_STAGES, **OUTPUT_STAGES, PICTURES: 4000}
EVERY_RUN = (*IMAGE_STAGES, *SEARCH_STAGES, *OUTPUT_STAGES)
OTHER_COST = 5  # of a stage that is not listed


class Standing(NamedTuple):
    """How far a run is.

    Attributes
    ----------
    text : str
        What it does now, with the rows or objects that are done.
    share : float
        Of the run that is done, from 0 to 1. It never decreases.
    left : float, optional
        Seconds left, as far as can be told.
    """

    text: str
    share: float = 0.0
    left: float | None = None


class Teller:
    """Tells a listener how far a run is.

    Parameters
    ----------
    show : callable
        It takes a Standing, or None when there is nothing to show any more.
    clock : callable
        Gives seconds.
    """

    def __init__(self, show: Callable[[Standing | None], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.show = show
        self.clock = clock
        self.task = self.text = self.stage = ""
        self.images, self.image = 1, 0  # how many there are, and how many are done
        self.expected: dict[str, float] = {}  # stages of each image -> their costs
        self.done: dict[str, float] = {}  # the same of those that are done, of this image
        self.share = 0.0
        self.begin = clock()

    def expect(self, stages: Iterable[str]) -> None:
        """Add to the stages that each image goes through."""
        self.expected |= {stage: COSTS.get(stage, OTHER_COST) for stage in stages}

    def begin_image(self, number: int, count: int) -> None:
        """Begin an image, the first of which is 0, of a number of images."""
        self.images, self.image, self.stage = count, number, ""
        self.done.clear()
        if not number:
            self.begin = self.clock()  # the time before does not grow with the image

    def begin_task(self, task: str) -> None:
        """Tell of a task, which consists of steps."""
        of = f" {self.image + 1} of {self.images}" if self.images > 1 else ""
        self.task = f"Image{of}: {task}" if of else task
        self.tell(self.task)

    def begin_step(self, stage: str) -> None:
        """Tell of a step of the task."""
        if self.stage in self.expected:
            self.done[self.stage] = self.expected[self.stage]
        self.stage = stage
        self.tell(f"{self.task}: {stage}" if self.task else stage)

    def tell(self, text: str, part: float = 0.0, more: str = "") -> None:
        """Tell of a step, a part of which is done."""
        self.text = text
        total = sum(self.expected.values())
        done = sum(self.done.values())
        if self.stage not in self.done:
            done += part * self.expected.get(self.stage, 0.0)
        share = (self.image + (done / total if total else 0.0)) / self.images
        self.share = min(max(self.share, share), 1.0)
        self.show(Standing(text + more, self.share, self.left()))

    def left(self) -> float | None:
        """Seconds left if all goes on as it did, or None where it is too early to tell."""
        passed = self.clock() - self.begin
        if passed < SECONDS_BEFORE_A_GUESS or not self.share:
            return None
        return passed * (1 - self.share) / self.share

    def counter(self, count: int, things: str) -> Callable[[int], None]:
        """What takes the number of things of the step that are done, time and again, and tells of them now and then."""
        text, told = self.text, self.clock()

        def tell(done: int) -> None:
            nonlocal told
            now = self.clock()
            if now - told < SECONDS_BETWEEN:
                return
            told = now
            self.tell(text, done / count, f", {done:,} of {count:,} {things}")

        return tell


def describe_left(seconds: float) -> str:
    """The time left in words, rounded up."""
    if seconds >= SECONDS_AS_MINUTES:
        return f"{math.ceil(seconds / 60)} min left"
    return f"{math.ceil(seconds)} s left"


def stage_of_quantity(name: str) -> str:
    """The stage in which a quantity is computed."""
    return name.replace("_", " ")


_teller = ContextVar[Teller | None]("who tells how far a run is", default=None)


@contextmanager
def listening(show: Callable[[Standing | None], None] | None) -> Iterator[None]:
    """Have a function called with each Standing of the run; with None nobody listens."""
    before = _teller.set(Teller(show) if show else None)
    try:
        yield
    finally:
        _teller.reset(before)


def listener() -> Callable[[Standing | None], None] | None:
    """The function that is called with each Standing; None if nobody listens."""
    teller = _teller.get()
    return teller.show if teller else None


def expect(stages: Iterable[str]) -> None:
    """Tell of stages that each image of the run goes through, before it begins."""
    if teller := _teller.get():
        teller.expect(stages)


def begin_image(number: int, count: int) -> None:
    """Tell of an image that begins: the number of those before it, and of all."""
    if teller := _teller.get():
        teller.begin_image(number, count)


def progress(task: str) -> None:
    """Tell of a task that begins."""
    if teller := _teller.get():
        teller.begin_task(task)


def tell_step(step: str) -> None:
    """Tell of a step that begins."""
    if teller := _teller.get():
        teller.begin_step(step)


def fall_silent() -> None:
    """Tell nothing any more: standard output, which may be the same terminal, is written."""
    if teller := _teller.get():
        teller.show(None)
        _teller.set(None)


def counter(count: int, things: str) -> Callable[[int], None] | None:
    """What is to be called with the number of things of the step that are done; None if nobody listens."""
    teller = _teller.get()
    return teller.counter(count, things) if teller else None

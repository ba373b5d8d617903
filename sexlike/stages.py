"""The stages of a run, such as filtering or cleaning: what each of them takes (``--profile``), and when it begins."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .progress import tell_step

SHORTEST_TOLD = 5e-4  # seconds; less would be printed as 0.000
START_UP, WRITING, REST = "start-up", "writing", "all else"


class Profile:
    """Seconds that the stages of a run take. What a stage within another takes is not counted for the other.

    Attributes
    ----------
    seconds : dict
        Name of the stage -> its wall time, and the processor time of all threads meanwhile; in the order in which they
        began. The start-up includes that of Python, whose wall time is taken to be the processor time.
    divided : dict
        Name of the stage -> the part of its processor time that threads can share.
    """

    def __init__(self) -> None:
        self.seconds = {START_UP: (time.process_time(),) * 2}
        self.divided: dict[str, float] = {}
        self.stages = [REST]
        self.since = self.now()

    @staticmethod
    def now() -> tuple[float, float]:
        """Wall time and processor time of the process."""
        return time.monotonic(), time.process_time()

    def charge(self) -> None:
        """Add the time since the last call to the present stage."""
        now, stage = self.now(), self.stages[-1]
        wall, processor = self.seconds.get(stage, (0.0, 0.0))
        self.seconds[stage] = wall + now[0] - self.since[0], processor + now[1] - self.since[1]
        self.since = now

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self.charge()
        self.seconds.setdefault(stage, (0.0, 0.0))
        self.stages.append(stage)

    def leave(self) -> None:
        """End the present stage."""
        self.charge()
        self.stages.pop()

    def table(self) -> str:
        """A line for each stage that took a millisecond or so, in the order of the run, and the sum of all."""
        rows = dict(sorted(self.seconds.items(), key=lambda row: row[0] == REST))
        wall, processor = map(sum, zip(*rows.values(), strict=True))
        rows["sum"] = wall, processor
        divided = {**self.divided, "sum": sum(self.divided.values())}
        width = max(map(len, rows))
        lines = [f"{'stage':<{width}}   wall (s)   processor (s)   share   cores   serial (s)"]
        for name, (own_wall, own) in rows.items():
            if max(own_wall, own) < SHORTEST_TOLD:
                continue
            cores, serial = own / own_wall if own_wall else 0.0, own - divided.get(name, 0.0)
            times = f"{own_wall:10.3f} {own:15.3f} {own / processor:7.1%} {cores:7.2f} {serial:12.3f}"
            lines.append(f"{name:<{width}} {times}")
        return "".join(f"{line}\n" for line in lines)


_profile = ContextVar[Profile | None]("the profile of the run", default=None)


@contextmanager
def profiling() -> Iterator[Profile]:
    """Take the time of the stages.

    Yields
    ------
    Profile
        Complete when the context has ended.
    """
    profile = Profile()
    before = _profile.set(profile)
    try:
        yield profile
    finally:
        profile.charge()
        _profile.reset(before)


@contextmanager
def divided(shared: bool) -> Iterator[None]:
    """Work of the present stage, and whether threads can share it."""
    profile = _profile.get()
    if profile is None or not shared:
        yield
        return
    begin = time.process_time()
    try:
        yield
    finally:
        stage = profile.stages[-1]
        profile.divided[stage] = profile.divided.get(stage, 0.0) + time.process_time() - begin


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage of a run, as a context or as the decorator of a function. It counts in the main thread of a run alone."""
    tell_step(name)
    profile = _profile.get()
    if profile is None:
        yield
        return
    profile.enter(name)
    try:
        yield
    finally:
        profile.leave()

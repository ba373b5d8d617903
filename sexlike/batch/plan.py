"""The plan of a batch, which ``--dry-run`` prints: what would be done with each exposure, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..counting import counted
from ..memory import free_memory, in_words
from ..output.console import visible_name
from ..output.files.stdout import standard_output
from ..progress import fall_silent
from .running.sharing import Shares, memory_for, pixels_in
from .state.staleness import RUN
from .steps import FAIL, Step

# Measured on exposures of 1024, 2048 and 4096 pixels' width, between those without weights and those with them: 0.2 to
# 0.3, 0.4 to 0.7, and 1.0 to 1.5 s of a core; 78 to 82, 94 to 111, and 167 to 236 MB.
SECONDS_PER_EXPOSURE, PIXELS_PER_SECOND = 0.2, 15e6  # of one core
BYTES_OF_PROCESS, BYTES_PER_PIXEL = 75e6, 10.0


def print_plan(steps: Sequence[Step]) -> None:
    """Print the plan on standard output."""
    text = plan_text(steps)
    fall_silent()
    with standard_output("--dry-run") as output:
        output.write(text)


def plan_text(steps: Sequence[Step]) -> str:
    """A line for each exposure, and what all of them take."""
    names = [visible_name(str(step.exposure)) for step in steps]
    width = max(map(len, names), default=0)
    lines = [
        f"{step.action:<5}{name:<{width}}  {visible_name(step.why)}" for name, step in zip(names, steps, strict=True)
    ]
    counts = Counter(step.action for step in steps)
    words = {"run": "to run", "skip": "up to date or failed before", FAIL: "cannot begin"}
    parts = ", ".join(f"{count:,} {words[action]}" for action, count in counts.items())
    return "\n".join([*lines, "", f"{counted(len(steps), 'exposure')}: {parts}", *estimate(steps)]) + "\n"


def estimate(steps: Sequence[Step]) -> list[str]:
    """Lines on pixels, time and memory of what would run."""
    sizes = [sum(map(pixels_in, step.exposure.images)) for step in steps if step.action == RUN]
    if not sizes:
        return []
    most = memory_for(max(sizes))
    shares = Shares(len(sizes), need=most)
    seconds = (SECONDS_PER_EXPOSURE * len(sizes) + sum(sizes) / PIXELS_PER_SECOND) / shares.cores
    usual = in_words(BYTES_OF_PROCESS + BYTES_PER_PIXEL * max(sizes))
    took = f"{seconds / 60:.0f} minutes" if seconds > 120 else f"{seconds:.0f} s"
    many = counted(shares.at_once(), "exposure")
    return [
        f"Pixels: {sum(sizes) / 1e6:,.1f} million; about {took} on {shares.cores} cores, {many} at a time",
        f"Memory: about {usual} for the largest, {in_words(most)} at the most; {in_words(free_memory())} are free",
    ]

"""What a batch says while it runs, and at its end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from ..counting import counted
from ..output.console import visible_name
from ..progress import SECONDS_BEFORE_A_GUESS, Standing, fall_silent, listener
from .night import Tally
from .state.columns import DONE, FAILED, INTERRUPTED, WAITING, Row
from .state.staleness import NEW, REDO, RUN, SKIP, UNCHANGED
from .steps import Step

MOST_TOLD = 20  # exposures that have failed, by name
WORDS = {DONE: "done", FAILED: "failed", INTERRUPTED: "given up", WAITING: "waiting"}  # for each status, in order


class Telling:
    """Tells a terminal how far a batch is: exposures done, in flight, failed, objects so far, time left."""

    def __init__(self) -> None:
        self.show = listener()
        self.begin = time.monotonic()

    def tell(self, tally: Tally) -> None:
        """Show how far it is."""
        if self.show:
            self.show(standing_of(tally, time.monotonic() - self.begin))

    def fall_silent(self) -> None:
        """Show nothing any more."""
        fall_silent()

    def describe_plan(self, steps: Sequence[Step]) -> str:
        """What is said before the first exposure: how many there are, and why some are done that were done before."""
        skipped = [step.why for step in steps if step.action == SKIP]
        same = skipped.count(UNCHANGED)
        parts = [counted(len(steps), "exposure")]
        parts += [f"{same:,} up to date"] * (same > 0)
        parts += [f"{len(skipped) - same:,} failed before and have not changed"] * (len(skipped) > same)
        told = [step for step in steps if step.action == RUN and step.why not in (NEW, REDO)]
        reasons = [f"      {visible_name(f'{step.exposure}: {step.why}')}" for step in told]
        return "\n".join([f"----- {', '.join(parts)}", *reasons])

    def describe_end(self, rows: Sequence[Row], state: str) -> str:
        """The line after the last one."""
        objects = sum(row["objects"] or 0 for row in rows if row["status"] == DONE)
        seconds = time.monotonic() - self.begin
        return f"> All done (in {seconds:.1f} s): {statuses(rows)}; {counted(objects, 'object')}. The state is {state}"

    def describe_interruption(self, rows: Sequence[Row], state: str) -> str:
        """The last line where Ctrl-C or another signal has ended the batch."""
        seconds = time.monotonic() - self.begin
        return f"> Interrupted (in {seconds:.1f} s): {statuses(rows)}; the same command goes on. The state is {state}"


def statuses(rows: Sequence[Row]) -> str:
    """How many exposures are in which state, in words."""
    counts = Counter(row["status"] for row in rows)
    return ", ".join(f"{counts[status]:,} {word}" for status, word in WORDS.items() if counts[status])


def standing_of(tally: Tally, seconds: float) -> Standing:
    """How far a batch is, after so many seconds."""
    ended = tally.done + tally.failed
    share = ended / tally.total if tally.total else 1.0
    left = seconds * (1 - share) / share if share and seconds > SECONDS_BEFORE_A_GUESS else None
    text = f"{ended:,}/{tally.total:,}, {tally.running} in flight, {tally.failed:,} failed"  # a row has 80 characters
    return Standing(f"{text}, {counted(tally.objects, 'object')}", share, left)


def describe_row(row: Row, tally: Tally) -> str:
    """The line on an exposure that has ended."""
    place = f"[{tally.done + tally.failed:{len(str(tally.total))}d}/{tally.total}] {visible_name(row['stem'])}:"
    if row["status"] != DONE:
        return f"{place} {row['status']}: {row['sentence']}"
    parts = [counted(row["objects"] or 0, "object")]
    if row["seeing"] is not None:
        parts.append(f"seeing {row['seeing']:.2f} arcsec")
    elif row["fwhm"] is not None:
        parts.append(f"seeing {row['fwhm']:.2f} pixels")
    if row["depth_auto"] is not None:
        parts.append(f"depth {row['depth_auto']:.2f} mag")
    return f"{place} {', '.join(parts)}, {row['seconds'] or 0:.1f} s"


def describe_failures(rows: Sequence[Row]) -> str:
    """What has failed, and why, an exposure a line; empty if nothing has."""
    failed = [row for row in rows if row["status"] in (FAILED, INTERRUPTED)]
    if not failed:
        return ""
    lines = [f"{len(failed):,} of {counted(len(rows), 'exposure')} failed"]
    lines += [f"  {reason_of(row)}" for row in failed[:MOST_TOLD]]
    if len(failed) > MOST_TOLD:
        lines.append(f"  and {len(failed) - MOST_TOLD:,} more, which the state tells")
    return "\n".join(lines)


def reason_of(row: Row) -> str:
    """Why an exposure has failed, after its name, which is there once."""
    return named(visible_name(row["images"]), row["sentence"] or "it was given up")


def named(name: str, sentence: str) -> str:
    """A sentence after the name that it is about, unless it begins with it."""
    return sentence if sentence.startswith((f"{name} ", f"{name}:")) else f"{name}: {sentence}"

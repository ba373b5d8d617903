"""A batch at work: its tasks are done, and each row is kept as soon as it is known."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass

from ..signals import signals_wait
from .running.loop import run_tasks
from .running.processes import Processes
from .running.sharing import Shares, memory_for, pixels_in
from .running.task import Task
from .running.tasks import known_before, log_names, make_task, named_row, row_of, row_without_work
from .state.columns import DONE, FAILED, WAITING, Row
from .state.staleness import RUN, Wishes
from .state.store import State
from .steps import FAIL, Step

Most = Callable[[], int]


@dataclass
class Tally:
    """How far a batch is.

    Attributes
    ----------
    total : int
        Exposures that are worked on.
    done, failed, running : int
    objects : int
        Of those that are done.
    """

    total: int
    done: int = 0
    failed: int = 0
    running: int = 0
    objects: int = 0

    def count(self, row: Row) -> None:
        """Count a row that has ended."""
        self.done += row["status"] == DONE
        self.failed += row["status"] == FAILED
        self.objects += row["objects"] or 0


class Night:
    """The exposures of a batch, which are worked on as they are asked for.

    Parameters
    ----------
    steps : sequence of Step
    state : State
        It is saved at the end, however that comes.
    wishes : Wishes
    executor : concurrent.futures.Executor, optional
        Processes on this machine by default.
    most : callable, optional
        How many tasks may be with the executor at a time.
    tell : callable, optional
        Is called with the tally whenever it changes.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        state: State,
        wishes: Wishes | None = None,
        executor: Executor | None = None,
        most: Most | None = None,
        tell: Callable[[Tally], object] | None = None,
    ) -> None:
        self.steps, self.state, self.wishes = steps, state, wishes or Wishes()
        self.executor, self.most, self.tell = executor, most, tell
        self.tally = Tally(sum(step.action in (RUN, FAIL) for step in steps))
        self.logs = log_names(steps, state.path)
        self.ended = False
        self.begun: dict[int, tuple[Step, Row]] = {}  # number of an exposure -> what is known of it so far

    def __iter__(self) -> Generator[Row, None, None]:
        """Do what is to be done, and give the row of each exposure as it ends."""
        try:
            for step in self.steps:
                if step.action == FAIL:
                    yield self.keep(step, row_without_work(step))
                    if self.wishes.fail_fast:
                        return
            with closing(self.work()) as rows:
                for row in rows:
                    yield row
                    if self.wishes.fail_fast and row["status"] == FAILED:
                        return
        finally:
            self.end()

    def work(self) -> Generator[Row, None, None]:
        """Work on the exposures that are to be done, and give their rows."""
        shares = Shares(sum(step.action == RUN for step in self.steps))
        if not shares.left:
            return
        own = None if self.executor else Processes(min(shares.cores, shares.left))
        executor, most = self.executor or own, self.most if self.executor else shares.at_once
        assert executor is not None
        ended = run_tasks(self.tasks(shares), executor, most, tell=self.note_running)
        try:
            for task, result in ended:
                step, known = self.begun.pop(task["number"])
                row = self.keep(step, row_of(known, result))
                shares.learn(1e6 * (row["memory"] or 0))
                yield row
        finally:
            ended.close()
            if own:
                own.shutdown()

    def tasks(self, shares: Shares) -> Iterator[Task]:
        """The tasks; before one is given, it is known what the next one needs."""
        steps = [step for step in self.steps if step.action == RUN]
        needs = (memory_for(max(map(pixels_in, step.exposure.images))) for step in steps)
        shares.learn(next(needs))
        for step in steps:
            threads = 0 if self.executor else shares.threads()
            self.begun[step.exposure.number] = step, known_before(step)
            shares.left -= 1
            shares.learn(next(needs, 0.0))
            yield make_task(step, self.logs[step.key], threads)

    def keep(self, step: Step, row: Row) -> Row:
        """Keep the row of an exposure that has ended."""
        self.state.add(step.key, row)
        self.tally.count(row)
        self.note_running(self.tally.running)
        return row

    def note_running(self, running: int) -> None:
        """Take note of how many are worked on, and tell."""
        self.tally.running = running
        if self.tell:
            self.tell(self.tally)

    def end(self) -> None:
        """Save the state, also while Ctrl-C is pressed: see `finish`."""
        with signals_wait():
            if not self.ended:
                self.ended = True
                self.finish()

    def finish(self) -> None:
        """Save the state: what was worked on is given up, what has not begun is waiting."""
        for step, known in self.begun.values():
            self.state.rows[step.key] = known
        self.begun.clear()
        for step in self.steps:
            if step.key not in self.state.rows:
                self.state.rows[step.key] = named_row(step, WAITING)
        self.state.keep(step.key for step in self.steps)
        self.state.save()

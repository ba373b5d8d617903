"""The command's ``--batch``: it says what it does, line by line, and how it ended."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import SexlikeError
from ..signals import Terminated
from .state.staleness import Wishes
from .state.store import DEFAULT, State

if TYPE_CHECKING:
    from ..config.arguments import Arguments
    from ..config.config import Config
    from .steps import Step

log = logging.getLogger("sexlike")


def run_batch_command(arguments: Arguments, config: Config) -> None:
    """Do what ``--batch`` asks for.

    Parameters
    ----------
    arguments : Arguments
    config : Config
        That of all exposures.

    Raises
    ------
    SexlikeError
        Exposures have failed; or nothing could begin.
    """
    if arguments.report:
        from .report.reporting import report

        report(arguments.state or DEFAULT, arguments.report)
        return
    from .collisions import check_state
    from .preparing import prepare
    from .rows.inputs import read_exposures

    wishes = Wishes(arguments.redo, arguments.retry_failed, arguments.fail_fast)
    exposures = read_exposures(arguments.images)
    path = arguments.state or DEFAULT
    check_state(path, arguments.images, exposures)
    state = State(path, writing=not arguments.dry_run)
    with ExitStack() as stack:
        try:
            steps = prepare(exposures, config, state, wishes)
            workers = stack.enter_context(workers_for(arguments, config))
        except BaseException:
            state.end(remove=False)
            raise
        if arguments.dry_run:
            from .plan import print_plan

            print_plan(steps)
        else:
            work_through(steps, state, wishes, *workers)


@contextmanager
def workers_for(arguments: Arguments, config: Config) -> Iterator[tuple[Any, Any]]:
    """The executor that ``--cluster`` names, and how many tasks it takes; None is this machine."""
    if not arguments.cluster or arguments.dry_run:
        yield None, None
        return
    from ..threads import number_of_threads
    from .cluster.connecting import cluster

    with cluster(arguments.cluster, number_of_threads(config.NTHREADS)) as executor:
        yield executor, executor.room


def work_through(steps: list[Step], state: State, wishes: Wishes, executor: Any = None, most: Any = None) -> None:
    """Do the steps, tell of each exposure that ends, and of all at the end.

    Raises
    ------
    SexlikeError
        Exposures have failed, now or before.
    """
    from .night import Night
    from .telling import Telling, describe_failures, describe_row

    telling = Telling()
    night = Night(steps, state, wishes, executor, most, telling.tell)
    log.info(telling.describe_plan(steps))
    try:
        with ExitStack() as stack:
            stack.callback(night.end)
            for row in stack.enter_context(closing(iter(night))):
                log.info("%s", describe_row(row, night.tally))
    except (KeyboardInterrupt, Terminated):
        telling.fall_silent()
        log.info("%s", telling.describe_interruption([state.rows[step.key] for step in steps], state.path))
        raise
    telling.fall_silent()
    now = [state.rows[step.key] for step in steps]
    log.info("%s", telling.describe_end(now, state.path))
    if failures := describe_failures(now):
        raise SexlikeError(failures)

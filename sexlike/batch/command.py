"""The command's ``--batch``: it says what it does, line by line, and how it ended."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ..errors import SexlikeError
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
    from .preparing import prepare
    from .rows.inputs import read_exposures

    wishes = Wishes(arguments.redo, arguments.retry_failed, arguments.fail_fast)
    exposures = read_exposures(arguments.images)
    state = State(arguments.state or DEFAULT, writing=not arguments.dry_run)
    try:
        steps = prepare(exposures, config, state, wishes)
    except BaseException:
        state.end(remove=False)
        raise
    if arguments.dry_run:
        from .plan import print_plan

        print_plan(steps)
        return
    work_through(steps, state, wishes)


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
    with closing(iter(night)) as rows:
        for row in rows:
            log.info("%s", describe_row(row, night.tally))
    telling.fall_silent()
    now = [state.rows[step.key] for step in steps]
    log.info("%s", telling.describe_end(now, state.path))
    if failures := describe_failures(now):
        raise SexlikeError(failures)

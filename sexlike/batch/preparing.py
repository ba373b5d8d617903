"""From what ``--batch`` names to the steps of a batch."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from ..config.config import Config
from ..errors import SexlikeError
from .collisions import check_collisions, without_others
from .rows.exposure import Exposure
from .state.staleness import Wishes
from .state.store import State, from_json
from .steps import Step, make_steps

log = logging.getLogger("sexlike")


def prepare(exposures: Sequence[Exposure], config: Config, state: State, wishes: Wishes) -> list[Step]:
    """What is to be done with each exposure, when it is sure that none gets in the way of another.

    Parameters
    ----------
    exposures : sequence of Exposure
    config : Config
    state : State
    wishes : Wishes

    Returns
    -------
    list of Step
        Images that are maps of other exposures, or were written for them by an earlier run, are left out.

    Raises
    ------
    SexlikeError
        The configuration is wrong, two exposures write one file, or one writes what another reads.
    """
    steps = make_steps(exposures, config, state.rows, wishes)
    known = [state.rows[step.key] for step in steps if step.key in state.rows]
    made = [path for row in known for path in from_json(row["outputs"])]
    kept = without_others(steps, made)
    if len(kept) < len(exposures):
        log.info("%d files are maps or outputs of other exposures, and none themselves", len(exposures) - len(kept))
        if not kept:
            raise SexlikeError("all files are maps or outputs of each other", where="--batch")
        steps = make_steps(kept, config, state.rows, wishes)
    check_collisions(steps, state.path)
    return steps

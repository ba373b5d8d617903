"""Tasks are made of the steps of a batch, and rows of the state of what comes of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from ..._version import __version__
from ..state.columns import FAILED, INTERRUPTED, Row, empty_row
from ..state.fingerprints import fingerprints
from ..state.staleness import settings_that_count
from ..state.store import as_json
from ..steps import Step
from .task import Task

LOGS = "_logs"  # what the name of the folder of logs ends in


def make_task(step: Step, log: str = "", threads: int = 0) -> Task:
    """The task of a step, as plain texts, numbers and lists.

    Parameters
    ----------
    step : Step
    log : str
        File for its messages; none without it.
    threads : int
        The most that it may use; 0 leaves it to NTHREADS.

    Returns
    -------
    dict
        Names of files are relative to ``folder``, the current one.
    """
    return {
        "number": step.exposure.number,
        "stem": step.exposure.stem,
        "images": list(step.exposure.images),
        "config": step.data,
        "inputs": [path for path in step.inputs if os.path.exists(path)],
        "outputs": list(step.outputs),
        "folder": os.getcwd(),
        "log": log,
        "threads": threads,
    }


def log_names(steps: Sequence[Step], state: str) -> dict[str, str]:
    """Key of each step -> the file of its log: in a folder beside the state, with the stem, or a number as well."""
    folder = os.path.splitext(state)[0] + LOGS
    counts = Counter(step.exposure.stem for step in steps)
    names = {}
    for step in steps:
        stem, number = step.exposure.stem, step.exposure.number
        names[step.key] = os.path.join(folder, f"{stem}.log" if counts[stem] == 1 else f"{stem}_{number}.log")
    return names


def named_row(step: Step, status: str) -> Row:
    """The row of an exposure of which no more is known than its name."""
    exposure = step.exposure
    names = {"number": exposure.number, "stem": exposure.stem, "images": str(exposure)}
    return empty_row() | names | {"status": status}


def known_before(step: Step) -> Row:
    """What a row tells that is known before the work begins: fingerprints are those of this moment."""
    exposure = step.exposure
    read = step.inputs or tuple(image for image in exposure.images if os.path.exists(image))
    return named_row(step, INTERRUPTED) | {
        "version": __version__,
        "settings": as_json(settings_that_count(step.data)),
        "outputs": as_json(list(step.outputs)),
        "inputs": as_json(fingerprints(read)),
        "cards": as_json(step.cards),
    }


def row_of(known: Row, result: Task) -> Row:
    """The row of an exposure that has ended."""
    return known | {name: value for name, value in result.items() if name in known}


def row_without_work(step: Step) -> Row:
    """The row of an exposure that cannot begin."""
    return known_before(step) | {"status": FAILED, "sentence": step.why, "attempts": 0}

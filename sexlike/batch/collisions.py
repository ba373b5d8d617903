"""Files of exposures that would get in each other's way, and files that are no exposures after all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import SexlikeError
from ..images.files.selectors import split_selector
from ..output.files.places import identity, is_character_device
from .rows.exposure import Exposure
from .state.journal import ENDING
from .steps import Step

HINT = "Placeholders tell names apart: {stem}, {folder}, {number}, or a card of the header."


def without_others(steps: Sequence[Step], made: Iterable[str]) -> list[Exposure]:
    """The exposures that are none of the maps, and none of the outputs, of other exposures.

    Parameters
    ----------
    steps : sequence of Step
    made : iterable of str
        Files that earlier runs have written.

    Returns
    -------
    list of Exposure
        Numbered anew. Those that a table lists stay in any case.
    """
    images = {step.key: identity(step.exposure.path) for step in steps}
    own = {step.key: {identity(image) for image in step.exposure.images} for step in steps}
    others = {file for path in made if os.path.exists(path) for file in [identity(path)]}
    for step in steps:
        read = (path for path in step.inputs if path not in step.exposure.images and os.path.exists(path))
        others |= {file for file in map(identity, read) if file not in own[step.key]}
    kept = [step.exposure for step in steps if step.exposure.origin or images[step.key] not in others]
    return [
        Exposure(number, exposure.images, exposure.settings, exposure.origin) for number, exposure in enumerate(kept, 1)
    ]


def check_state(state: str, given: Iterable[str], exposures: Iterable[Exposure]) -> None:
    """Check that the state is none of the files that name the exposures, and no image: before it is opened.

    Parameters
    ----------
    state : str
        The file of the state; its journal counts as well.
    given : iterable of str
        What ``--batch`` names: tables, lists, images.
    exposures : iterable of Exposure

    Raises
    ------
    SexlikeError
    """
    images = (split_selector(image)[0] for exposure in exposures for image in exposure.images)
    refuse_state(state, [*given, *images], "is one of the exposures or names them")


def refuse_state(state: str, files: Iterable[str], why: str) -> None:
    """Refuse a state that, or whose journal, is one of some files."""
    own = {identity(path): path for path in (state, state + ENDING)}
    for path in files:
        if path and identity(path) in own:
            hint = "Give the state a name of its own: --state FILE."
            raise SexlikeError(f"{own[identity(path)]} would be overwritten: it {why}", where="--state", hint=hint)


def check_collisions(steps: Sequence[Step], state: str) -> None:
    """Check that no two exposures write one file, that none writes what another reads, and that none is the state.

    Raises
    ------
    SexlikeError
    """
    for step in steps:
        refuse_state(state, step.inputs, f"is read for {step.exposure}")
        refuse_state(state, step.outputs, f"is written for {step.exposure}")
    writers: dict[tuple[Any, ...], tuple[str, Step]] = {}
    for step in steps:
        for path in step.outputs:
            if is_character_device(path):
                continue
            other = writers.setdefault(identity(path), (path, step))[1]
            if other is not step:
                text = f"two exposures write {path}: {other.exposure} and {step.exposure}"
                raise SexlikeError(text, where="--batch", hint=HINT)
    for step in steps:
        for path in step.inputs:
            _, writer = writers.get(identity(path), (path, step))
            if writer is not step:
                text = f"{writer.exposure} would write {path}, which {step.exposure} reads"
                raise SexlikeError(text, where="--batch", hint=HINT)

"""What is to be done with an exposure, and why: its row of an earlier time is compared with what is there now."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..._version import __version__
from ...config.dumps import command_text
from .columns import DONE, FAILED, Row
from .fingerprints import changed_files
from .store import from_json

RUN, SKIP = "run", "skip"
NEW, UNCHANGED, REDO = "new", "unchanged", "--redo"
WITHOUT_EFFECT = ("VERBOSE_TYPE", "NTHREADS", "MEMORY_LIMIT")  # keywords that change no file
MOST_TOLD = 3  # keywords or files that have changed, by name


@dataclass(frozen=True)
class Wishes:
    """What the user wants of a batch beside its exposures and its configuration.

    Attributes
    ----------
    redo, retry_failed : bool
        Do again what is done; what has failed.
    fail_fast : bool
        End when the first exposure has failed.
    """

    redo: bool = False
    retry_failed: bool = False
    fail_fast: bool = False


def decide(
    row: Row | None, settings: dict[str, Any], inputs: Sequence[str], outputs: Sequence[str], wishes: Wishes
) -> tuple[str, str]:
    """What to do with an exposure, and why.

    Parameters
    ----------
    row : dict, optional
        What the state knows of it.
    settings : dict
        See `settings_that_count`.
    inputs, outputs : sequence of str
        Files that it reads, and writes.
    wishes : Wishes

    Returns
    -------
    action : {"run", "skip"}
    why : str
    """
    if row is None:
        return RUN, NEW
    if wishes.redo:
        return RUN, REDO
    if row["status"] not in (DONE, FAILED):
        return RUN, f"was {row['status']}"
    changed = what_changed(row, settings, inputs)
    if row["status"] == FAILED:
        if wishes.retry_failed:
            return RUN, "failed, --retry-failed"
        return (RUN, f"failed, and {changed}") if changed else (SKIP, f"failed: {row['sentence']}")
    missing = [path for path in outputs if not os.path.exists(path)]
    if missing:
        return RUN, f"{named(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    return (RUN, changed) if changed else (SKIP, UNCHANGED)


def what_changed(row: Row, settings: dict[str, Any], inputs: Sequence[str]) -> str:
    """What has changed since an exposure was done, in words; empty if nothing has."""
    if row["version"] != __version__:
        return f"made by sexlike {row['version'] or 'of another version'}, this is {__version__}"
    before = from_json(row["settings"])
    keywords = sorted(name for name in before.keys() | settings.keys() if before.get(name) != settings.get(name))
    if keywords:
        first = keywords[0]
        if len(keywords) > 1:
            return f"{named(keywords)} have changed"
        return f"{first} was {in_words(before.get(first))} and is {in_words(settings.get(first))}"
    files = changed_files(from_json(row["inputs"]), inputs)
    return f"{named(files)} {'has' if len(files) == 1 else 'have'} changed" if files else ""


def settings_that_count(data: dict[str, Any]) -> dict[str, Any]:
    """The settings of a configuration as data that can change a file, as JSON gives them back."""
    values = data["values"] | data["given"]
    return json.loads(json.dumps({name: value for name, value in values.items() if name not in WITHOUT_EFFECT}))


def named(names: Sequence[str]) -> str:
    """The first few names, and how many there are besides."""
    told = ", ".join(names[:MOST_TOLD])
    return f"{told} and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else told


def in_words(value: Any) -> str:
    """A setting for a message."""
    if value is None:
        return "the default"
    return command_text(tuple(value) if isinstance(value, list) else value)

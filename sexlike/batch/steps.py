"""What a batch has to do: for each exposure its configuration, its files, and whether it is worked on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ..config.config import Config, load_config
from ..config.files.paramfile import find_columns
from ..errors import SexlikeError
from ..output.outputpaths import external_headers, input_paths, output_paths
from .rows.cards import Cards
from .rows.exposure import Exposure
from .rows.filenames import check_names, with_own_names
from .rows.placeholders import placeholders_in
from .running.configdata import data_of_config
from .running.task import sentence_of
from .state.columns import FAILED, Row
from .state.fingerprints import is_same
from .state.staleness import RUN, SKIP, Wishes, decide, settings_that_count
from .state.store import from_json, key_of

FAIL = "fail"  # what is done with an exposure that cannot even begin
CONFIGURATION = "the configuration"  # as `input_paths` calls the file whose settings are compared one by one


@dataclass(frozen=True)
class Step:
    """An exposure, and what is done with it.

    Attributes
    ----------
    exposure : Exposure
    key : str
        See `key_of`.
    action : {"run", "skip", "fail"}
    why : str
        Why that is done; the sentence of one that fails before it begins.
    config : Config, optional
        With its own names of files.
    inputs, outputs : tuple of str
        Files that it reads, and that it writes; those that it reads only if they exist.
    cards : dict
        Cards of its header that name files.
    """

    exposure: Exposure
    key: str
    action: str
    why: str
    config: Config | None = None
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    cards: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The configuration as data."""
        return data_of_config(self.config) if self.config else {"values": {}, "given": {}}


def make_steps(exposures: Sequence[Exposure], config: Config, rows: dict[str, Row], wishes: Wishes) -> list[Step]:
    """What is to be done with each exposure.

    Parameters
    ----------
    exposures : sequence of Exposure
    config : Config
        That of all; names of files have placeholders.
    rows : dict
        What the state knows.
    wishes : Wishes

    Raises
    ------
    SexlikeError
        The configuration is wrong for all of them.
    """
    check_configuration(config)
    occurrences: Counter[str] = Counter()
    steps = []
    for exposure in exposures:
        occurrences[str(exposure)] += 1
        key = key_of(str(exposure), occurrences[str(exposure)])
        own = config_of(exposure, config)  # a mistake in a table is for the user to correct, now
        try:
            step = prepared(exposure, key, own, rows.get(key))
        except SexlikeError as error:
            steps.append(unprepared(exposure, key, sentence_of(error), rows.get(key), wishes))
            continue
        settings = settings_that_count(step.data)
        action, why = decide(rows.get(key), settings, step.inputs, step.outputs, wishes)
        steps.append(replace(step, action=action, why=why))
    return steps


def unprepared(exposure: Exposure, key: str, sentence: str, row: Row | None, wishes: Wishes) -> Step:
    """The step of an exposure that cannot begin; nothing is new if it has failed in the same way before."""
    as_before = row is not None and (row["status"], row["sentence"]) == (FAILED, sentence)
    if as_before and not (wishes.redo or wishes.retry_failed):
        return Step(exposure, key, SKIP, f"failed: {sentence}")
    return Step(exposure, key, FAIL, sentence)


def check_configuration(config: Config) -> None:
    """Find what is wrong with the configuration, whatever the exposure is.

    Raises
    ------
    SexlikeError
    """
    check_names(config)
    if not placeholders_in(config.PARAMETERS_NAME):
        columns_of(config.PARAMETERS_NAME, config.folder, config.strict)
    list(output_paths(config))


def config_of(exposure: Exposure, config: Config) -> Config:
    """The configuration with the settings of an exposure.

    Raises
    ------
    SexlikeError
        One is not allowed; the message names its row in the table.
    """
    if not exposure.settings:
        return config
    own = config.overridden_by(load_config(None, exposure.settings, exposure.origin))
    check_names(own)
    return own


def prepared(exposure: Exposure, key: str, config: Config, row: Row | None) -> Step:
    """The step of an exposure with its files; it is not decided yet what is done.

    Raises
    ------
    SexlikeError
        A card that names a file is not there, or a file cannot be read that names others.
    """
    known = from_json(row["cards"]) if row else {}
    if known and row and not is_same(exposure.path, from_json(row["inputs"]).get(exposure.path, [])):
        known = {}
    cards = Cards(exposure, config.HEADER_SUFFIX, known)
    own = with_own_names(config, exposure, cards)
    names = columns_of(own.PARAMETERS_NAME, own.folder, own.strict)
    read = [path for what, path in input_paths(own, exposure.images, names) if what != CONFIGURATION]
    heads = [path for _, path in external_headers(own, exposure.images) if os.path.exists(path)]
    outputs = tuple(path for _, path in output_paths(own))
    return Step(exposure, key, RUN, "", own, tuple(dict.fromkeys([*read, *heads])), outputs, cards.used)


@cache
def columns_of(name: str, folder: str | None, strict: bool) -> frozenset[str]:
    """Names of the columns of a .param file."""
    return frozenset(column.name for column in find_columns(name, folder, strict=strict))

"""The tries of an extension: the latest, those before it, and the way back to them."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError
from ...images.files.source import Source
from ...images.regions import Region
from ..refused import Refused
from ..serving.replies import Reply, as_plain_json
from .changes import Footmarks
from .field import Field, Sky, corners_of, region_of
from .preview import Preview, look, reply_of
from .settings import configured, refusal_of, texts_of
from .turns import Dropped, Turns, at_work, serial_of

MOST_KEPT, MOST_BYTES = 60, 1 << 27  # tries of the history, and bytes that they take
MOST_PREVIEWS = 3  # of which all is at hand


@dataclass(frozen=True)
class Remembered:
    """A try of the history.

    Attributes
    ----------
    line : dict
        What the list of tries shows of it: ``number``, ``settings``, ``counts``, ``region``.
    reply : Reply
        What the browser was told.
    marks : Footmarks
    """

    line: dict[str, Any]
    reply: Reply
    marks: Footmarks

    @property
    def nbytes(self) -> int:
        """Bytes that it takes."""
        return len(self.reply.body) + self.marks.nbytes

    def has_same(self, marks: Footmarks) -> bool:
        """Whether others are the same objects with the same numbers."""
        own = self.marks
        return all(np.array_equal(getattr(own, name), getattr(marks, name)) for name in ("x", "y", "number"))


class Tries:
    """What has been tried with an extension.

    Parameters
    ----------
    pair : tuple of Source
        The image that is measured, and the one that is searched.
    config : Config
        That of the command, on top of which settings are tried.
    sky : Sky
        See `Field`.

    Attributes
    ----------
    field : Field
    current : Remembered, optional
        The latest try, or the one that was gone back to.
    """

    def __init__(self, pair: tuple[Source, Source], config: Config, sky: Sky) -> None:
        self.config, self.field, self.turns = config, Field(pair, sky), Turns()
        self.history: OrderedDict[int, Remembered] = OrderedDict()
        self.current: Remembered | None = None
        self._previews: OrderedDict[int, Preview] = OrderedDict()
        self._number = 0

    @property
    def region(self) -> Region | None:
        """Where the current try has looked."""
        return self.current.marks.region if self.current else None

    def try_settings(self, body: dict[str, Any]) -> Reply:
        """Search a region with some settings.

        Parameters
        ----------
        body : dict
            ``serial``, ``region``, ``settings``; where there are several pages, ``page``, and ``try``, the number of
            the try with which this one is compared.

        Returns
        -------
        Reply
            The try, or that the request was dropped.

        Raises
        ------
        Refused
            The region is none, or a setting is not allowed.
        """
        region = region_of(body.get("region"), self.field.shape)
        settings = texts_of(body.get("settings"))
        config, begin = configured(self.config, settings), time.monotonic()

        told = {"serial": body.get("serial")}
        shown = body.get("try")
        before = self.current if "try" not in body else self.history.get(shown) if type(shown) is int else None

        def work() -> Reply:
            with at_work(config) as messages:
                preview = look(self.field, config, settings, region)
                return self._keep(preview, told, messages, begin, before)

        try:
            return self.turns.take(serial_of(body), work, f"{body.get('page', '')!s:.40}")
        except Dropped:
            return as_plain_json(told | {"dropped": True})
        except SexlikeError as error:
            raise refusal_of(error, settings) from None

    def _keep(
        self, preview: Preview, told: dict[str, Any], messages: list[str], begin: float, before: Remembered | None
    ) -> Reply:
        """Add a try to the history -> what the browser is told of it."""
        found = told | reply_of(preview, before.marks if before else None)
        found["number"] = self._number_for(preview)
        found["counts"]["previous"] = counts_alone(before.line) if before else None
        found["counts"]["sameRegion"] = before is not None and before.marks.region == preview.region
        found["messages"] += messages + missing(self.field.pair)
        found["seconds"] = round(time.monotonic() - begin, 4)
        line = {name: found[name] for name in ("number", "settings", "counts", "region")}
        self.current = one = Remembered(line, as_plain_json(found), preview.marks)
        self.history[line["number"]] = one
        self._at_hand(line["number"], preview)
        self._forget()
        return one.reply

    def _number_for(self, preview: Preview) -> int:
        """The number of a try: that of the one before that was the same, which is the latest now, or the next one."""
        region = corners_of(preview.region)
        for number, other in list(self.history.items()):
            if other.line["settings"] == preview.settings and other.line["region"] == region:
                del self.history[number]
                if other.has_same(preview.marks):
                    return number  # otherwise the background is another one by now
        self._number += 1
        return self._number

    def _at_hand(self, number: int, preview: Preview) -> None:
        """Keep all that a try has found."""
        previews = self._previews
        previews[number] = preview
        previews.move_to_end(number)
        while len(previews) > MOST_PREVIEWS:
            previews.popitem(last=False)

    def _forget(self) -> None:
        """Forget the oldest tries, if there are too many, or if they are too large."""
        history = self.history
        while len(history) > MOST_KEPT:
            history.popitem(last=False)
        while len(history) > 1 and sum(one.nbytes for one in history.values()) > MOST_BYTES:
            history.popitem(last=False)

    def list_tries(self) -> list[dict[str, Any]]:
        """The tries that are remembered, the oldest first."""
        return [remembered.line for remembered in list(self.history.values())]

    def back(self, number: Any) -> Reply:
        """Go back to a try -> what the browser was told of it.

        Raises
        ------
        Refused
            It is not remembered.
        """
        if not isinstance(number, int) or isinstance(number, bool):
            raise Refused(404, f"There is no try {number!s:.20} in the history.")
        self.current = one = self.remembered(number)
        assert one is not None
        return one.reply

    def remembered(self, number: int | None) -> Remembered | None:
        """A try of the history; without a number the current one, if there is any.

        Raises
        ------
        Refused
            It is not remembered, or not any more.
        """
        if number is None:
            return self.current
        one = self.history.get(number)
        if one is None and 0 < number <= self._number:
            raise Refused(410, f"Try {number} is no longer in the history: try its settings again.")
        if one is None:
            raise Refused(404, f"There is no try {number} in the history.")
        return one

    def looked(self, one: Remembered | None) -> Preview:
        """All that a try has found; it is looked for again after a long way back to it.

        Raises
        ------
        Refused
            Nothing has been tried yet, or it cannot be found again.
        """
        if one is None:
            raise Refused(409, "Nothing has been tried yet.")
        number, settings = one.line["number"], one.line["settings"]
        preview = self._previews.get(number)
        if preview is None or not one.has_same(preview.marks):
            config = configured(self.config, settings)
            with at_work(config):
                preview = look(self.field, config, settings, one.marks.region)
            if not one.has_same(preview.marks):
                raise Refused(410, f"Try {number} would find other objects now: try its settings again.")
            self._at_hand(number, preview)
        return preview


def missing(pair: tuple[Source, Source]) -> list[str]:
    """Sentences on images whose files are not there any more: a run would not find them."""
    gone = dict.fromkeys(one.name for one in pair if one.path and not os.path.exists(one.path))
    return [f"{name} is not there any more: what is shown is kept in memory, and no run can read it." for name in gone]


def counts_alone(line: dict[str, Any]) -> dict[str, Any]:
    """The counts of a try without those of the one before."""
    return {name: count for name, count in line["counts"].items() if name not in ("previous", "sameRegion")}

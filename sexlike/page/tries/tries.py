"""The tries of an extension: the latest, those before it, and the way back to them."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from ...config.config import Config
from ...errors import SexlikeError
from ...images.files.source import Source
from ...images.regions import Region
from ..refused import Refused
from ..serving.replies import Reply, as_plain_json
from .changes import Footmarks
from .field import Field, Sky, region_of
from .preview import Preview, look, reply_of
from .settings import configured, refusal_of, texts_of
from .turns import Dropped, Turns, at_work, serial_of

MOST_KEPT, MOST_BYTES = 60, 1 << 27  # tries of the history, and bytes that they take


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
    preview : Preview, optional
        All that has been found in it, as long as it is there.
    """

    def __init__(self, pair: tuple[Source, Source], config: Config, sky: Sky) -> None:
        self.config, self.field, self.turns = config, Field(pair, sky), Turns()
        self.history: OrderedDict[int, Remembered] = OrderedDict()
        self.current: Remembered | None = None
        self.preview: Preview | None = None
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
            ``serial``, ``region``, ``settings``, and ``page`` where there are several.

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

        def work() -> Reply:
            with at_work(config) as messages:
                preview = look(self.field, config, settings, region)
                return self._keep(preview, told, messages, begin)

        try:
            return self.turns.take(serial_of(body), work, f"{body.get('page', '')!s:.40}")
        except Dropped:
            return as_plain_json(told | {"dropped": True})
        except SexlikeError as error:
            raise refusal_of(error, settings) from None

    def _keep(self, preview: Preview, told: dict[str, Any], messages: list[str], begin: float) -> Reply:
        """Add a try to the history -> what the browser is told of it."""
        before = self.current
        found = told | reply_of(preview, before.marks if before else None)
        self._number += 1
        found["number"] = self._number
        found["counts"]["previous"] = counts_alone(before.line) if before else None
        found["counts"]["sameRegion"] = before is not None and before.marks.region == preview.region
        found["messages"] += messages
        found["seconds"] = round(time.monotonic() - begin, 4)
        line = {name: found[name] for name in ("number", "settings", "counts", "region")}
        self.preview, self.current = preview, Remembered(line, as_plain_json(found), preview.marks)
        self.history[self._number] = self.current
        self._forget()
        return self.current.reply

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
        is_number = isinstance(number, int) and not isinstance(number, bool)
        remembered = self.history.get(number) if is_number else None
        if remembered is None:
            raise Refused(404, f"There is no try {number!s:.20} in the history.")
        self.current, self.preview = remembered, None
        return remembered.reply

    def looked(self) -> Preview:
        """All that the current try has found; it is looked for again after the way back to it.

        Raises
        ------
        Refused
            Nothing has been tried yet.
        """
        current = self.current
        if current is None:
            raise Refused(409, "Nothing has been tried yet.")
        if self.preview is None:
            settings = current.line["settings"]
            config = configured(self.config, settings)
            with at_work(config):
                self.preview = look(self.field, config, settings, current.marks.region)
        return self.preview


def counts_alone(line: dict[str, Any]) -> dict[str, Any]:
    """The counts of a try without those of the one before."""
    return {name: count for name, count in line["counts"].items() if name not in ("previous", "sameRegion")}

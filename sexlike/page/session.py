"""What the page is about: the images, the configuration, and what has been done with them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..images.files.source import Source
from ..images.pairs import open_pairs
from .pictures.view import View
from .refused import Refused

if TYPE_CHECKING:
    from ..config.arguments import Arguments
    from ..config.config import Config


class Session:
    """What a page is about.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the one that is searched and the one that is measured.
    config : Config
    arguments : Arguments
        The command line.
    key : str
        What the requests of the page must bring.

    Attributes
    ----------
    pairs : list of (Source, Source)
        The extensions: the image that is measured, and the one that is searched.
    current : int
        Index of the extension that is looked at.
    view : View
        Of that extension: its pixels, its background, its tiles.
    tries : object or None
        What has been done on the page, see `tries.desk`.
    lock : threading.RLock
        Held while one of these is replaced.
    ticket : str or None
        What opens the page once: the arguments of a browser can be seen by all users of a machine, the key must not.

    Raises
    ------
    SexlikeError
        The images cannot be read.
    """

    def __init__(self, images: Sequence[str], config: Config, arguments: Arguments, key: str) -> None:
        self.images, self.config, self.arguments, self.key = list(images), config, arguments, key
        self.pairs: list[tuple[Source, Source]] = open_pairs(images, config.HEADER_SUFFIX)
        self.lock = threading.RLock()
        self.current, self.tries = 0, None  # type: int, Any
        self.view = View(*self.pairs[0], config)
        self.ticket: str | None = None

    def new_ticket(self) -> str:
        """A new ticket."""
        self.ticket = secrets.token_urlsafe()
        return self.ticket

    def take_ticket(self, given: str) -> bool:
        """Whether a ticket is the right one, which is of no use from then on."""
        with self.lock:
            valid = self.ticket is not None and secrets.compare_digest(
                given.encode("utf-8", "replace"), self.ticket.encode()
            )
            if valid:
                self.ticket = None
            return valid

    def close(self) -> None:
        """End what goes on."""
        self.view.close()
        if self.tries is not None and hasattr(self.tries, "close"):
            self.tries.close()

    def look_at(self, number: Any) -> None:
        """Look at another extension.

        Parameters
        ----------
        number : int
            Its index in `pairs`.

        Raises
        ------
        Refused
            There is none of this number.
        """
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(self.pairs):
            raise Refused(404, f"There is no extension {number!r:.40} (allowed: 0 to {len(self.pairs) - 1}).")
        with self.lock:
            if number == self.current:
                return
            view = View(*self.pairs[number], self.config)
            self.view.close()
            view.begin()
            self.current, self.view = number, view

    def object_at(self, x: int, y: int) -> int | None:
        """The number of the object in a pixel (the first is 1, 1) of what was found last; None for the sky."""
        tries = self.tries
        return tries.object_at(x, y) if tries is not None and hasattr(tries, "object_at") else None

    def labels(self, rows: slice, columns: slice, of: str) -> np.ndarray:
        """The segmentation map of a try or of a run, or of what was found last: some rows and columns; int32."""
        if self.tries is None:
            raise Refused(404, "Nothing has been tried yet.")
        labels: np.ndarray = self.tries.labels(rows, columns, of)
        return labels

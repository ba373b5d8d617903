"""What the page is about: the images, the configuration, and what has been done with them."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..images.files.source import Source
from ..images.pairs import open_pairs
from .pictures.view import View
from .refused import Refused

if TYPE_CHECKING:
    from ..config.arguments import Arguments
    from ..config.config import Config


LONGEST_NUMBER = 10  # characters
MOST_VIEWS = 4  # extensions that are looked at, by several pages or one after the other


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
        Index of the extension that was looked at last, which is meant where a request names none.
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
        self._views = OrderedDict({0: self.view})
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
        for view in self._views.values():
            view.close()
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
        self.require_extension(number)
        with self.lock:
            self.view, self.current = self.view_of(number), number

    def require_extension(self, number: Any) -> None:
        """Raise Refused if there is no extension of this number."""
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(self.pairs):
            raise Refused(404, f"There is no extension {number!r:.40} (allowed: 0 to {len(self.pairs) - 1}).")

    def extension_of(self, given: Mapping[str, Any]) -> int:
        """The index of the extension that a request is about: ``extension``, or that which was looked at last.

        Raises
        ------
        Refused
            There is none of this number.
        """
        number = given.get("extension")
        if number is None:
            return self.current
        if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER:
            number = int(number)
        self.require_extension(number)
        index: int = number
        return index

    def view_of(self, number: int) -> View:
        """The view of an extension; it is made when it is first needed."""
        with self.lock:
            if number not in self._views:
                self._views[number] = View(*self.pairs[number], self.config)
                self._views[number].begin()
            self._views.move_to_end(number)
            while len(self._views) > MOST_VIEWS:
                self._views.popitem(last=False)[1].close()
            return self._views[number]

    def labels(self, rows: slice, columns: slice, given: Mapping[str, Any]) -> np.ndarray:
        """The segmentation map of the try or the run that a request names: some rows and columns; int32.

        Raises
        ------
        Refused
            It is not there, or not any more.
        """
        if self.tries is None:
            raise Refused(404, "Nothing has been tried yet.")
        labels: np.ndarray = self.tries.named(given).labels(rows, columns)
        return labels

    def object_at(self, x: int, y: int, given: Mapping[str, Any]) -> int | None:
        """The number of the object in a pixel (the first is 1, 1) of that try or run; None for the sky."""
        if self.tries is None:
            return None
        return int(self.labels(slice(y - 1, y), slice(x - 1, x), given)[0, 0]) or None

    def view_for(self, given: Mapping[str, Any]) -> View:
        """The extension that a request names, with the settings of the try or the run that it names."""
        view = self.view_of(self.extension_of(given))
        return view if self.tries is None else view.seen_with(self.tries.named(given).config)

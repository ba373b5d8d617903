"""The rows of an image that are worked on: all of them, or those of a tile of a mosaic.

A tile is searched and measured in the coordinates of the whole image, so that nothing is rounded in another way. Arrays
as large as the image are there, but only the rows of the tile are read and written: the system gives memory to those
pages that are touched, and to no others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

_rows: ContextVar[slice | None] = ContextVar("rows that are worked on", default=None)
_seen: ContextVar[list[tuple[int, int]] | None] = ContextVar("rows that objects look at", default=None)


@contextmanager
def only_rows(first: int, stop: int) -> Iterator[None]:
    """Context in which the rows `first` to `stop` (exclusive) of images are read, and no others."""
    token = _rows.set(slice(first, stop))
    try:
        yield
    finally:
        _rows.reset(token)


def is_partial() -> bool:
    """Whether a part of the image is worked on, and not all of it."""
    return _rows.get() is not None


def rows_of(height: int) -> slice:
    """The rows of an image of this height that are worked on. Threads do not know: they must be told."""
    return _rows.get() or slice(0, height)


@contextmanager
def rows_seen() -> Iterator[list[tuple[int, int]]]:
    """Context that yields a list; first row, and that after the last, of whatever is looked at are added to it."""
    seen: list[tuple[int, int]] = []
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def look_at(first: np.ndarray, stop: np.ndarray) -> None:
    """Tell that objects look at the rows from `first` to before `stop`; int64 of shape (n,)."""
    seen = _seen.get()
    if seen is None:
        return
    some = stop > first
    if some.any():
        seen.append((int(first[some].min()), int(stop[some].max())))

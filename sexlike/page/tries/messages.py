"""What the log and the warnings say of a try or a run: it belongs to the page, not to the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str] | None] = ContextVar("messages of the work of this thread", default=None)


def keep_from_terminal(record: logging.LogRecord) -> bool:
    """Whether a line goes on to the terminal: a filter of the log, which keeps warnings of the page's own work."""
    heard = _heard.get()
    if heard is None:
        return True
    if record.levelno >= logging.WARNING:
        text = record.getMessage()
        if text not in heard:
            heard.append(text)
    return False


@contextmanager
def messages_kept() -> Iterator[list[str]]:
    """A context in which the log of this thread is not shown.

    Yields
    ------
    list of str
        The warnings, each once.
    """
    filters = logging.getLogger("sexlike").filters
    if keep_from_terminal not in filters:
        filters.insert(0, keep_from_terminal)  # others hide what threads say
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)

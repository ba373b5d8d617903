"""The table of requests: method, path, and the function that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..describing import change_extension, describe
from ..pictures.lookup import pixel
from ..pictures.tiles import tile
from ..refused import Refused
from ..session import Session
from ..status import status
from ..tries import handlers
from .replies import Reply

Answer = Callable[[Session, Mapping[str, Any]], "dict[str, Any] | Reply"]

ROUTES: dict[tuple[str, str], Answer] = {
    ("GET", "/api/session"): describe,
    ("POST", "/api/extension"): change_extension,
    ("GET", "/api/status"): status,
    ("GET", "/api/tile"): tile,
    ("GET", "/api/pixel"): pixel,
    ("POST", "/api/try"): handlers.try_settings,
    ("GET", "/api/tries"): handlers.list_tries,
    ("POST", "/api/back"): handlers.go_back,
    ("POST", "/api/run"): handlers.start_run,
    ("POST", "/api/cancel"): handlers.cancel,
    ("GET", "/api/table"): handlers.table,
    ("GET", "/api/catalog"): handlers.catalog,
    ("POST", "/api/selection"): handlers.selection,
    ("GET", "/api/object"): handlers.one_object,
    ("POST", "/api/regions"): handlers.regions,
    ("POST", "/api/save"): handlers.save_settings,
    ("POST", "/api/command"): handlers.command,
    ("POST", "/api/grid"): handlers.start_grid,
    ("GET", "/api/gridsheet"): handlers.grid_sheet,
}


def find_route(method: str, path: str) -> Answer:
    """The function that answers.

    Raises
    ------
    Refused
        There is none for this path, or for this method.
    """
    function = ROUTES.get((method, path))
    if function is not None:
        return function
    others = [known for known, place in ROUTES if place == path]
    if others:
        raise Refused(405, f"This address takes {' and '.join(others)} only.")
    raise Refused(404, "There is no such page.")

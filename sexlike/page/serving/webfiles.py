"""The files of the page itself: a fixed list of names, whatever is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ... import output
from ..refused import Refused
from .replies import Reply

FOLDER = Path(output.__file__).parent / "page" / "web"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def web_files() -> dict[str, Path]:
    """Name -> file."""
    return {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*")) if path.suffix in KINDS}


def web_file(name: str) -> Reply:
    """A file of the page.

    Parameters
    ----------
    name : str
        As it is asked for; nothing is looked up but the list of names.

    Raises
    ------
    Refused
        There is none of this name.
    """
    path = web_files().get(name)
    if path is None:
        raise Refused(404, "There is no such page.")
    return Reply(path.read_bytes(), KINDS[path.suffix])

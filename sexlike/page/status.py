"""How far the work is that goes on: the background, a run of the whole image, a grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .session import Session

NOTHING = {"state": "none", "stage": "", "done": 0.0, "objects": 0, "seconds": 0.0, "message": ""}


def status(session: Session, query: Mapping[str, Any]) -> dict[str, Any]:
    """What the page asks for again and again while something goes on."""
    tries = session.tries
    return {
        "background": session.view_of(session.extension_of(query)).sky.status(),
        "run": NOTHING,
        "grid": NOTHING,
        **(tries.status(query) if tries is not None and hasattr(tries, "status") else {}),
    }

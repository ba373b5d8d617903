"""Replies to the browser: their bytes, their kind, and the headers that keep the page safe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...output.page.embedding import plain

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFETY = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
JSON, TEXT = "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What is sent.

    Attributes
    ----------
    body : bytes
    kind : str
        Its type: ``image/png``.
    status : int
    headers : dict
        Others than those that all replies have.
    """

    body: bytes
    kind: str = TEXT
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200) -> Reply:
    """A reply of JSON; arrays are lists, and what is no finite number is null."""
    return as_plain_json(plain(value), status)


def as_plain_json(value: Any, status: int = 200) -> Reply:
    """The same, of a value that JSON can have as it is: large ones are not walked through."""
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return Reply(text.encode("utf-8", "replace"), JSON, status)


def error(status: int, message: str, keyword: str | None = None) -> Reply:
    """A reply that says what is wrong."""
    return as_json({"error": message} | ({"keyword": keyword} if keyword else {}), status)

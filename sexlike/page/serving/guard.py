"""Who may ask: the key, the names of this server, the pages that requests come from, and the size of bodies."""

from __future__ import annotations

import json
import secrets
from email.message import Message
from io import BufferedIOBase
from typing import Any
from urllib.parse import parse_qsl

from ..refused import Refused

KEY_HEADER = "X-Sexlike-Key"
KEY_BYTES = 24
LARGEST_BODY = 1 << 20  # bytes
LONGEST_QUERY = 2048  # characters
MOST_FIELDS = 32  # of a query
OWN_SITE = ("same-origin", "none")  # what browsers say of requests of the page, and of addresses that are typed


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


def require_own_site(headers: Message, names: set[str]) -> None:
    """Refuse requests under a foreign name, and those of other sites.

    Parameters
    ----------
    headers : Message
        Of the request.
    names : set of str
        See `own_names`.

    Raises
    ------
    Refused
    """
    hosts, origins = headers.get_all("Host", []), headers.get_all("Origin", [])
    if len(hosts) != 1 or hosts[0].strip().lower() not in names:
        hint = f"It is one of {', '.join(sorted(names))}; ssh -L needs the same port on both sides"
        raise Refused(403, f"The page is not asked for under its own name. {hint}.")
    if any(origin.strip().lower() != f"http://{hosts[0].strip().lower()}" for origin in origins):
        raise Refused(403, "The request comes from another site.")


def require_same_origin(headers: Message) -> None:
    """Refuse requests for data of which the browser says that another site makes them."""
    if any(site.strip().lower() not in OWN_SITE for site in headers.get_all("Sec-Fetch-Site", [])):
        raise Refused(403, "The request comes from another site.")


def require_key(given: str | None, key: str) -> None:
    """Refuse requests without the key."""
    if given is None or not secrets.compare_digest(given.encode("utf-8", "replace"), key.encode()):
        raise Refused(403, "The key is missing or wrong: use the address that sexlike has printed.")


def query_of(text: str) -> dict[str, str]:
    """The fields of a query; of those given twice the last one."""
    try:
        if len(text) > LONGEST_QUERY:
            raise ValueError
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused(400, "The query is too long.") from None


def length_of_body(headers: Message) -> int:
    """Bytes of the body of a request.

    Raises
    ------
    Refused
        It does not say so in one clear way, or it is too long.
    """
    if "Transfer-Encoding" in headers:
        raise Refused(411, "Bodies in chunks are not read: give Content-Length.")
    lengths = headers.get_all("Content-Length", [])
    if not lengths:
        return 0
    if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        raise Refused(400, "Content-Length is no number.")
    if len(lengths[0]) > len(str(LARGEST_BODY)) or int(lengths[0]) > LARGEST_BODY:
        raise Refused(413, f"The request is longer than {LARGEST_BODY} bytes.")
    return int(lengths[0])


def read_body(file: BufferedIOBase, length: int) -> dict[str, Any]:
    """The body of a request, an object of JSON; an empty one where there is none.

    Raises
    ------
    Refused
        It ends early, or is no such object.
    """
    data = file.read(length)
    if len(data) < length:
        raise Refused(400, "The request ended early.")
    if not data:
        return {}
    try:
        body = json.loads(data.decode("utf-8"), parse_constant=no_number)
    except (ValueError, RecursionError):
        raise Refused(400, "The body of the request is no JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body of the request is no object.")
    return body


def no_number(word: str) -> Any:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(word)

"""Data inside a page: as JSON that cannot end its element, numbers in it compressed."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

HARMFUL = {
    ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"
}  # begin or end elements, or lines
TYPES = {"u1": "Uint8Array", "u2": "Uint16Array", "u4": "Uint32Array", "i1": "Int8Array", "i2": "Int16Array"}
TYPES |= {"i4": "Int32Array", "f4": "Float32Array", "f8": "Float64Array"}


def embedded(value: Any) -> str:
    """JSON that may stand in a script element, in ASCII; what is not finite is null.

    Parameters
    ----------
    value : object
        Of mappings, sequences, texts and numbers.
    """
    text = json.dumps(plain(value), allow_nan=False, separators=(",", ":"))
    return text.translate(HARMFUL)


def plain(value: Any) -> Any:
    """A value as JSON has it: arrays are lists, bytes are texts, and what is no finite number is None."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray):
        return plain_array(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    return value.decode("latin-1") if isinstance(value, bytes) else value


def plain_array(values: np.ndarray) -> Any:
    """An array as lists; None for what is no finite number."""
    if values.dtype.kind != "f":
        return plain(values.tolist()) if values.dtype.kind in "OSc" else values.tolist()
    finite = np.isfinite(values)
    if finite.all():
        return values.tolist()
    mixed = values.astype(object)
    mixed[~finite] = None
    return mixed.tolist()


def packed(array: np.ndarray) -> dict[str, Any]:
    """An array of numbers as compressed text, for `embedded`.

    Parameters
    ----------
    array : ndarray
        Of a type in `TYPES`, of any shape.

    Returns
    -------
    dict
        `type` (of a typed array of JavaScript), `shape`, and `data`: deflated, in base64. In there are first the lowest
        bytes of all numbers, then the next ones, and so on up to the highest, which are much alike: compressed in this
        order, they take three quarters of the room.
    """
    code = array.dtype.str[1:]
    ordered = np.ascontiguousarray(array, f"<{code}")
    planes = ordered.reshape(-1).view(np.uint8).reshape(ordered.size, ordered.itemsize).T
    return {"type": TYPES[code], "shape": list(array.shape), "data": compressed(planes.tobytes())}


def packed_text(text: str) -> dict[str, Any]:
    """A long text, compressed like an array."""
    return {"type": "text", "data": compressed(text.encode(errors="replace"))}


def compressed(data: bytes) -> str:
    """Bytes, deflated, as text that may stand anywhere in a page."""
    return base64_text(zlib.compress(data, 6))


def base64_text(data: bytes) -> str:
    """Bytes as text that may stand anywhere in a page."""
    return base64.b64encode(data).decode()


def content_policy(style: str, script: str, images: str = "data:") -> str:
    """What a browser may do for a page: its own style and script, images from these places, and nothing else."""
    own = {"style-src": style, "script-src": script}
    hashes = [f"{kind} 'sha256-{base64_text(hashlib.sha256(text.encode()).digest())}'" for kind, text in own.items()]
    return "; ".join(["default-src 'none'", f"img-src {images}", *hashes, "base-uri 'none'", "form-action 'none'"])

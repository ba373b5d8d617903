"""Tiles of the layers for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...images.image import BAD
from ..refused import Refused
from ..serving.replies import Reply
from ..session import Session
from .layers import LAYERS
from .limits import Limits, limits_of
from .packing import pack_labels, pack_values
from .view import View

LONGEST_NUMBER = 9  # digits
SEGMENTATION = "segmentation"  # the layer of what was found; that of the last try, or of the run


def tile(session: Session, query: Mapping[str, str]) -> Reply:
    """A tile of a layer as a PNG; tile 0, 0 is that of the pixel 1, 1, and its first row is that of the lowest y.

    Parameters
    ----------
    session : Session
    query : dict
        ``layer``, ``level``, ``column`` and ``row``; ``extension``, and ``of`` with ``try`` or ``run``.

    Returns
    -------
    Reply
        See `pack_values` and `pack_labels`; the scale of values is in its headers.

    Raises
    ------
    Refused
        There is no such layer or tile, or it is not there yet.
    """
    name, view = query.get("layer", "image"), session.view_for(query)
    place = whole_number(query, "level"), whole_number(query, "column"), whole_number(query, "row")
    if name not in LAYERS and name != SEGMENTATION:
        raise Refused(404, f"There is no layer {name!r:.40} (allowed: {', '.join((*LAYERS, SEGMENTATION))}).")
    try:
        slices = view.pyramid.slices(*place)
    except IndexError as error:
        raise Refused(404, f"{error}.".capitalize()) from None
    if name == SEGMENTATION:
        return Reply(pack_labels(session.labels(*slices, query)), "image/png")
    return view.shelf.get((name, view.version, *place), lambda: drawn(name, view, place, slices))


def whole_number(query: Mapping[str, Any], word: str) -> int:
    """A field of a query that is a whole number, not negative.

    Raises
    ------
    Refused
    """
    text = str(query.get(word, ""))
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Refused(400, f"{word} is no whole number: {text!r:.40}.")
    return int(text)


def drawn(name: str, view: View, place: tuple[int, int, int], slices: tuple[slice, slice]) -> Reply:
    """A tile, as it is made for the first time."""
    layer = LAYERS[name]
    if layer.labels:
        return Reply(pack_labels(layer.values(view, *slices)), "image/png")
    limits, hidden = limits_of_layer(name, view), None
    if name == "image":
        pixels = view.pyramid.tile(*place)
        values, hidden = np.where(pixels > BAD, pixels, np.float32(np.nan)), view.masked(*slices)
    else:
        values = layer.values(view, *slices)
    scale = {"X-Low": limits.low, "X-High": limits.high, "X-Soften": limits.soften}
    headers = {header: f"{value:.9g}" for header, value in scale.items()}
    return Reply(pack_values(values, limits, hidden), "image/png", headers=headers)


def limits_of_layer(name: str, view: View) -> Limits:
    """The scale of a layer: the same for all of its tiles."""
    if name == "image":
        return view.limits
    kept = view.layer_limits.get((name, view.version))
    if kept is None:
        level = view.pyramid.levels - 1
        kept = limits_of(LAYERS[name].values(view, *view.pyramid.slices(level, 0, 0)), name == "filtered")
        view.layer_limits[name, view.version] = kept
    return kept

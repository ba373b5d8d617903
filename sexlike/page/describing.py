"""What the page is told at its beginning: the image, its extensions, its layers, and how it may be shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .._version import __version__
from ..images.files.cards import card_text
from ..measure.flags import Flag
from .pictures.layers import LAYERS, why_not
from .pictures.pyramid import TILE
from .pictures.tiles import SEGMENTATION
from .pictures.view import View
from .remarks import remarks
from .session import Session
from .tries.controls import keywords_of
from .tries.objects import about_columns
from .tries.presets import presets
from .tries.saving import place_to_save


def describe(session: Session, query: Mapping[str, Any]) -> dict[str, Any]:
    """What the page is about.

    Parameters
    ----------
    session : Session
    query : dict
        ``extension``, if it is not the one that was looked at last.

    Returns
    -------
    dict
        Of numbers, texts, lists and dictionaries.
    """
    current = session.extension_of(query)
    view, names = session.view_of(current), [os.path.basename(name) for name in session.images]
    return {
        "image": names[0],
        "measured": names[1] if len(names) > 1 else None,
        "version": __version__,
        "extensions": extensions(session, current),
        "extension": current,
        "pixelScale": view.pixel_scale,
        "levels": view.pyramid.levels,
        "tileSize": TILE,
        "stretch": view.limits.as_dict(),
        "keywords": keywords_of(session.config),
        "presets": presets(),
        "columns": about_columns(session.config),
        "layers": layers(view),
        "remarks": remarks(session, view),
        "outputs": {"config": saved_name(session), "catalog": session.config.CATALOG_NAME[0]},
        "flags": [{"bit": int(flag), "name": flag.name, "about": flag.meaning} for flag in Flag],
    }


def saved_name(session: Session) -> str | None:
    """The name of the file that the configuration is saved in, without folder; None where it is a download."""
    place, _ = place_to_save(session.arguments.save, session.config)
    return os.path.basename(place) if place else None


def extensions(session: Session, current: int) -> list[dict[str, Any]]:
    """The extensions of the image; of the one that is looked at it is known whether it is empty."""
    found = []
    for number, (measured, searched) in enumerate(session.pairs):
        height, width = searched.shape
        found.append(
            {
                "number": number,
                "name": extension_name(searched),
                "width": width,
                "height": height,
                "wcs": "CTYPE1" in measured.header,
                "empty": session.view_of(current).is_empty() if number == current else False,
            }
        )
    return found


def extension_name(source: Any) -> str:
    """What an extension is called: ``[1] SCI``."""
    name = card_text(source.header, "EXTNAME")
    return " ".join(filter(None, (f"[{source.hdu}]", name)))


def layers(view: View) -> list[dict[str, Any]]:
    """The layers, and why some are not there."""
    whys = {name: why_not(name, view) for name in LAYERS}
    found = [
        {"name": name, "about": layer.about, "available": not whys[name], "why": whys[name]}
        for name, layer in LAYERS.items()
    ]
    return [*found, {"name": SEGMENTATION, "about": "The pixels of each object", "available": True, "why": ""}]


def change_extension(session: Session, body: Mapping[str, Any]) -> dict[str, Any]:
    """Look at another extension; what the page is about then."""
    session.look_at(body.get("number"))
    return describe(session, {"extension": session.current})

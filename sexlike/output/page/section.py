"""An image extension as a page has it: its picture, its objects, and what is known of both, as plain data."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...images.files.cards import card_comment, card_value
from ...images.image import ImageDescription
from ...images.sky.pixelscale import pixel_scale
from ...images.sky.wcscards import read_projection
from ...measure.extension import Extension
from ..console import visible
from ..plots.layers import colour_range, good_rows, unit_of, zscale
from .cutouts import cutouts
from .embedding import base64_text, packed
from .picture import Picture, picture_of, raw_pixels
from .room import Room
from .shapes import ellipses, footprints, growth, regions, shape_columns
from .skygrid import sky_grid
from .table import columns_of

MOST_OBJECTS = 60_000  # in a page, the brightest
FOR_PICTURE = 0.3  # share of the room that is kept for the picture
TEXT_OF_BYTES = 4 / 3  # length of bytes in base64
PERCENTILES = (99.0, 99.9)
MAP_NODES = 97  # of background and noise, along each side
CARDS = (  # that tell what an image is
    *("OBJECT", "TARGNAME", "TELESCOP", "INSTRUME", "DETECTOR", "CHANNEL", "MODULE", "FILTER", "FILTER1", "FILTER2"),
    *("PUPIL", "OBSERVER", "DATE-OBS", "MJD-OBS", "EXPTIME", "XPOSURE", "TEXPTIME", "AIRMASS", "EXTNAME", "EXTVER"),
    *("BUNIT", "GAIN", "SATURATE", "MAGZERO", "PHOTFLAM", "PHOTPLAM", "PIXAR_SR", "RADESYS", "EQUINOX"),
    *(f"{card}{axis}" for card in ("CTYPE", "CRVAL", "CRPIX") for axis in (1, 2)),
    *("CD1_1", "CD1_2", "CD2_1", "CD2_2", "CDELT1", "CDELT2"),
)


def section_of(extension: Extension, size: int) -> dict[str, Any]:
    """An extension as plain data, for `embedded`.

    Parameters
    ----------
    extension : Extension
        Whose image has its pixels as they were read.
    size : int
        Bytes that it may take.
    """
    image, config = extension.image, extension.config
    kept = int(size * FOR_PICTURE)
    room = Room(size - kept)
    chosen, order = objects_shown(extension, room)
    values = shape_columns(extension)
    shapes = room.take_in(lambda: ellipses(extension, values, chosen), "the objects")
    columns, rows = columns_of(extension, chosen, room)
    pixels = room.take_in(lambda: footprints(extension, chosen), "the footprints of the objects")
    lines = room.take_in(lambda: regions(extension, values, chosen), "regions")
    curves = room.take_in(lambda: growth(extension, chosen), "growth curves")
    sky = room.take_in(lambda: sky_grid(image, config.COMPATIBILITY), "positions on the sky")
    maps = room.take_in(lambda: sky_maps(image), "the background")
    free = room.left + kept
    picture = picture_of(image, int(free / TEXT_OF_BYTES))
    shown = picture_data(picture)
    stamps = None
    if picture.factor > 1:
        left = int(free - len(shown["data"]) - len(shown["mask"]["data"]) - 1000)
        stamps = cutouts(extension, order, picture.scale, left)
        room.tell(f"The picture has one pixel for {picture.factor} x {picture.factor} of the image.")
        count = stamps["id"]["shape"][0] if stamps else 0
        if count < len(chosen):
            room.tell(f"{count:,} of {len(chosen):,} objects have a cut-out in full resolution, the brightest ones.")
    return {
        "extension": {
            "number": image.rank,
            "name": name_of(image),
            "width": image.shape[1],
            "height": image.shape[0],
            "wcs": read_projection(image.header, config.COMPATIBILITY).sky is not None,
            "empty": False,
        },
        "measured": visible(image.name),
        "searched": visible(extension.detection_image.name),
        "picture": shown,
        "stretch": stretch_of(extension, picture),
        "pixelScale": pixel_scale(image, config),
        "sky": sky,
        "maps": maps,
        "objects": shapes,
        "apertures": [float(diameter) / 2 for diameter in config.PHOT_APERTURES],
        "columns": columns,
        "rows": rows,
        "footprints": pixels,
        "regions": lines,
        "growth": curves,
        "cutouts": stamps,
        "unit": visible(unit_of(image)),
        "facts": facts_of(extension),
        "cards": cards_of(image),
        "notes": room.notes,
    }


def objects_shown(extension: Extension, room: Room) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the objects that a page shows, in the order of the catalog, and from the brightest to the faintest."""
    objects = extension.detections.objects
    order = np.argsort(-objects.flux.astype(np.float64), kind="stable")
    most = max(1, MOST_OBJECTS // max(1, extension.image.total))
    if len(order) > most:
        room.tell(f"The catalog has {len(order):,} objects. The page shows {most:,}, the brightest ones.")
    return np.sort(order[:most]), order[:most]


def name_of(image: ImageDescription) -> str:
    """What a chooser calls an extension: its EXTNAME, if it has one, or its place in the file."""
    name = str(card_value(image.header, "EXTNAME", "")).strip()
    return visible(f"[{image.hdu}] {name}" if name else f"[{image.hdu}]")


def picture_data(picture: Picture) -> dict[str, Any]:
    """A picture as plain data."""
    scale = picture.scale
    return {
        "kind": picture.kind,
        "factor": picture.factor,
        "data": base64_text(picture.data),
        "mask": packed(picture.mask),
        "low": scale.low,
        "high": scale.high,
        "soften": scale.soften,
    }


def stretch_of(extension: Extension, picture: Picture) -> dict[str, Any]:
    """Ranges of values to be shown, from a sample of the rows."""
    image, scale, raw = extension.image, picture.scale, raw_pixels(extension.image)
    step = max(1, image.shape[0] // 64)
    rows = [good_rows(image, raw[row : row + 1], row, row + 1) for row in range(0, image.shape[0], step)]
    values = np.concatenate(rows, axis=None)
    values = values[np.isfinite(values)]
    zscaled = [float(limit) for limit in colour_range(values, zscale)]
    ranges = {
        f"{share:g}": [float(limit) for limit in np.percentile(values, ((100 - share) / 2, (100 + share) / 2))]
        if values.size
        else zscaled
        for share in PERCENTILES
    }
    return {"low": scale.low, "high": scale.high, "soften": scale.soften, "zscale": zscaled, "percentiles": ranges}


def sky_maps(image: ImageDescription) -> dict[str, Any]:
    """Background and its noise on a grid that spans an image, from its first pixel to its last, packed."""
    rows, columns = (np.unique(np.linspace(0, length - 1, MAP_NODES).astype(int)) for length in image.shape)
    return {
        "x": columns,
        "y": rows,
        "background": packed(np.concatenate([image.background.rows(row, row + 1)[:, columns] for row in rows])),
        "noise": packed(np.concatenate([image.background.rms_rows(row, row + 1)[:, columns] for row in rows])),
    }


def facts_of(extension: Extension) -> list[tuple[str, str]]:
    """What a page tells of an extension in words: pairs of a name and a text."""
    image, detections = extension.image, extension.detections
    return [
        ("Image", f"{visible(image.name)} {name_of(image)}, {image.shape[1]} x {image.shape[0]} pixels"),
        ("Searched", f"{visible(extension.detection_image.name)} [{extension.detection_image.hdu}]"),
        ("Seen", visible(image.observation)),
        ("Objects", f"{len(detections.objects):,} of {len(detections.raw):,} detections"),
        ("Background", f"{image.background.mean:.7g}"),
        ("Noise", f"{image.background.sigma:.7g}"),
        ("Threshold", f"{detections.detection_threshold:.7g}"),
        ("Unit", visible(unit_of(image))),
    ]


def cards_of(image: ImageDescription) -> list[tuple[str, str, str]]:
    """Keyword, value and comment of the cards that tell what an image is."""
    found = ((name, card_value(image.header, name), card_comment(image.header, name)) for name in CARDS)
    return [(name, visible(str(value)), visible(comment)) for name, value, comment in found if value is not None]

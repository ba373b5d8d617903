"""Cut-outs of objects for a page whose picture is smaller than the image."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from ...arrays import ranges
from ...measure.extension import Extension
from ..plots.layers import ROWS_AT_ONCE, good_rows
from .embedding import packed
from .picture import Scale, raw_pixels

ROUND = 1.5  # sides of a cut-out, over those of the object's box
SMALLEST, LARGEST = 16, 96  # pixels
FIRST = 200  # so many tell how well the others can be compressed
ROUNDS = 6  # in which the number that fits is found
SAFE = 0.9  # share of the room that is filled, as the others are not quite like the first


def cutouts(extension: Extension, order: np.ndarray, scale: Scale, room: int) -> dict[str, Any] | None:
    """Cut-outs of objects in the full resolution of the image, as many as fit.

    Parameters
    ----------
    extension : Extension
    order : ndarray of int, shape (k,)
        Indices of the objects: the first ones are cut out.
    scale : Scale
        How values become shades.
    room : int
        Bytes that they may take.

    Returns
    -------
    dict or None
        Packed: `id`, the NUMBER of each; 0-based `left` and `bottom`, `width` and `height`; and `shades`, one cut-out
        after the other. None if not even one fits.
    """
    best, count = None, min(len(order), FIRST)
    for _ in range(ROUNDS):
        if not count:
            break
        made = cut(extension, order[:count], scale)
        size = size_of(made)
        if size <= room:
            best = made
        fitting = min(len(order), int(SAFE * count * room / size))
        if size <= room and fitting <= count:
            break
        count = fitting
    return best


def size_of(made: dict[str, Any]) -> int:
    """Bytes that packed arrays take."""
    return sum(len(part["data"]) for part in made.values())


def cut(extension: Extension, chosen: np.ndarray, scale: Scale) -> dict[str, Any]:
    """Cut out some objects, see `cutouts`."""
    objects, image = extension.detections.objects, extension.image
    raw = raw_pixels(image)
    edges = []
    for low, high, length in (
        (objects.x_min[chosen], objects.x_max[chosen], image.shape[1]),
        (objects.y_min[chosen], objects.y_max[chosen], image.shape[0]),
    ):
        side = np.clip((ROUND * (high - low + 1)).astype(np.int64), SMALLEST, LARGEST)
        first = (low + high + 1 - side) // 2
        edges += [first.clip(0, length - 1), (first + side).clip(1, length)]
    left, right, bottom, top = edges
    x, y = pixels_of_boxes(left, bottom, right - left, top - bottom)
    shades = np.zeros(len(x), np.uint8)
    by_rows = np.argsort(y, kind="stable")
    limits = np.searchsorted(y[by_rows], np.arange(0, image.shape[0] + ROWS_AT_ONCE, ROWS_AT_ONCE))
    for band, (begin, end) in enumerate(pairwise(limits)):
        if begin == end:
            continue
        first, last = band * ROWS_AT_ONCE, min((band + 1) * ROWS_AT_ONCE, image.shape[0])
        here = by_rows[begin:end]
        rows = good_rows(image, raw[first:last], first, last)
        shades[here] = scale.shades(rows[y[here] - first, x[here]])
    places = {"id": chosen + 1, "left": left, "bottom": bottom, "width": right - left, "height": top - bottom}
    return {name: packed(value.astype(np.int32)) for name, value in places.items()} | {"shades": packed(shades)}


def pixels_of_boxes(
    left: np.ndarray, bottom: np.ndarray, width: np.ndarray, height: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows of the pixels of n boxes, one box after the other, row by row: (n,) each -> (p,), (p,)."""
    count = width * height
    within = ranges(np.zeros(len(count), np.int64), count)
    owner = np.repeat(np.arange(len(count)), count)
    return left[owner] + within % width[owner], bottom[owner] + within // width[owner]

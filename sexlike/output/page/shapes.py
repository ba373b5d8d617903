"""What a page draws of objects: ellipses, footprints, growth curves, and their lines of a region file."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...measure.extension import Extension
from ..catalogs.formats.region import HEAD, region_lines
from ..measured import measured, measured_now
from .embedding import packed, packed_text

GROWTH_SAMPLES = 16
REGION_COLUMNS = ("NUMBER", "X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "THETA_IMAGE", "KRON_RADIUS", "FLAGS")


def shape_columns(extension: Extension) -> dict[str, np.ndarray]:
    """The columns of all objects that their ellipses and their regions need."""
    return measured(extension, dict.fromkeys(REGION_COLUMNS, ()))


def ellipses(extension: Extension, values: dict[str, np.ndarray], chosen: np.ndarray) -> dict[str, Any]:
    """Numbers, positions (as in X_IMAGE), Kron ellipses and flags of some objects, packed."""
    objects = extension.detections.objects
    arrays = {
        "id": chosen.astype(np.int32) + 1,
        "x": (objects.x[chosen] + 1).astype(np.float32),
        "y": (objects.y[chosen] + 1).astype(np.float32),
        "a": objects.a[chosen].astype(np.float32),
        "b": objects.b[chosen].astype(np.float32),
        "theta": np.degrees(objects.theta[chosen]).astype(np.float32),
        "kron": values["KRON_RADIUS"][chosen].astype(np.float32),
        "flags": values["FLAGS"][chosen].astype(np.int32),
    }
    return {name: packed(array) for name, array in arrays.items()}


def footprints(extension: Extension, chosen: np.ndarray) -> dict[str, Any]:
    """The pixels of some objects as rows of pixels without a gap, packed.

    Returns
    -------
    dict
        `count`, the number of such rows of each object, and for each row `x` and `y` of its first pixel, from the lower
        left corner of the object's box, and its `length`; `left` and `bottom` of the boxes, 0-based.
    """
    detections, objects = extension.detections, extension.detections.objects
    pixels = detections.raw.footprints
    holder = detections.raw.holder[pixels.owner]
    rank = np.full(len(objects) + 1, -1)  # the last is for pixels of no object
    rank[chosen] = np.arange(len(chosen))
    owner = rank[holder]
    kept = np.flatnonzero(owner >= 0)
    order = kept[np.lexsort((pixels.x[kept], pixels.y[kept], owner[kept]))]
    owner, x, y = owner[order], pixels.x[order], pixels.y[order]
    begins = np.ones(len(order), bool)
    begins[1:] = (np.diff(owner) != 0) | (np.diff(y) != 0) | (np.diff(x) > 1)
    first = np.flatnonzero(begins)
    owner, x, y = owner[first], x[first], y[first]
    left, bottom = objects.x_min[chosen], objects.y_min[chosen]
    arrays = {
        "count": np.bincount(owner, minlength=len(chosen)),
        "x": x - left[owner],
        "y": y - bottom[owner],
        "length": np.diff(np.append(first, len(order))),
        "left": left,
        "bottom": bottom,
    }
    return {name: packed(array.astype(np.int32)) for name, array in arrays.items()}


def growth(extension: Extension, chosen: np.ndarray) -> dict[str, Any]:
    """Growth curves of some objects, packed: `flux` within 1, 2 ... times the radius `step`, in pixels."""
    sizes = {"FLUX_GROWTH": (GROWTH_SAMPLES,), "FLUX_GROWTHSTEP": ()}
    values = measured_now(extension, sizes)
    return {
        "flux": packed(values["FLUX_GROWTH"][chosen].astype(np.float32)),
        "step": packed(values["FLUX_GROWTHSTEP"][chosen].astype(np.float32)),
    }


def regions(extension: Extension, values: dict[str, np.ndarray], chosen: np.ndarray) -> dict[str, Any]:
    """The lines of some objects in a region file, packed, as in CATALOG_TYPE REGION; each behind its frame."""
    lines, system = [], ""
    for line in region_lines({name: value[chosen] for name, value in values.items()}, len(chosen), extension):
        if "(" in line:
            lines.append(f"{system};{line}")
        else:
            system = line.strip()
    return {"head": HEAD, "lines": packed_text("".join(lines))}

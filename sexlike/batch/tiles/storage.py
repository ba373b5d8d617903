"""The detections of a tile in a file: whoever measures it, or a tile beside it, reads them there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from ...arrays import offsets
from ...detection.candidates import Candidates
from ...detection.deblending.deblend import Deblended
from ...detection.footprints import Footprints
from ...detection.shapes import Shapes
from .plan import Plan, Tile

SHAPES = tuple(field.name for field in fields(Shapes))
DEBLENDED = ("blob", "seed_x", "seed_y", "seed_edges", "overflowed")
OWN = ("threshold", "width", "depth", "parent", "first_row", "last_pixel")
PIXELS = ("pixel_x", "pixel_y", "filtered")  # the others have a row for each detection
PART = ".part"


def path_of(plan: Plan, kind: str, tile: Tile) -> str:
    """The file of a kind of results of a tile."""
    return os.path.join(plan["store"], f"{kind}-{tile.number}.npz")


def save(path: str, arrays: dict[str, Any]) -> None:
    """Write arrays to a file, which has its name only when it is complete."""
    part = f"{path}.{os.getpid()}{PART}"
    with open(part, "wb") as file:
        np.savez(file, **arrays)
    os.replace(part, path)


def load(path: str, *names: str) -> dict[str, np.ndarray]:
    """Read arrays of these names from a file, or all."""
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in names or file.files}


def save_candidates(path: str, candidates: Candidates) -> None:
    """Write the detections of a tile to a file."""
    deblended, footprints = candidates.deblended, candidates.footprints
    arrays = {name: getattr(candidates.shapes, name) for name in SHAPES}
    arrays |= {name: getattr(deblended, name) for name in DEBLENDED}
    arrays |= {f"own_{name}": getattr(candidates, name) for name in OWN}
    arrays |= {"pixel_x": footprints.x, "pixel_y": footprints.y, "filtered": candidates.filtered}
    save(path, arrays | {"count": footprints.count})


def load_candidates(paths: Sequence[str], rows: Sequence[slice], pixels: bool = True) -> Candidates:
    """Read detections of some tiles.

    Parameters
    ----------
    paths : sequence of str
        The files, in the order of the tiles.
    rows : sequence of slice
        Which detections of each are wanted.
    pixels : bool
        Whether their footprints have pixels, and not only numbers of pixels.

    Returns
    -------
    Candidates
    """
    names = [*SHAPES, *DEBLENDED, *(f"own_{name}" for name in OWN)]
    parts = [part_of(path, wanted, names, pixels) for path, wanted in zip(paths, rows, strict=True)]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    footprints = Footprints.from_counts(joined["pixel_x"], joined["pixel_y"], joined["count"])
    return Candidates(
        Deblended(footprints, **{name: joined[name] for name in DEBLENDED}),
        Shapes(**{name: joined[name] for name in SHAPES}),
        joined["filtered"],
        **{name: joined[f"own_{name}"] for name in OWN},
    )


def part_of(path: str, wanted: slice, names: Sequence[str], pixels: bool) -> dict[str, np.ndarray]:
    """The arrays of the detections of a tile that are wanted."""
    arrays = load(path, "count", *names, *(PIXELS if pixels else ()))
    start = offsets(arrays["count"])
    first, stop, _ = wanted.indices(len(arrays["count"]))
    part = {name: arrays[name][first:stop] for name in ("count", *names)}
    here = slice(start[first], start[max(stop, first)])
    nothing = {"pixel_x": np.int32, "pixel_y": np.int32, "filtered": np.float32}
    return part | {name: arrays[name][here] if pixels else np.zeros(0, nothing[name]) for name in PIXELS}

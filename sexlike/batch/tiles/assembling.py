"""Putting the results of the tiles together: columns in the order of the catalog, check-images row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from ...config.config import Config
from ...images.image import ImageDescription
from ...images.scratch import frame
from ...images.window import only_rows
from ...measure.reach import aperture_diameters
from ...measure.registry import Request
from ...output.checkimages.checkfiles import big_endian_rows, check_header, wanted_check_images
from ...output.checkimages.checkimages import CHECK_IMAGES, draw_apertures
from ...output.files.outputs import Outputs, atomic_file
from ...output.fitshdu import write_hdu
from .measuring import DRAWN_LATER, OF_MESHES
from .plan import Plan, Tile
from .storage import load, path_of


def columns_of(plan: Plan, tiles: Sequence[Tile], own: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """The columns of all objects.

    Parameters
    ----------
    plan : dict
    tiles : sequence of Tile
    own : sequence of ndarray of int64
        Of each tile the indices of its objects in the catalog.

    Returns
    -------
    dict
        Name of the column -> array of shape (n, *size).
    """
    number = sum(map(len, own))
    columns: dict[str, np.ndarray] = {}
    for tile, rows in zip(tiles, own, strict=True):
        for name, values in load(path_of(plan, "columns", tile)).items():
            if name not in columns:
                columns[name] = np.empty((number, *values.shape[1:]), values.dtype)
            columns[name][rows] = values
    if "NUMBER" in columns:
        columns["NUMBER"] = np.arange(1, number + 1, dtype=columns["NUMBER"].dtype)
    return {name: columns[name] for name in plan["columns"]}


def write_check_images(
    plan: Plan, tiles: Sequence[Tile], image: ImageDescription, config: Config, request: Request, outputs: Outputs
) -> None:
    """Write the check-images of which the tiles have left their rows.

    Parameters
    ----------
    plan : dict
    tiles : sequence of Tile
    image : ImageDescription
        The image that was measured.
    config : Config
    request : Request
    outputs : Outputs
        Files with which they get their names.
    """
    for kind, name in wanted_check_images(config):
        with atomic_file(name, "CHECKIMAGE_NAME", outputs) as file:
            if kind in OF_MESHES:
                pixels = CHECK_IMAGES[kind](SimpleNamespace(image=image))
                write_hdu(file, check_header(image, pixels, True), big_endian_rows(pixels))
                continue
            parts = drawn(plan, tiles, image, aperture_diameters(request, config)) if kind == DRAWN_LATER else None
            parts = parts or (load(path_of(plan, kind, tile))["pixels"] for tile in tiles)
            first = next(parts)
            like = np.broadcast_to(first[0, 0], image.shape)
            write_hdu(file, check_header(image, like, True), big_endian_parts(first, parts))


def big_endian_parts(first: np.ndarray, others: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """The rows of parts in the byte order of FITS, some at a time."""
    yield from big_endian_rows(first)
    for part in others:
        yield from big_endian_rows(part)


def drawn(
    plan: Plan, tiles: Sequence[Tile], image: ImageDescription, diameters: Sequence[float]
) -> Iterator[np.ndarray]:
    """The rows of APERTURES of each tile: those of other tiles' objects are drawn as well."""
    parts = [load(path_of(plan, "apertures", tile)) for tile in tiles]
    values = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != "value"}
    everything: dict[str, Any] = values | {"value": float(parts[0]["value"])}
    reach = reaches(everything, diameters)
    for tile in tiles:
        near = (everything["y"] + reach >= tile.first) & (everything["y"] - reach < tile.stop)
        some = {name: array[near] for name, array in values.items()} | {"value": everything["value"]}
        with only_rows(tile.first, tile.stop):
            shown = frame(image.shape)
        shown[tile.first : tile.stop] = load(path_of(plan, DRAWN_LATER, tile))["pixels"]
        draw_apertures(shown, some, diameters)
        yield shown[tile.first : tile.stop]


def reaches(apertures: dict[str, np.ndarray], diameters: Sequence[float]) -> np.ndarray:
    """How far from their centres the apertures are drawn, pixels; float64 of shape (n,)."""
    reach = np.full(len(apertures["x"]), max(diameters, default=0) / 2)
    for name in ("KRON_RADIUS", "PETRO_RADIUS"):
        if name in apertures:
            reach = np.fmax(reach, apertures["a"].astype(np.float64) * apertures[name])
    return reach + 2

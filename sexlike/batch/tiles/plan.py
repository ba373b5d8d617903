"""What every task of a mosaic needs to know, as plain data: names of files, settings, columns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...config.config import Config
from ...images.files.selectors import is_selector
from ...measure.registry import Request
from ..running.configdata import data_of_config

Plan = dict[str, Any]
FILES = ("WEIGHT_IMAGE", "FLAG_IMAGE", "MASK_IMAGE")  # of images: names that are no selectors are made absolute


class Tile(NamedTuple):
    """Some rows of a mosaic.

    Attributes
    ----------
    number : int
        From 0, from the lowest one up.
    first, stop : int
        First row, and that after the last.
    """

    number: int
    first: int
    stop: int


def make_plan(
    images: Sequence[str],
    shape: tuple[int, int],
    config: Config,
    request: Request,
    kernel: np.ndarray | None,
    store: str,
    threads: int,
) -> Plan:
    """What every task needs to know.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the one to search and the one to measure.
    shape : tuple of int
        Height and width.
    config : Config
    request : Request
    kernel : ndarray of float32, shape (h, w), or None
    store : str
        The folder where the tasks leave their results, for the others and for the client.
    threads : int
        For each task.

    Returns
    -------
    dict
        Strings, numbers, arrays, and lists and dictionaries of these.
    """
    files = {keyword: tuple(map(absolute, getattr(config, keyword))) for keyword in FILES}
    for keyword, names in files.items():
        config = config.with_value(keyword, names)
    return {
        "shape": list(shape),
        "images": [absolute(name) for name in images],
        "config": data_of_config(config),
        "columns": {name: list(size) for name, size in request.sizes.items()},
        "text": request.text,
        "kernel": kernel,
        "least_area": config.DETECT_MINAREA,
        "store": os.path.abspath(store),
        "folder": os.getcwd(),
        "threads": threads,
    }


def absolute(name: str) -> str:
    """The name of a file that means the same on every host, as far as they see the same files."""
    return name if is_selector(name) else os.path.abspath(name)


def tiles_of(shape: tuple[int, int], side: int) -> list[Tile]:
    """Divide an image of this (height, width) into tiles of as many pixels as a square of this side has.

    They are as wide as the image: rows lie one after the other in a file, and are scanned one after the other.
    """
    height, width = shape
    count = max(1, -(-height * width // side**2))
    rows = max(1, -(-height // count))
    starts = range(0, height, rows)
    return [Tile(number, first, min(first + rows, height)) for number, first in enumerate(starts)]


def along_meshes(tiles: Sequence[Tile], mesh: int) -> list[Tile]:
    """The same tiles, or fewer, that begin where a row of meshes of this height does."""
    height = tiles[-1].stop
    starts = sorted({tile.first // mesh * mesh for tile in tiles})
    stops = [*starts[1:], height]
    return [Tile(number, *rows) for number, rows in enumerate(zip(starts, stops, strict=True))]

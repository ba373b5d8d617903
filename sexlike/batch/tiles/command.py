"""The option ``--tiles``."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Executor

from ...clock import stopwatch
from ...config.arguments import require_image
from ...config.config import Config
from ...config.ineffective import warn_of_ineffective_keywords
from ...errors import SettingError
from ...output.console import describe_end
from .running import run_in_tiles

log = logging.getLogger("sexlike")

SMALLEST, LARGEST = 16, 1_000_000  # pixels


def measure_tiles(images: Sequence[str], config: Config, side: str, executor: Executor | None = None) -> None:
    """Search and measure a mosaic in tiles, and write all files.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the one to search and the one to measure.
    config : Config
    side : str
        What follows ``--tiles``.
    executor : concurrent.futures.Executor, optional
        See `run_in_tiles`.

    Raises
    ------
    SexlikeError
        See `run_in_tiles`; or the side is no number of pixels.
    """
    seconds = stopwatch()
    require_image(images)
    pixels = side_of(side)
    warn_of_ineffective_keywords(config)
    catalog = run_in_tiles(images, config, pixels, executor)
    log.info(describe_end(seconds(), catalog.image.shape[0], catalog.objects))


def side_of(text: str) -> int:
    """The side of the tiles, pixels."""
    try:
        side = int(text)
    except ValueError:
        side = 0
    if not SMALLEST <= side <= LARGEST:
        hint = "A tile has as many pixels as a square of this side; --tiles 8192 is a good size for most machines."
        raise SettingError(f"{text} is no side of tiles (allowed: {SMALLEST} to {LARGEST} pixels)", "--tiles", hint)
    return side

"""The option ``--tiles``."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager

from ...clock import stopwatch
from ...config.arguments import require_image
from ...config.config import Config
from ...config.ineffective import warn_of_ineffective_keywords
from ...errors import SettingError
from ...output.console import describe_end
from ...threads import number_of_threads
from .running import run_in_tiles

log = logging.getLogger("sexlike")

SMALLEST, LARGEST = 16, 1_000_000  # pixels


def measure_tiles(images: Sequence[str], config: Config, side: str, address: str | None = None) -> None:
    """Search and measure a mosaic in tiles, and write all files.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the one to search and the one to measure.
    config : Config
    side : str
        What follows ``--tiles``.
    address : str, optional
        What follows ``--cluster``: of a scheduler whose workers work on the tiles.

    Raises
    ------
    SexlikeError
        See `run_in_tiles`; or the side is no number of pixels.
    """
    seconds = stopwatch()
    require_image(images)
    pixels = side_of(side)
    warn_of_ineffective_keywords(config)
    with workers_of(address, number_of_threads(config.NTHREADS)) as executor:
        catalog = run_in_tiles(images, config, pixels, executor)
    log.info(describe_end(seconds(), catalog.image.shape[0], catalog.objects))


@contextmanager
def workers_of(address: str | None, number: int) -> Iterator[Executor | None]:
    """Context with the executor of a Dask cluster, if there is an address; so many processes if it is ``local``."""
    if address is None:
        yield None
        return
    from ..cluster.connecting import cluster

    with cluster(address, number) as reached, reached.client.get_executor(pure=False, retries=2) as executor:
        yield executor


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

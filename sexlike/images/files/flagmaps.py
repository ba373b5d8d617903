"""Flag maps: images of integers whose bits say what is wrong with a pixel."""

import logging

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError, warn
from ...stages import stage
from .companions import open_companion
from .source import Source

log = logging.getLogger("sexlike")

LARGEST_FLAG = 2**32 - 1  # the columns IMAFLAGS_ISO and the like have 32 bits


@stage("reading flags")
def read_flag_maps(source: Source, config: Config, number: int) -> tuple[np.ndarray, ...]:
    """Read the flag maps that go with an image.

    Parameters
    ----------
    source : Source
        The image.
    config : Config
    number : int
        How many are wanted; those of FLAG_IMAGE beyond are not opened.

    Returns
    -------
    tuple of ndarray of unsigned integers, shape (height, width)
        The bits as they are in the files: BZERO does not count, -1 in 16 bits is 65535.

    Raises
    ------
    SexlikeError
        There is no such map, it is of another size, or its numbers are no integers of 32 bits.
    """
    return tuple(read_flag_map(name, source) for name in config.FLAG_IMAGE[:number])


def read_flag_map(name: str, source: Source) -> np.ndarray:
    """Read a flag map -> ndarray of unsigned integers, shape (height, width)."""
    companion = open_companion(name, source, "FLAG_IMAGE")
    stored = companion.stored()
    if stored.dtype.kind == "b":  # an array from Python
        stored = stored.astype(np.uint8)
    if stored.dtype.kind not in "iu":
        raise SexlikeError(
            f"expected integers, not floats, in {companion}",
            "FLAG_IMAGE",
            "A flag map holds bits; should it be a weight map (WEIGHT_IMAGE)?",
        )
    flags = np.ascontiguousarray(stored, dtype=stored.dtype.newbyteorder("="))
    flags = flags.view(f"u{flags.dtype.itemsize}")
    if flags.max() > LARGEST_FLAG:
        raise SexlikeError(f"flags of more than 32 bits in {companion}: {flags.max()}", "FLAG_IMAGE")
    if companion.header.get("BZERO"):
        text = f"BZERO = {companion.header['BZERO']} of the flag map {companion} is ignored, as by SExtractor"
        warn(f"{text}: its most frequent value counts as {most_frequent(flags)}")
    log.info("%s: flags %s, %d pixels are flagged", source.name, companion.name, np.count_nonzero(flags))
    return flags


def most_frequent(flags: np.ndarray) -> int:
    """The value that most pixels have."""
    values, counts = np.unique(flags, return_counts=True)
    return int(values[counts.argmax()])

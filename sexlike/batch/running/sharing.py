"""How the cores and the memory of a machine are divided among exposures."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ...images.files.selectors import split_selector
from ...memory import free_memory
from ...threads import usable_cores

BYTES_PER_PIXEL = 24.0  # of memory, at the most, in a run with weights
OF_PROCESS = 200e6  # bytes of a process besides
SHARE_OF_MEMORY = 0.8  # of what is free
COMPRESSION = 4.0  # pixels of a compressed file: its bytes, at least so many for each; a guess


def pixels_in(image: str) -> float:
    """Pixels of the largest image in a file, by its headers; of a compressed file a guess; 0 if it cannot be read."""
    path = split_selector(image)[0]
    try:
        if path.lower().endswith((".gz", ".bz2")):
            return os.path.getsize(path) / 4 * COMPRESSION
        from ...images.files.extensions import open_extensions

        return float(max(source.shape[0] * source.shape[1] for source in open_extensions(image)))
    except Exception:  # the run will tell
        return 0.0


def memory_for(pixels: float) -> float:
    """Memory that an exposure needs, in bytes."""
    return OF_PROCESS + BYTES_PER_PIXEL * pixels


@dataclass
class Shares:
    """How many exposures are worked on at a time, and with how many threads each.

    Attributes
    ----------
    cores : int
    left : int
        Exposures that have not begun.
    need : float
        Bytes of memory that the largest exposure so far needs.
    """

    left: int
    cores: int = 0
    need: float = OF_PROCESS

    def __post_init__(self) -> None:
        self.cores = self.cores or usable_cores()
        self.free = free_memory()

    def at_once(self) -> int:
        """Exposures that are worked on at a time: a core each, but no more than fit into memory."""
        fitting = self.cores if self.need <= 0 else SHARE_OF_MEMORY * self.free / self.need
        return max(1, int(min(self.cores, fitting)))

    def learn(self, need: float) -> None:
        """Take note of what an exposure needs."""
        self.need = max(self.need, need)

    def threads(self) -> int:
        """Threads of the next exposure to begin: fewer exposures than cores share all cores."""
        return max(1, self.cores // max(1, min(self.at_once(), self.left)))

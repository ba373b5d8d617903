"""Rows of a catalog as text, with a compiled loop."""

import locale
import re
from functools import lru_cache

import numpy as np

from ... import loops
from ...threads import in_slices

CONVERSION = re.compile(r"%([+#]*)([1-9]\d*)?(?:\.(\d+))?([defg])")
USUAL_PRECISION = 6
BYTES_FOR_CELL = 20  # or so
CELLS_FOR_THREAD = 5000


def can_format(template: str) -> bool:
    """Whether the loop writes what Python does: all formats are plain, and the system's numbers have points."""
    others = CONVERSION.sub("", template)
    return "%" not in others and locale.localeconv()["decimal_point"] == "."


def format_in_loop(numbers: np.ndarray, template: str) -> bytes:
    """Rows of numbers as text, formatted on several threads.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, elements)
    template : str
        A row with the printf format of each element.

    Returns
    -------
    bytes
    """
    texts, cells = layout_of(template)
    parts = {}

    def work(first, stop):
        size = (stop - first) * (BYTES_FOR_CELL * len(cells) + len(template))
        while True:
            room = np.empty(size, np.uint8)
            size = loops.format_rows(numbers, texts, cells, room, first, stop)
            if size <= len(room):
                break
        parts[first] = room[:size].tobytes()

    in_slices(work, len(numbers), max(1, CELLS_FOR_THREAD // len(cells)))
    return b"".join(parts[first] for first in sorted(parts))


@lru_cache(maxsize=1)
def layout_of(template: str) -> tuple[np.ndarray, np.ndarray]:
    """The literals and formats of a row, and the table of its cells as in loops/output/textrows.c."""
    text, cells, end = bytearray(), [], 0
    for found in CONVERSION.finditer(template):
        flags, width, precision, conversion = found.groups()
        before = template[end : found.start()].encode()
        formatted = (
            int("+" in flags),
            int("#" in flags),
            int(width or 0),
            int(precision or USUAL_PRECISION),
            ord(conversion),
        )
        cells.append((len(text), len(before), len(text) + len(before), *formatted))
        text += before + found.group().encode() + b"\0"
        end = found.end()
    rest = template[end:].encode()
    cells.append((len(text), len(rest), 0, 0, 0, 0, 0, 0))
    return np.frombuffer(bytes(text + rest), np.uint8), np.array(cells, np.int64)

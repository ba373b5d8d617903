"""Whether there is memory for the columns that are wanted."""

from math import prod

import numpy as np

from ..counting import counted
from ..memory import require_memory
from .registry import Request

TEXT_BYTES = 100  # of an element of a row while it is printed: its format, its number and its text


def require_room(request: Request, count: int) -> None:
    """Refuse columns of so many objects that do not fit into memory, before any of them is computed.

    They are there twice, as they are computed and as they are written; and a row is text with its format.

    Raises
    ------
    SexlikeError
    """
    elements = {column: prod(request.sizes[column.name]) for column in request.columns}
    if not elements:
        return
    cells = count * sum(2 * number * np.dtype(column.type).itemsize for column, number in elements.items())
    row = TEXT_BYTES * sum(elements.values()) if count else 0
    longest = max(elements, key=lambda column: elements[column])
    size = ",".join(map(str, request.sizes[longest.name]))
    what = f"{longest.name}{f'({size})' if size else ''} of {counted(count, 'object')}"
    require_memory(cells + row, what, "Ask for fewer elements, or detect fewer objects (DETECT_THRESH).")

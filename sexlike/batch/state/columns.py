"""The columns of the state of a batch, a row for each exposure: all that writes or shows it has them from here."""

import math
from typing import Any, NamedTuple

Row = dict[str, Any]  # name of a column -> text, number, or None where there is no value


class StateColumn(NamedTuple):
    """A column of the state.

    Attributes
    ----------
    name : str
    kind : {"text", "integer", "real"}
    unit : str
        As astropy writes it; empty if there is none.
    about : str
        What it is, in a line.
    """

    name: str
    kind: str
    unit: str
    about: str


# What is done with an exposure.
WAITING, DONE, FAILED, INTERRUPTED = "waiting", "done", "failed", "interrupted"

COLUMNS = (
    StateColumn("number", "integer", "", "place of the exposure in the batch, from 1"),
    StateColumn("stem", "text", "", "name of the image without folder and endings"),
    StateColumn("status", "text", "", "waiting, done, failed, or interrupted: given up, and done again next time"),
    StateColumn("objects", "integer", "", "number of objects"),
    StateColumn("background", "real", "adu", "level of the sky, median over the images of the file"),
    StateColumn("rms", "real", "adu", "noise of the sky, median over the images of the file"),
    StateColumn("fwhm", "real", "pix", "seeing: median FWHM of unsaturated objects that look like points"),
    StateColumn("seeing", "real", "arcsec", "the same on the sky, if the size of the pixels is known"),
    StateColumn("depth_aper", "real", "mag", "magnitude of 5 sigmas of the sky in the first of PHOT_APERTURES"),
    StateColumn("depth_auto", "real", "mag", "MAG_AUTO of objects at 5 sigmas"),
    StateColumn("zeropoint", "real", "mag", "magnitude zero-point"),
    StateColumn("observed", "text", "", "date and time of the exposure in its header"),
    StateColumn("started", "text", "", "when the work on it began, in universal time"),
    StateColumn("seconds", "real", "s", "how long it took"),
    StateColumn("memory", "real", "Mbyte", "largest memory of the process that did it"),
    StateColumn("attempts", "integer", "", "how often it was begun: again after its process was killed"),
    StateColumn("host", "text", "", "where it was done"),
    StateColumn("sentence", "text", "", "why it failed"),
    StateColumn("images", "text", "", "the image, or that to search and that to measure"),
    StateColumn("log", "text", "", "file with the messages"),
    StateColumn("version", "text", "", "of sexlike"),
    StateColumn("outputs", "text", "", "files that were written, as JSON"),
    StateColumn("settings", "text", "", "settings that are not defaults, as JSON"),
    StateColumn("cards", "text", "", "cards of the header that named files, as JSON"),
    StateColumn("inputs", "text", "", "files that were read: size, time and checksum, as JSON"),
)
BY_NAME = {column.name: column for column in COLUMNS}
LONGEST_TEXT = 100_000  # characters
LARGEST = 2**63 - 1  # integer
NOT_NEGATIVE = ("number", "objects", "rms", "fwhm", "seeing", "seconds", "memory", "attempts")
NEEDED = ("images", "status")  # without them a table is no state


def empty_row() -> Row:
    """A row without values."""
    return {column.name: "" if column.kind == "text" else None for column in COLUMNS}


def complete(row: Row) -> Row:
    """A row with all columns, and no others."""
    return {name: row.get(name, empty) for name, empty in empty_row().items()}


def is_allowed(value: object, column: StateColumn) -> bool:
    """Whether a value may stand in a column: of its type, finite, and not negative where that makes no sense."""
    if column.kind == "text":
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int if column.kind == "integer" else int | float):
        return False
    if isinstance(value, int) and abs(value) > LARGEST:
        return False
    return math.isfinite(value) and (column.name not in NOT_NEGATIVE or value >= 0)

"""The request for the columns that a user has named."""

from collections.abc import Collection, Sequence

from ..config.files.paramfile import ColumnList, WantedColumn
from ..config.keywords import KEYWORDS
from ..errors import SexlikeError, warn, warning_text
from ..suggestions import did_you_mean
from .notoffered import hint_on_models, refuse
from .registry import COLUMNS, Column, Request, make_request

MOST_SUGGESTIONS = 100
MOST_NAMED = 5


def request_of(wanted: ColumnList) -> Request:
    """The request for the columns wanted.

    Parameters
    ----------
    wanted : ColumnList
        Names, sizes (empty if none is written), and where they were written.

    Raises
    ------
    SexlikeError
        A column is SExtractor's but not offered, none of the columns is known, or one has more sizes than it takes. If
        the list is strict: one is unknown.

    Warns
    -----
    SexlikeWarning
        For each unknown column, as SExtractor does.
    """
    refuse([column.name for column in wanted])
    names = [column.name for column in wanted if column.name in COLUMNS]
    sizes = {column.name: full_size(COLUMNS[column.name], column, names) for column in wanted if column.name in names}
    unknown = [column for column in wanted if column.name not in COLUMNS]
    if unknown and wanted.strict:
        raise unknown_columns(unknown)
    warn_unknown(unknown)
    if not sizes:
        where = wanted[0].where.partition(":")[0] if wanted else None
        raise SexlikeError("no column is asked for", where, "List the columns wanted, one a line; -dp prints all.")
    return make_request(sizes, wanted.text)


def full_size(declared: Column, column: WantedColumn, names: Collection[str]) -> tuple[int, ...]:
    """The size with all the dimensions of the column: FLUX_APER is FLUX_APER(1), VIGNET(5) is VIGNET(5,1).

    Some have a size that follows from the names of all columns wanted, whatever is written.
    """
    if declared.size:
        return declared.size(names)
    if not declared.dimensions:
        return ()
    if len(column.size) > declared.dimensions:
        text = f"too many dimensions for {column.name}{column.size}: it takes {declared.dimensions}"
        raise SexlikeError(text, column.where)
    return column.size + (1,) * (declared.dimensions - len(column.size))


def unknown_columns(columns: Sequence[WantedColumn]) -> SexlikeError:
    """Make the error for unknown columns."""
    first, others = columns[0], [column.name for column in columns[1:]]
    named = ", ".join(others[:MOST_NAMED]) + (", ..." if len(others) > MOST_NAMED else "")
    hint = " ".join(filter(None, (what_was_meant(first), f"Unknown as well: {named}" if others else None)))
    return SexlikeError(f"{first.name} is not a column of sexlike", first.where, hint or "-dp lists the columns.")


def what_was_meant(column: WantedColumn) -> str | None:
    """A hint on an unknown column: the one of a similar name, or that it is a keyword."""
    if column.name.upper() in KEYWORDS:
        return f"{column.name.upper()} is a keyword of the configuration (-c), not a column."
    return hint_on_models(column.name.upper()) or did_you_mean(column.name.upper(), COLUMNS)


def warn_unknown(columns: Sequence[WantedColumn]) -> None:
    """Warn of unknown columns; of the first ones with a suggestion, for to look for one takes some time."""
    for rank, column in enumerate(columns):
        hint = what_was_meant(column) if rank < MOST_SUGGESTIONS else None
        text = warning_text(f"{column.name} catalog parameter unknown", column.where, hint)
        warn(text)

"""Assoc lists that are tables with names of columns: FITS, VOTable, ECSV, CSV. They are read by astropy.table."""

import io
import math
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError
from ..inmemory import InMemory
from .assoclist import AssocList, Coordinates, check_number, number_of_column
from .sexagesimal import degrees_of

LDAC = "LDAC_OBJECTS"
DELIMITERS = ",;"
NO_FLOAT = math.nan
PARTS = 3  # hours, minutes, seconds


def kind_of_table(data: bytes) -> str | None:
    """What kind of table a file is: fits, votable or ecsv; None if it is another text."""
    start = data[:1024].lstrip()
    if data.startswith(b"SIMPLE  ="):
        return "fits"
    if start.startswith(b"<VOTABLE") or (start.startswith(b"<?xml") and b"VOTABLE" in data[:4096]):
        return "votable"
    return "ascii.ecsv" if start.startswith(b"# %ECSV") else None


def read_table(data: bytes, kind: str, path: str, coordinates: Coordinates) -> AssocList:
    """Read a FITS, VOTable or ECSV file.

    Raises
    ------
    SexlikeError
        It is damaged, holds no table, or has not the columns of the coordinates.
    """
    from astropy.table import Table

    with explaining(path, kind.rpartition(".")[2].upper()):
        if kind == "fits":
            table = Table.read(io.BytesIO(data), format="fits", hdu=table_of_file(data, path), memmap=False)
        elif kind == "votable":
            table = Table.read(io.BytesIO(data), format="votable", use_names_over_ids=True)
        else:
            table = Table.read(data.decode().splitlines(), format=kind)
    return list_of_table(table, path, coordinates)


def list_in_memory(given: InMemory, coordinates: Coordinates) -> AssocList:
    """The numbers of a table of astropy or pandas, of a structured array, or of an array of q rows and k columns.

    Raises
    ------
    SexlikeError
        It is none of these, or has not the columns of the coordinates.
    """
    from astropy.table import Table

    value, is_plain = given.value, False
    try:
        if not hasattr(value, "colnames") and hasattr(value, "iloc"):  # the latter raises ValueError of some tables
            table = Table.from_pandas(value)
        else:
            is_plain = isinstance(value, np.ndarray) and value.dtype.names is None
            table = Table(value)
    except (ValueError, TypeError):
        hint = "Give a table with columns of positions: Table({'ra': sky.ra, 'dec': sky.dec}) of a SkyCoord, with "
        hint += "ASSOC_PARAMS=('ra', 'dec') and ASSOCCOORD_TYPE='WORLD'."
        raise SexlikeError(f"ASSOC_NAME: {given} is no table", hint=hint) from None
    return list_of_table(table, str(given), coordinates, named=not is_plain)


class explaining:
    """A context that turns whatever goes wrong while a table is read into a SexlikeError, and keeps warnings silent."""

    def __init__(self, path: str, kind: str) -> None:
        self.path, self.kind = path, kind
        self.silence = warnings.catch_warnings()

    def __enter__(self) -> None:
        self.silence.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, _: Any, problem: BaseException | None, __: Any) -> None:
        self.silence.__exit__(None, None, None)
        if isinstance(problem, Exception) and not isinstance(problem, (SexlikeError, MemoryError)):
            reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
            raise SexlikeError(f"ASSOC_NAME: {self.path} cannot be read as a {self.kind} table: {reason}") from None


def table_of_file(data: bytes, path: str) -> int:
    """The table of a FITS file that holds positions: that of an LDAC catalog, or the first."""
    from astropy.io import fits

    with fits.open(io.BytesIO(data), memmap=False) as hdus:
        tables = [index for index, hdu in enumerate(hdus) if isinstance(hdu, fits.BinTableHDU | fits.TableHDU)]
        ldac = [index for index in tables if hdus[index].name == LDAC]
    if not tables:
        raise SexlikeError(f"ASSOC_NAME: {path} is a FITS file without a table", hint="It should hold positions.")
    return (ldac or tables)[0]


def delimiter_of(line: str) -> str | None:
    """What separates the columns of a line of a CSV file; None if they are words between blanks.

    So they are in ``1, 2.5, 3``, and in ``1 2,5 3`` with a decimal comma.
    """
    words = line.split()
    for delimiter in DELIMITERS:
        fields = [field.strip() for field in line.rstrip(f"{delimiter} \t").split(delimiter)]
        if len(fields) == 1 or fields == [word.rstrip(delimiter) for word in words]:
            continue
        if not any(is_run_of_numbers(field) for field in fields):
            return delimiter
    return None


def is_run_of_numbers(field: str) -> bool:
    """Whether a text is several numbers with blanks between them, but not the three of 10 00 00.5."""
    words = field.split()
    return len(words) > 1 and len(words) != PARTS and not any(math.isnan(float_of(word)) for word in words)


def read_delimited(lines: list[str], delimiter: str, path: str, coordinates: Coordinates) -> AssocList:
    """Read a CSV file, from its lines without comments. The first has the names, unless there is a value in it."""
    from astropy.io import ascii as texts

    fields = lines[0].split(delimiter)
    has_names = not any(is_value(field.strip().strip('"')) for field in fields)
    with explaining(path, "CSV"):
        table = texts.read(
            lines, format="csv" if has_names else "no_header", delimiter=delimiter, guess=False, fast_reader=False
        )
    return list_of_table(table, path, coordinates, named=has_names)


def is_value(text: str) -> bool:
    """Whether a text is a number, or a sexagesimal one."""
    return not math.isnan(float_of(text)) or text.lower() == "nan" or degrees_of(text, hours=False) is not None


def list_of_table(table: Any, path: str, coordinates: Coordinates, named: bool = True) -> AssocList:
    """The numbers of a table of astropy; what is masked, or no number, is NaN."""
    columns = dict(flat_columns(table))
    names = dict(zip(columns, range(1, len(columns) + 1), strict=True)) if named else {}
    ranks = {}
    for rank in coordinates.ranks():
        number = number_of_column(coordinates.columns[rank], "ASSOC_PARAMS", path, names)
        check_number(number, rank, len(columns), path)
        ranks[number] = rank
    values = [
        angles_of(column, ranks[number] == coordinates.right_ascension)
        if number in ranks and coordinates.world
        else numbers_of(column)
        for number, column in enumerate(columns.values(), 1)
    ]
    return AssocList(path, np.column_stack(values) if values else np.zeros((len(table), 0)), names)


def flat_columns(table: Any) -> Iterator[tuple[str, Any]]:
    """Name and values of the columns; those of several elements become FLUX_APER, FLUX_APER_1 and so on."""
    for name in table.colnames:
        column = table[name]
        if getattr(column, "ndim", 1) == 1:
            yield name, column
            continue
        elements = column.reshape(len(table), -1)
        for rank in range(elements.shape[1]):
            yield (f"{name}_{rank}" if rank else name), elements[:, rank]


def numbers_of(column: Any) -> NDArray[np.float64]:
    """A column as float64, NaN where it is masked or no number."""
    mask = np.broadcast_to(getattr(column, "mask", False), len(column))
    values = np.asarray(getattr(column, "value", column))
    if values.dtype.kind in "biuf":
        return np.where(mask, NO_FLOAT, values.astype(np.float64))
    words = [NO_FLOAT if hidden else float_of(text_of(value)) for value, hidden in zip(values, mask, strict=True)]
    return np.array(words, np.float64)


def angles_of(column: Any, hours: bool) -> NDArray[np.float64]:
    """A column of angles in degrees, which it has as numbers of any unit, or as sexagesimal texts."""
    values = np.asarray(getattr(column, "value", column))
    if values.dtype.kind not in "biuf":
        mask = np.broadcast_to(getattr(column, "mask", False), len(column))
        words = (
            None if hidden else degrees_of(text_of(value), hours) for value, hidden in zip(values, mask, strict=True)
        )
        plain = numbers_of(column)
        return np.array([number if angle is None else angle for angle, number in zip(words, plain, strict=True)])
    numbers, unit = numbers_of(column), getattr(column, "unit", None)
    if unit is None:
        return numbers
    from astropy import units

    return numbers * unit.to(units.deg) if unit.is_equivalent(units.deg) else numbers


def text_of(value: Any) -> str:
    """A value of a column of texts."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def float_of(text: str) -> float:
    """A text as a number, NaN for what is none."""
    try:
        return float(text)
    except ValueError:
        return NO_FLOAT

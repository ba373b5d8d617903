"""Tables of exposures: a row for each, with its images and any keywords."""

import csv
import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from ...config.keywords import KEYWORDS
from ...config.synonyms import suggest_keyword
from ...errors import SexlikeError
from ...suggestions import did_you_mean
from .exposure import Exposure, found_from

TABLES = (".csv", ".ecsv", ".xml", ".vot", ".votable", ".tsv")
IMAGE, DETECT, MEASURE = "image", "detect", "measure"
IGNORED = ("number", "stem", "comment")  # columns that tables may have for their owner


def read_table(path: str) -> Iterator[Exposure]:
    """The exposures of a table: CSV, ECSV, FITS or VOTable.

    Parameters
    ----------
    path : str

    Yields
    ------
    Exposure
        Names are those of the current folder, or of that of the table if they are not there.

    Raises
    ------
    SexlikeError
        The table cannot be read, has no column of images, or has one that is no keyword.
    """
    names, rows, first = read_rows(path)
    yield from exposures_of_rows(names, rows, path, first)


def exposures_of_rows(
    names: Sequence[str], rows: Sequence[Sequence[Any]], path: str, first: int = 1
) -> Iterator[Exposure]:
    """Exposures from the names of the columns and the cells of a table.

    Parameters
    ----------
    names : sequence of str
    rows : sequence of sequences
        Cells, each as text or as a value of Python; empty ones set nothing.
    path : str
        The table, for messages.
    first : int
        The number of the first row, or of its line, for messages.
    """
    columns = check_names(names, path)
    folder = os.path.dirname(path)
    found = False
    for place, row in enumerate(rows, first):
        origin = f"{path}:{place}"
        cells = cells_of(names, row, origin)
        if not cells:
            continue  # an empty line
        lowered = {name.lower(): text for name, text in cells.items()}
        if missing := [name for name in columns if name not in lowered]:
            empty = f": {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} empty"
            raise SexlikeError(f"no image in this row{empty}", where=origin)
        settings = {name.upper(): text for name, text in cells.items() if name.upper() in KEYWORDS}
        found = True
        yield Exposure(0, tuple(found_from(lowered[name], folder) for name in columns), settings, origin)
    if not found:
        raise SexlikeError("the table has no rows: no exposures are given", where=path)


def cells_of(names: Sequence[str], row: Sequence[Any], origin: str) -> dict[str, str]:
    """The cells of a row that are not empty, as text, by the names of their columns.

    Raises
    ------
    SexlikeError
        There are more cells than columns, or what stands in place of an image is no name.
    """
    if more := [cell for cell in map(text_of, row[len(names) :]) if cell]:
        hint = "A name with a comma in it stands in quotes."
        raise SexlikeError(f"more cells than columns: {', '.join(more)}", where=origin, hint=hint)
    cells = {}
    for name, cell in zip(map(str.strip, names), row, strict=False):  # cells at the end may be left out
        if text := text_of(cell):
            if name.lower() in (IMAGE, DETECT, MEASURE) and not isinstance(cell, str | bytes | os.PathLike):
                raise SexlikeError(f"{name} is no name of a file, but of type {type(cell).__name__}", where=origin)
            cells[name] = text
    return cells


def check_names(names: Sequence[str], path: str) -> list[str]:
    """Check the names of the columns, and return those of the images.

    Raises
    ------
    SexlikeError
        There is no column of images, one is unknown, or one is there twice.
    """
    lowered = [name.strip().lower() for name in names]
    given = [name for name in (IMAGE, DETECT, MEASURE) if name in lowered]
    if given not in ([IMAGE], [DETECT, MEASURE]):
        hint = hint_for_images(names)
        text = f"a table of exposures needs a column {IMAGE}, or two: {DETECT} and {MEASURE}"
        raise SexlikeError(f"{text}; the columns are {', '.join(names) or 'none'}", where=path, hint=hint)
    for name in lowered:
        if lowered.count(name) > 1:
            raise SexlikeError(f"two columns have the name {name}", where=path)
        if name not in (IMAGE, DETECT, MEASURE, *IGNORED) and name.upper() not in KEYWORDS:
            hint = suggest_keyword([name]) or did_you_mean(name, [IMAGE, DETECT, MEASURE])
            raise SexlikeError(f"column {name} is no keyword of sexlike", where=path, hint=hint)
    return given


def hint_for_images(names: Sequence[str]) -> str | None:
    """What is probably wrong with a table that has no column of images."""
    if len(names) == 1 and (found := [letter for letter in ";|\t " if letter in names[0].strip()]):
        what = {"\t": "tabs", " ": "spaces"}.get(found[0], found[0])
        return f"Is {what} what stands between its columns? A .csv file has commas there, a .tsv file tabs."
    similar = get_close_matches(IMAGE, [name.strip() for name in names], 1)
    return f"Rename the column {similar[0]} to {IMAGE}." if similar else None


def text_of(cell: Any) -> str:
    """A cell as the command line has it; empty where it is masked."""
    if cell is None or str(type(cell).__name__) == "MaskedConstant":
        return ""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace").strip()
    if isinstance(cell, bool) or type(cell).__name__ in ("bool_", "bool"):
        return "Y" if cell else "N"
    if hasattr(cell, "tolist"):
        cell = cell.tolist()
    if isinstance(cell, list | tuple):
        return ",".join(map(text_of, cell))
    if isinstance(cell, float):
        return "" if cell != cell else repr(cell)
    return str(cell).strip()


def read_rows(path: str) -> tuple[list[str], list[Sequence[Any]], int]:
    """The names of the columns of a table, its rows, and the line of the first."""
    try:
        if path.lower().endswith((".csv", ".tsv")):
            return read_csv(path)
        from astropy.table import Table

        table = Table.read(path, **({"format": "ascii.ecsv"} if path.lower().endswith(".ecsv") else {}))
        return list(table.colnames), [tuple(row) for row in table], 1
    except SexlikeError:
        raise
    except Exception as error:  # what the readers raise is not documented
        reason = " ".join(str(error).split()) or type(error).__name__
        raise SexlikeError(f"cannot read the table {path}: {reason:.200}", where="--batch") from None


def read_csv(path: str) -> tuple[list[str], list[Sequence[Any]], int]:
    """The same of comma-separated values; lines that begin with # are comments."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = file.read().splitlines()
    start = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        raise SexlikeError(f"the table {path} is empty", where="--batch")
    delimiter = "\t" if path.lower().endswith(".tsv") else ","
    names, *rows = csv.reader(lines[start:], delimiter=delimiter, skipinitialspace=True)
    return names, list(rows), start + 2


def is_fits_table(path: str) -> bool:
    """Whether a FITS file is a table of exposures and no image: its first extension is a table, of no tiles.

    A catalog of stars that lies beside images is none either: it has no column of images.
    """
    with open(path, "rb") as file:
        if b"NAXIS   =                    0" not in file.read(2880):
            return False
        for _ in range(100):
            block = file.read(2880)
            if block.startswith(b"XTENSION"):
                return block.startswith(b"XTENSION= 'BINTABLE'") and b"ZIMAGE" not in block and has_images(path)
            if not block:
                return False
    return False


def has_images(path: str) -> bool:
    """Whether the first table of a FITS file has a column of images."""
    from astropy.io import fits

    try:
        names = [name.lower() for name in fits.getheader(path, 1).get("TTYPE*", {}).values()]
    except Exception:  # a damaged file is an exposure that fails
        return False
    return bool({IMAGE, MEASURE} & set(names))

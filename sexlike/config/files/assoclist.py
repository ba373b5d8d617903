"""What an assoc list holds: numbers in columns, which may have names."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError
from ...suggestions import did_you_mean

MOST_NAMES = 20  # in a message


@dataclass(frozen=True)
class Coordinates:
    """Which columns hold the coordinates, and how words in them are read.

    Attributes
    ----------
    columns : tuple of int or str
        ASSOC_PARAMS: their numbers, from 1, or their names.
    world : bool
        They are angles: sexagesimal ones are read, and units are converted to degrees.
    right_ascension : int or None
        The place in `columns` of that whose 10:00:00 is in hours.
    """

    columns: tuple[int | str, ...] = ()
    world: bool = False
    right_ascension: int | None = None

    def ranks(self) -> range:
        """The places of x and y; what follows is a weight."""
        return range(min(len(self.columns), 2))


@dataclass(frozen=True)
class AssocList:
    """An assoc list of q positions and k columns.

    Attributes
    ----------
    path : str
    values : ndarray of float64, shape (q, k)
    names : dict
        Name of a column -> its number, from 1.
    """

    path: str
    values: NDArray[np.float64]
    names: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


def number_of_column(column: int | str, keyword: str, path: str, names: dict[str, int]) -> int:
    """The number of a column, from 1.

    Parameters
    ----------
    column : int or str
        Its number, or its name; capitals matter only if there is no other way to tell names apart.
    keyword, path : str
        Who asks, and the file, for messages.
    names : dict
        Name -> number.

    Raises
    ------
    SexlikeError
        There is no column of this name.
    """
    if isinstance(column, int):
        return column
    if column in names:
        return names[column]
    alike = [number for name, number in names.items() if name.upper() == column.upper()]
    if len(alike) == 1:
        return alike[0]
    if not names:
        hint = (
            "Its columns have no names: give their numbers, from 1. Names stand in CSV, ECSV, FITS and VOTable files,"
        )
        raise SexlikeError(f"{keyword}: {path} has no column {column}", hint=f"{hint} or in a comment above the data.")
    listed = ", ".join([*names][:MOST_NAMES]) + (", ..." if len(names) > MOST_NAMES else "")
    hint = " ".join(filter(None, [did_you_mean(column, names), f"It has {listed}."]))
    raise SexlikeError(f"{keyword}: {path} has no column {column}", hint=hint)


def check_number(number: int, rank: int, width: int, path: str, separated: str = "") -> None:
    """Check that there is a column of the coordinates.

    Parameters
    ----------
    number : int
        Of the column, from 1.
    rank : int
        Place in ASSOC_PARAMS, from 0.
    width : int
        How many columns there are.
    path : str
    separated : str
        What columns are separated by, for the message.

    Raises
    ------
    SexlikeError
        There are not as many columns.
    """
    if number > width:
        text = f"ASSOC_PARAMS #{rank + 1} exceeds the number of fields in the ASSOC file"
        raise SexlikeError(text, hint=f"It is column {number}; {path} has {width}{separated}.")

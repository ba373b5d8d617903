"""The numbers that tell how good an exposure is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan
from numbers import Real

from ..state.columns import Row

Rows = Sequence[Row]


@dataclass(frozen=True)
class Quality:
    """A number that tells how good an exposure is.

    Attributes
    ----------
    name : str
        Column of the state.
    title, unit : str
        For people.
    bad : int
        1 if large values are bad, -1 if small ones are.
    digits : int
        After the point.
    """

    name: str
    title: str
    unit: str
    bad: int
    digits: int

    def text(self, value: float) -> str:
        """A value as people read it, without its unit."""
        return f"{value:,.{self.digits}f}" if abs(value) < 1e7 else f"{value:.4g}"


SEEING = Quality("seeing", "seeing", "arcsec", 1, 2)
FWHM = Quality("fwhm", "seeing", "pixels", 1, 2)
DEPTH = Quality("depth_auto", "depth in AUTO", "mag", -1, 2)
SKY = Quality("background", "sky", "ADU", 1, 1)
OBJECTS = Quality("objects", "objects", "", -1, 0)


def number(row: Row, name: str) -> float:
    """A number of the state; NaN where there is none."""
    value = row.get(name)
    return float(value) if isinstance(value, Real) and isfinite(value) else nan


def qualities_of(rows: Rows) -> tuple[Quality, ...]:
    """The numbers to be looked at; the seeing in pixels where most exposures do not tell the size of theirs."""
    known = sum(number(row, SEEING.name) > 0 for row in rows)
    return (SEEING if 2 * known >= len(rows) else FWHM, DEPTH, SKY, OBJECTS)

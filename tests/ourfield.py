"""The field of examples/ for the tests: its maps, its true catalog, and the scripts that belong to it."""

import sys
from functools import cache
from pathlib import Path

from astropy.io import fits
from astropy.table import Table

EXAMPLES = Path(__file__).parents[1] / "examples"
SCIENCE = EXAMPLES / "field_sci.fits.fz"
sys.path.insert(0, str(EXAMPLES))  # the scripts import each other by name


@cache
def committed_map(name):
    """Pixels and header of a committed map: sci, err or wht."""
    with fits.open(EXAMPLES / f"field_{name}.fits.fz") as hdus:
        return hdus[1].data, hdus[1].header


@cache
def truth():
    """The true catalog."""
    return Table.read(EXAMPLES / "field_truth.csv")

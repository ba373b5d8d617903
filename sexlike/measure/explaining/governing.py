"""The keywords that govern a column: those that its functions read.

They are found in the functions themselves: the names that their code uses, and that of all functions which they call.
So no list of them has to be kept.
"""

from collections.abc import Iterator
from functools import cache
from inspect import isclass, isfunction
from types import CodeType
from typing import Any

from ...config.keywords import KEYWORDS, SECTIONS
from ...detection.search import search
from ...images.loading import load_pairs
from ..registry import COLUMNS, QUANTITIES, Column, required

# Attributes of images and objects that come from keywords.
ATTRIBUTES = {
    "gain": ("GAIN", "GAIN_KEY"),
    "saturation": ("SATUR_LEVEL", "SATUR_KEY"),
    "flag_maps": ("FLAG_IMAGE", "FLAG_TYPE"),
    "association": tuple(row.name for row in SECTIONS["Association"]),
}
OF_ERRORS = {
    "GAIN",
    "GAIN_KEY",
    "WEIGHT_GAIN",
}  # they change errors alone, though these are computed together with fluxes
OF_MAGNITUDES = {"MAG_ZEROPOINT"}  # likewise, magnitudes
OF_ALL = {"COMPATIBILITY"}  # any column may be odd in SExtractor
SMOOTHING = ("FILTER", "FILTER_NAME", "FILTER_THRESH", "ANALYSIS_THRESH")  # what is read where the search begins
# What is read with an image, or for the search, and changes some columns alone.
PARTIAL = {keyword for keywords in ATTRIBUTES.values() for keyword in keywords} | {
    *("MAG_ZEROPOINT", "PIXEL_SCALE", "BACKPHOTO_TYPE", "BACKPHOTO_THICK", "ASSOCSELEC_TYPE"),
}


@cache
def governing_keywords(name: str) -> tuple[str, ...]:
    """The keywords that govern a column, apart from those that decide what is detected.

    Parameters
    ----------
    name : str
        A column that is offered.

    Returns
    -------
    tuple of str
        In the order of the table of keywords.
    """
    column = COLUMNS[name]
    functions = [column.function, *(QUANTITIES[quantity].function for quantity in all_quantities(column))]
    found = set().union(*map(keywords_read, functions)) - OF_ALL
    if "ERR" not in name and "SNR" not in name:
        found -= OF_ERRORS
    if not name.startswith(("MAG_", "MU_")):
        found -= OF_MAGNITUDES
    return tuple(keyword for keyword in KEYWORDS if keyword in found)


def all_quantities(column: Column) -> set[str]:
    """The quantities that a column needs, and those that it looks at if others need them."""
    needed = required([*column.needs, *column.optional])
    return needed | required(name for quantity in needed for name in QUANTITIES[quantity].optional)


def governed_columns(keyword: str) -> list[str]:
    """The columns that a keyword governs, besides what it changes in the search."""
    return [name for name in COLUMNS if keyword in governing_keywords(name)]


def governs_all(keyword: str) -> bool:
    """Whether a keyword changes the pixels that are measured, or what is detected, and so every column."""
    return keyword in (keywords_read(search) | keywords_read(load_pairs) | set(SMOOTHING)) - PARTIAL


@cache
def keywords_read(function: Any) -> frozenset[str]:
    """The keywords that a function reads, itself or in what it calls."""
    names = {name for part in called_from(function) for code in codes_of(part.__code__) for name in code.co_names}
    of_attributes = (keyword for attribute in ATTRIBUTES.keys() & names for keyword in ATTRIBUTES[attribute])
    return frozenset(names & KEYWORDS.keys()).union(of_attributes)


def called_from(function: Any) -> set[Any]:
    """A function, and all functions of sexlike that its code names, directly or indirectly."""
    found: set[Any] = set()
    rest = [function]
    while rest:
        one = rest.pop()
        if one not in found:
            found.add(one)
            rest += named_in(one)
    return found


def named_in(function: Any) -> Iterator[Any]:
    """The functions of sexlike that the code of a function names, and all methods of the classes that it names."""
    names = {name for code in codes_of(function.__code__) for name in code.co_names}
    cells = (cell.cell_contents for cell in function.__closure__ or ())
    for thing in (*cells, *(function.__globals__.get(name) for name in names)):
        for part in vars(thing).values() if isclass(thing) else [thing]:
            part = getattr(part, "__func__", None) or getattr(part, "fget", None) or part
            if isfunction(part) and part.__module__.startswith("sexlike."):
                yield part


def codes_of(code: CodeType) -> Iterator[CodeType]:
    """The code of a function, and those of the functions within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_of(constant)

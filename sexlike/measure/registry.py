"""Columns as functions of what they need.

A quantity or a column is a function, and the names of its parameters are the names of what it needs: other
quantities, or what is always there (`GIVEN`). A parameter whose default is None is given only if something else that
is wanted needs it. Nothing lists the order of computation: it follows from the names.
"""

import pkgutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from math import prod
from types import ModuleType
from typing import Any

import numpy as np

from ..clock import stopwatch
from ..progress import stage_of_quantity
from ..stages import stage
from .dependencies import Function, dependencies

GIVEN = ("image", "detection_image", "detections", "objects", "config", "request", "column_values", "elapsed")


@dataclass(frozen=True)
class Quantity:
    """An intermediate result, computed at most once for all the columns that need it.

    Attributes
    ----------
    name : str
    function : callable
    needs, optional : tuple of str
        What the function needs, and what it is given only if others need it.
    """

    name: str
    function: Function
    needs: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of the catalog: how it is computed, stored, printed and described.

    Attributes
    ----------
    name : str
    function : callable
        Computes its values, of shape (n,) or (n, *size).
    type : str
        Of numpy: f4, f8, i4, i2, u1.
    format : str
        As in printf.
    about : str
        One line on what it is.
    unit, ucd : str
        Unit in astropy's spelling, and unified content descriptor.
    dimensions : int
        Number of sizes that it takes in a list of columns: 0, 1 as in FLUX_APER(3), 2 as in VIGNET(15,15).
    size : callable, optional
        Of a column whose size follows from the columns wanted: it takes the names of these.
    needs, optional : tuple of str
        What the function needs, and what it is given only if others need it.
    """

    name: str
    function: Function
    type: str
    format: str
    about: str
    unit: str = ""
    ucd: str = ""
    dimensions: int = 0
    size: Callable[[Collection[str]], tuple[int, ...]] | None = None
    needs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """The columns wanted, with their sizes, and what follows from them.

    Attributes
    ----------
    sizes : dict
        Name of the column -> its size, ``()`` for a scalar, ``(3,)``, ``(15, 15)``; in the order of the catalog.
    quantities : frozenset of str
        Names of all that is computed for them.
    text : str
        That of the .param file; empty if there is none.
    units : dict
        Name of the column -> its unit, where it is not the one that is declared.
    """

    sizes: dict[str, tuple[int, ...]]
    quantities: frozenset[str] = field(default_factory=frozenset)
    text: str = ""
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The declarations of the columns wanted."""
        declared = (COLUMNS[name] for name in self.sizes)
        return tuple(replace(c, unit=self.units[c.name]) if c.name in self.units else c for c in declared)

    def longest(self, *names: str) -> int:
        """The largest number of elements wanted of any of these columns; 0 if none of them is wanted."""
        return max((prod(self.sizes[name]) for name in names if name in self.sizes), default=0)


QUANTITIES: dict[str, Quantity] = {}
COLUMNS: dict[str, Column] = {}


def import_modules(folder: ModuleType) -> None:
    """Import all modules of a package, so that what they declare is known."""
    for module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
        import_module(module.name)


def quantity(function: Function) -> Function:
    """Declare a quantity, under the name of the function that computes it."""
    name = function.__name__
    if name in QUANTITIES or name in GIVEN:
        raise ValueError(f"two quantities are named {name}")
    QUANTITIES[name] = Quantity(name, function, *dependencies(function))
    return function


def column(
    name: str,
    cell: str,
    *,
    about: str,
    ucd: str = "",
    dimensions: int = 0,
    size: Callable[[Collection[str]], tuple[int, ...]] | None = None,
) -> Callable[[Function], Function]:
    """Declare a column; the function below it computes the values, of shape (n,) or (n, *size).

    Parameters
    ----------
    name : str
    cell : str
        Type, print format and, if there is one, unit: ``"f4 %12.7g count"``.
    about, ucd, dimensions, size
        See `Column`. Where catalogs have a header, `about` has 58 characters.

    Returns
    -------
    callable
        A decorator, which leaves the function as it is.

    Examples
    --------
    >>> @column("ROUNDNESS", "f4 %8.3f", about="B / A", ucd="src.ellipticity")
    ... def _(objects):
    ...     return objects.b / objects.a
    """
    type, format, unit = [*cell.split(" ", 2), ""][:3]

    def declare(function: Function) -> Function:
        if name in COLUMNS:
            raise ValueError(f"two columns are named {name}")
        COLUMNS[name] = Column(
            name, function, type, format, about, unit, ucd, dimensions, size, *dependencies(function)
        )
        return function

    return declare


def required(needs: Iterable[str], chain: tuple[str, ...] = ()) -> set[str]:
    """The quantities among these names, and all quantities that they need, directly or indirectly.

    Parameters
    ----------
    needs : iterable of str
    chain : tuple of str
        What needs them, for messages.

    Raises
    ------
    ValueError
        A quantity needs itself, or something that is not declared.
    """
    found: set[str] = set()
    for name in needs:
        if name in GIVEN:
            continue
        if name in chain:
            raise ValueError("a quantity needs itself: " + " <- ".join((*chain, name)))
        if name not in QUANTITIES:
            raise ValueError(f"nobody provides {name}, needed by " + " <- ".join(chain))
        found |= {name} | required(QUANTITIES[name].needs, (*chain, name))
    return found


def make_request(sizes: Mapping[str, tuple[int, ...]], text: str = "") -> Request:
    """The request for columns of these names and sizes, all of which must be declared, as a text lists them."""
    quantities = frozenset[str]().union(*(required(COLUMNS[name].needs, (name,)) for name in sizes))
    return Request(dict(sizes), quantities, text)


def taken_by(declaration: Quantity | Column, request: Request) -> list[str]:
    """What a function takes when a request is measured."""
    return [*declaration.needs, *(name for name in declaration.optional if name in request.quantities)]


def measure(request: Request, kept: dict[str, Any] | None = None, **given: Any) -> dict[str, np.ndarray]:
    """Compute the columns of a request.

    Parameters
    ----------
    request : Request
    kept : dict, optional
        Name of a quantity that is needed for longer -> None, in whose place its value comes.
    **given
        What is always there: image, detection_image, detections, objects (those of the detections), config.

    Returns
    -------
    dict
        Name of the column -> array of shape (n, *size) and of the column's type, in the order of the request.
    """

    def column_values(name: str) -> np.ndarray:
        """The values of a column of the request, for who learns only then which ones it needs."""
        if name not in values:
            declared = COLUMNS[name]
            values[name] = np.asarray(call(declared)).astype(declared.type, copy=False)
        return values[name]

    values: dict[str, np.ndarray] = {}
    known = {**given, "request": request, "column_values": column_values, "elapsed": stopwatch()}
    users: list[Quantity | Column] = [*request.columns, *(QUANTITIES[name] for name in request.quantities)]
    needed = Counter(name for user in users for name in taken_by(user, request)) + Counter([*(kept or ())])

    def value(name: str) -> Any:
        if name not in known:
            known[name] = call(QUANTITIES[name])
        return known[name]

    def call(declaration: Quantity | Column) -> Any:
        names = taken_by(declaration, request)
        arguments = {name: value(name) for name in names}
        with stage(stage_of_quantity(declaration.name) if isinstance(declaration, Quantity) else "columns"):
            result = declaration.function(**arguments)
        needed.subtract(names)
        for name in names:
            if not needed[name]:
                del known[name]  # nobody else takes it, and it may be large
        return result

    # What asks for the time that has passed comes last.
    for column in sorted(request.columns, key=lambda c: "elapsed" in c.needs):
        column_values(column.name)
    if kept is not None:
        kept.update({name: value(name) for name in kept})
    known.clear()  # the functions hold each other, and with them the image until the next collection of garbage
    return {name: values[name] for name in request.sizes}
